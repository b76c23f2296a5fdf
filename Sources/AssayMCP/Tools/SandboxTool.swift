import AssayCore
import AssaySandbox
import AssaySupport

/// `run_in_sandbox`: one command without network, on files of the call or a copy of a folder.
struct SandboxTool: Tool {
    private struct Answer: Encodable {
        var outcome: SandboxOutcome
        var exitCode: Int?
        var signal: Int?
        var limitHit: SandboxLimit?
        var isolationLevel: IsolationLevel?
        var wallSeconds: Double
        var cpuSeconds: Double?
        var stdout: String
        var stderr: String
        var violations: [String]
    }

    /// The most bytes that are kept of each stream: as much as a model will read.
    private static let mostOutput = 64 << 10

    let name = "run_in_sandbox"
    let title = "Run a command in the sandbox"
    let description = """
        Runs one command in Assay's sandbox: no network, no view of the machine's files, limits of time, memory, processes and output. \
        It works in /w, which holds the files of the call over a copy of the folder; what it writes there is lost afterwards. Give the program with its whole path, \
        such as /usr/bin/python3, or through /bin/sh -c.
        """
    let input = Schema.object(
        [
            "argv": Schema.list("The program and its arguments.", of: Schema.text("A word.", most: 131_072), 1...256),
            "files": Schema.map("Files to put into /w: texts by relative path.", most: ToolArguments.mostFiles),
            "folder": Schema.text("A folder inside the client's roots, of which /w is a copy."),
            "stdin": Schema.text("The standard input (default: empty).", most: 1 << 20),
            "policies": Schema.list(
                "What the program needs beyond the base policy.",
                of: Schema.word("A policy.", of: ["java", "javascript", "loopback", "python", "swift"]), 0...5),
            "wall_seconds": Schema.number("The limit of wall time (default: 30).", 1...600),
            "memory_megabytes": Schema.integer("The limit of memory (default: 1024).", 16...16384),
        ], optional: ["files", "folder", "stdin", "policies", "wall_seconds", "memory_megabytes"])
    let output = Schema.object(
        [
            "outcome": Schema.word("How the command ended.", of: SandboxOutcome.allCases.map(\.rawValue)),
            "exit_code": Schema.integer("The exit code, if it ended by itself."), "signal": Schema.integer("The signal that ended it."),
            "limit_hit": Schema.word("The limit that was reached.", of: SandboxLimit.allCases.map(\.rawValue)),
            "isolation_level": Schema.word("How strongly it was separated.", of: IsolationLevel.allCases.map(\.rawValue)),
            "wall_seconds": Schema.number("The wall time."), "cpu_seconds": Schema.number("The CPU time of all its processes."),
            "stdout": Schema.text("The standard output.", most: 1 << 20), "stderr": Schema.text("The standard error.", most: 1 << 20),
            "violations": Schema.list("Denied system calls.", of: Schema.text("A call.")),
        ], optional: ["exit_code", "signal", "limit_hit", "isolation_level", "cpu_seconds"])

    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer {
        var tree = FileTree()
        if let folder = arguments.text("folder") {
            // Installed packages are wanted; the store of runs is not, as it knows what hidden checks look for.
            tree = try FolderReader.contents(of: try await context.roots().folder(folder), withToolFolders: true).tree
                .filtered { $0 != ".assay" && !$0.hasPrefix(".assay/") && !$0.contains("/.assay/") }
        }
        if let files = try arguments.files() { tree = tree.overlaid(with: files) }
        let workspace = try Workspace(name: "mcp")
        try workspace.write(tree)
        var words = arguments.texts("argv")
        var mounts: [SandboxMount] = [.readWrite(host: workspace.path, inside: "/w")]
        if let text = arguments.text("stdin"), !text.isEmpty {
            let folder = try workspace.folder("in")
            var file = FileTree()
            try file.set("stdin", text)
            try FolderWriter.write(file, to: folder, isOpen: true)
            mounts.append(.readOnly(host: folder, inside: "/in"))
            words = ["/bin/sh", "-c", "exec \"$@\" < /in/stdin", "sh"] + words
        }
        let wall = arguments.number("wall_seconds") ?? 30
        let memory = Int(arguments.number("memory_megabytes") ?? 1024) << 20
        let command = SandboxCommand(
            words, policies: ["base"] + arguments.texts("policies"), mounts: mounts, directory: "/w",
            limits: SandboxLimits(wallSeconds: wall, cpuSeconds: wall * 2, memoryBytes: memory, outputBytes: Self.mostOutput))
        let result = try await Self.ticking(context.progress, wall) { try await JailSandbox().run(command) }
        return try Self.answer(result)
    }

    /// Tells each second how long a command has run.
    private static func ticking(
        _ progress: CallProgress, _ wall: Double, _ body: @escaping @Sendable () async throws -> SandboxResult
    ) async throws -> SandboxResult {
        let clock = Task {
            for second in 1... {
                try await Task.sleep(for: .seconds(1))
                progress.tell("running for \(second) s", done: Double(second), total: wall)
            }
        }
        defer { clock.cancel() }
        return try await body()
    }

    private static func answer(_ result: SandboxResult) throws -> ToolAnswer {
        let (out, err) = (TerminalText.clean(result.outputText), TerminalText.clean(result.errorText))
        let violations = result.violations.map { "\($0.detail) ×\($0.count)" }
        let end = result.exitCode.map { "exit code \($0)" } ?? result.signal.map { "signal \($0)" } ?? result.outcome.rawValue
        var text = end + (result.limitHit.map { ", limit reached: \($0.rawValue)" } ?? "") + ", \(Text.decimal(result.usage.wallSeconds, 2)) s\n"
        if !violations.isEmpty { text += "denied: \(violations.joined(separator: "; "))\n" }
        if !out.isEmpty { text += "stdout:\n\(out.withFinalNewline)" }
        if !err.isEmpty { text += "stderr:\n\(err.withFinalNewline)" }
        return try ToolAnswer(
            Answer(
                outcome: result.outcome, exitCode: result.exitCode, signal: result.signal, limitHit: result.limitHit, isolationLevel: result.isolationLevel,
                wallSeconds: result.usage.wallSeconds, cpuSeconds: result.usage.cpuSeconds, stdout: out, stderr: err, violations: violations),
            text: text)
    }
}
