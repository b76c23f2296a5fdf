import AssayExperiments
import AssaySupport

extension ExportedAttempt {
    /// The one file, or all files, each after its path.
    var solution: String {
        let paths = files.paths
        if paths.count == 1, let only = paths.first { return files[only] ?? "" }
        return paths.map { "// \($0)\n\(files[$0] ?? "")" }.joined(separator: "\n")
    }

    /// The verdict and the first finding, on one line.
    var outcome: String { measured.result.verdictText + (reason.map { ": \(TerminalText.line($0, limit: 300))" } ?? "") }
}
