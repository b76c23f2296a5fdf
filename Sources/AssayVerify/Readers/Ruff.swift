import AssayCore
import AssaySandbox

/// Static checks for Python: ruff with its security rules, JSON output.
struct Ruff {
    let bench: VerificationBench

    fileprivate struct Item: Decodable {
        struct Place: Decodable {
            var row: Int
            var column: Int
        }
        var code: String?
        var filename: String
        var location: Place
        var message: String
    }

    /// Checks delivered files, by the project's own configuration where its pristine tree has one; a missing
    /// ruff is said, not hidden.
    func run(_ files: FileTree, pristine: FileTree = FileTree(), into evidence: inout Evidence) async throws {
        guard try bench.python().ruff != nil, !files.isEmpty else {
            evidence.checks.append(CheckResult(id: "ruff", kind: .staticCheck, status: .notRun))
            return
        }
        let workspace = try Workspace(name: "ruff")
        let own = pristine.filtered { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return ["ruff.toml", ".ruff.toml"].contains(name) || name == "pyproject.toml" && pristine[path]?.contains("[tool.ruff") == true
        }
        try workspace.write(files.overlaid(with: own))
        let result = try await check(workspace, isolated: own.isEmpty)
        evidence.summary.add(result)
        Self.add(Self.items(result), result.usage.wallSeconds, files, into: &evidence) { $0 }
    }

    /// What was found in one of many solutions.
    struct Lint {
        fileprivate var items: [Item]
        fileprivate var seconds: Double
    }

    /// Checks all files of a workspace at once; by file.
    func lint(_ workspace: Workspace, _ names: [String]) async throws -> [String: Lint] {
        guard try bench.python().ruff != nil else { return [:] }
        let result = try await check(workspace)
        guard let items = Self.items(result) else { return [:] }
        let found = Dictionary(grouping: items) { ReaderName.relative($0.filename) }
        let seconds = result.usage.wallSeconds / Double(names.count)
        return names.reduce(into: [:]) { $0[$1] = Lint(items: found[$1] ?? [], seconds: seconds) }
    }

    /// Adds one solution's share to its evidence.
    static func report(_ lint: Lint?, as path: String, _ files: FileTree, into evidence: inout Evidence) {
        guard let lint else {
            evidence.checks.append(CheckResult(id: "ruff", kind: .staticCheck, status: .notRun))
            return
        }
        add(lint.items, lint.seconds, files, into: &evidence) { _ in path }
    }

    private func check(_ workspace: Workspace, isolated: Bool = true) async throws -> SandboxResult {
        let python = try bench.python()
        // A project says how it wants its code; what is wrong or unsafe anywhere is looked for in any case.
        let rules =
            isolated
            ? ["--isolated", "--select", "E9,F,B,S,PLE,C901", "--ignore", "S101", "--config", "lint.mccabe.max-complexity=15"]
            : ["--extend-select", "E9,F,S,PLE", "--ignore", "S101"]
        let command = SandboxCommand(
            [python.ruff ?? "ruff", "check", "--no-cache", "--exit-zero", "--output-format", "json"] + rules + ["."],
            policies: ["base"],
            mounts: [.readOnly(host: workspace.path, inside: "/w")] + python.mounts,
            directory: "/w", limits: bench.limits)
        return try await bench.sandbox.run(command)
    }

    private static func items(_ result: SandboxResult) -> [Item]? {
        try? JSON.decode([Item].self, result.outputText)
    }

    private static func add(
        _ items: [Item]?, _ seconds: Double, _ files: FileTree, into evidence: inout Evidence, _ name: (String) -> String
    ) {
        evidence.checks.append(
            CheckResult(
                id: "ruff", kind: .staticCheck,
                status: items.map { $0.isEmpty ? .passed : .failed } ?? .notRun, seconds: seconds))
        for item in items ?? [] {
            let path = name(ReaderName.relative(item.filename))
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
