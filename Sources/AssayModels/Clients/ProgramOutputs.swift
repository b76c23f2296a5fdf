import AssaySupport

/// The words of a command line that name what its program writes, such as a log: they are no part of the program.
///
/// These are the targets of a shell's `>` and `tee`, and the values of options whose names say so: `--log-dir`, `-o`. Only
/// values that cannot be the program itself: no option is taken for one by the name of a script.
enum ProgramOutputs {
    /// What an option's name contains, as one of its words, whose value is written to.
    private static let kinds: Set<String> = [
        "log", "logs", "logdir", "o", "out", "outdir", "output", "outputs", "cache", "tmp", "temp", "trace", "traces", "save", "record", "result",
        "results", "report", "reports", "dump",
    ]
    /// How the name of an option ends that takes a value: others may be switches before the program.
    private static let valued: Set<String> = [
        "dir", "directory", "folder", "path", "file", "to", "o", "out", "output", "outputs", "outdir", "log", "logs", "logdir",
    ]
    /// The endings of programs, which count wherever they are named.
    private static let programs: Set<String> = [
        "py", "pyz", "js", "mjs", "cjs", "ts", "rb", "sh", "bash", "pl", "php", "lua", "jar", "r", "swift", "exe", "bin",
    ]

    /// The words without those that name output, within a shell's script too.
    static func removed(from words: [String]) -> [String] {
        var (kept, isValue) = ([String](), false)
        for word in words {
            defer { isValue = isOutputOption(word) }
            if isValue, !word.hasPrefix("-"), !isProgram(word) { continue }
            kept.append(withoutOutputs(word))
        }
        return kept
    }

    /// A word, or a script with many, without redirections and the values of options.
    private static func withoutOutputs(_ text: String) -> String {
        let redirected = text.replacing(/(^|\s|;)[0-9&]?>{1,2}[|&]?\s*("[^"]*"|'[^']*'|[^\s;|&()<>]+)(?![^\s;|&<>])/) {
            isProgram(unquoted($0.2)) ? $0.0 : $0.1
        }
        let piped = redirected.replacing(/(^|[\s|])(tee\s+(?:-\w+\s+)*)("[^"]*"|'[^']*'|[^\s;|&()<>]+)/) { isProgram(unquoted($0.3)) ? $0.0 : $0.1 + $0.2 }
        return piped.replacing(/(^|\s)(-{1,2}[A-Za-z][\w-]*)(=|\s+)("[^"]*"|'[^']*'|[^\s;|&()<>]+)/) { match in
            let name = String(match.2)
            let isOutput = match.3 == "=" ? saysOutput(name) : isOutputOption(name)
            return isOutput && !match.4.hasPrefix("-") && !isProgram(unquoted(match.4)) ? match.1 + match.2 : match.0
        }
    }

    /// Whether a word is an option whose value, in the next word, is written to.
    private static func isOutputOption(_ word: String) -> Bool {
        saysOutput(word) && parts(of: word).last.map(valued.contains) == true
    }

    private static func saysOutput(_ option: String) -> Bool {
        guard option.hasPrefix("-") else { return false }
        let parts = parts(of: option)
        return parts.first != "no" && parts.contains(where: kinds.contains)
    }

    /// The words of an option's name: `--log-dir` has two.
    private static func parts(of option: String) -> [String] {
        option.split { $0 == "-" || $0 == "_" }.map { $0.lowercased() }
    }

    private static func isProgram(_ path: some StringProtocol) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { programs.contains(name[name.index(after: $0)...].lowercased()) } == true
    }

    private static func unquoted(_ text: Substring) -> String { String(text.filter { $0 != "\"" && $0 != "'" }) }
}
