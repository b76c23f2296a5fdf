import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage

/// The commands of a page with the output that it shows for each: its blocks of `console`, whose lines with `$ ` are commands.
struct ConsolePage {
    /// A command and what it prints.
    struct Step: Sendable {
        var command: String
        /// The lines of the page; a line `…` stands for any lines, `…` within one for anything.
        var shown: [String] = []
    }

    let steps: [Step]

    init(_ text: String) {
        var steps: [Step] = []
        var isConsole = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isConsole = line == "```console"
                continue
            }
            guard isConsole else { continue }
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if let last = steps.indices.last {
                let isContinued = steps[last].shown.isEmpty && steps[last].command.hasSuffix("\\")
                if isContinued { steps[last].command += "\n" + line } else { steps[last].shown.append(line) }
            }
        }
        self.steps = steps
    }

    /// Makes a folder with the parts of the repository that pages work with.
    static func copy() async throws -> String {
        let folder = try Places.temporary()
        _ = try await Subprocess.run(
            .name("cp"), arguments: ["-r", "docs", "fixtures", "benchmarks", folder], workingDirectory: FilePath(Places.root), output: .discarded)
        return folder
    }

    /// Runs a command in a folder as a person at a prompt would, and returns everything that it prints.
    static func run(_ command: String, in folder: String) async throws -> String {
        let path = Places.products + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        let ended = try await Subprocess.run(
            .name("bash"), arguments: ["-c", "exec 2>&1; \(command)"],
            environment: .inherit.updating(["PATH": path, "XDG_CONFIG_HOME": folder + "/.none"]),
            workingDirectory: FilePath(folder), input: .none, output: .string(limit: 8 << 20), error: .discarded)
        return ended.standardOutput
    }

    /// Whether an output is what the page shows, times, sizes and ids of runs aside.
    static func matches(_ shown: [String], _ output: String) -> Bool {
        let lines = shown.filter { !$0.isEmpty }.map(plain)
        let pattern = lines.map { line in
            line == "…"
                ? "(?:[^\\n]*\\n)*?"
                : line.split(separator: "…", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(separator: "[^\\n]*") + "\\n"
        }.joined()
        let text = output.split(separator: "\n").map { plain(String($0)) }.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
        guard let expression = try? Regex(pattern) else { return false }
        return text.wholeMatch(of: expression) != nil || shown.isEmpty
    }

    /// A line without what differs from run to run and from machine to machine.
    private static func plain(_ line: String) -> String {
        let text = line.replacing(", cached)", with: ")").replacing(#/\d+(\.\d+)? (s|MiB)\b/#) { "0 \($0.2)" }.replacing(#/\b([a-z-]+)-[0-9a-f]{8}\b/#) {
            "\($0.1)-ID"
        }
        .replacing(#/─+/#, with: "─").replacing(#/ +/#, with: " ")
        return text.hasSuffix(" ") ? String(text.dropLast()) : text
    }

    private static func escaped(_ text: String) -> String {
        text.map { "\\.+*?^$()[]{}|/".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
