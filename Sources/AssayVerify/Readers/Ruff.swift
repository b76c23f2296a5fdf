import AssayCore
import AssaySandbox

/// Static checks for Python: ruff with its security rules, JSON output.
struct Ruff {
    let bench: VerificationBench

    private struct Item: Decodable {
        struct Place: Decodable {
            var row: Int
            var column: Int
        }
        var code: String?
        var filename: String
        var location: Place
        var message: String
    }

    /// Checks delivered files; a missing ruff is said, not hidden.
    func run(_ files: FileTree, into evidence: inout Evidence) async throws {
        let python = try bench.python()
        guard let ruff = python.ruff, !files.isEmpty else {
            evidence.checks.append(CheckResult(id: "ruff", kind: .staticCheck, status: .notRun))
            return
        }
        let workspace = try Workspace(name: "ruff")
        try workspace.write(files)
        let command = SandboxCommand(
            [
                ruff, "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json",
                "--select", "E9,F,B,S,PLE", "--ignore", "S101", ".",
            ], policies: ["base"],
            mounts: [.readOnly(host: workspace.path, inside: "/w")] + python.mounts,
            directory: "/w", limits: bench.limits)
        let result = try await bench.sandbox.run(command)
        evidence.summary.add(result)
        let items = try? JSON.decode([Item].self, result.outputText)
        evidence.checks.append(
            CheckResult(
                id: "ruff", kind: .staticCheck,
                status: items.map { $0.isEmpty ? .passed : .failed } ?? .notRun,
                seconds: result.usage.wallSeconds))
        for item in items ?? [] {
            let path = item.filename.hasPrefix("/w/") ? String(item.filename.dropFirst(3)) : item.filename
            let code = item.code ?? "syntax"
            evidence.findings.append(
                Finding(
                    kind: .staticCheck, rule: "ruff.\(code)",
                    // Unused names are untidy; undefined ones are wrong.
                    severity: ["F401", "F841", "F541"].contains(code) ? .note : .warning,
                    message: item.message, path: path, line: item.location.row,
                    column: item.location.column, excerpt: excerpt(files, path, item.location.row)))
        }
    }
}
