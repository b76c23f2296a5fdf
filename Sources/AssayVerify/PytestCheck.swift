import AssayCore
import AssaySandbox
import FoundationEssentials

/// Runs pytest files in a jail; events stream out while tests run.
struct PytestCheck {
    let bench: VerificationBench
    let task: CodingTask

    func run(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws {
        let python = try bench.python()
        guard python.hasPytest else {
            throw HarnessError(
                .toolchain, "\(python.executable) has no pytest; run 'make setup' to install it")
        }
        let hidden = scope == .full ? task.hidden.files : FileTree()
        let room = CleanRoom(
            task: task, candidate: candidate, tests: task.brief.visibleTests.overlaid(with: hidden))
        evidence.add(room)
        let workspace = try Workspace(name: "pytest")
        try workspace.write(room.tree)
        let sources = room.tree.filtered { $0.hasSuffix(".py") }
        guard try await compiles(sources, workspace, python, into: &evidence) else { return }
        let files = testFiles(hidden)
        let nonce = UUID().uuidString
        let command = SandboxCommand(
            [python.executable, "-I", "-B", "/assay/pytest_driver.py", nonce] + files,
            policies: ["base", "python"],
            mounts: [.overlay(host: workspace.path, inside: "/w"), bench.drivers.mount]
                + python.mounts,
            environment: task.environment, directory: "/w", limits: bench.limits)
        let result = try await bench.sandbox.run(command)
        evidence.add(result, of: command, what: "the test run")
        PytestEvents(result, nonce: nonce, tree: room.tree, hidden: Set(hidden.paths))
            .report(into: &evidence)
        let own = room.delivered.isEmpty ? task.brief.start : room.delivered
        try await Ruff(bench: bench).run(own.filtered { $0.hasSuffix(".py") }, pristine: task.brief.start, into: &evidence)
    }

    private func testFiles(_ hidden: FileTree) -> [String] {
        (task.brief.visibleTests.paths + hidden.paths).filter { path in
            let name = path.split(separator: "/").last ?? ""
            return name.hasSuffix(".py") && (name.hasPrefix("test_") || name.hasSuffix("_test.py"))
        }
    }

    /// Parses first: the cheapest refuter, and its findings carry line and column.
    private func compiles(
        _ sources: FileTree, _ workspace: Workspace, _ python: PythonToolchain,
        into evidence: inout Evidence
    ) async throws -> Bool {
        struct Problem: Decodable {
            var path: String
            var line: Int?
            var column: Int?
            var message: String
        }
        let command = SandboxCommand(
            [python.executable, "-I", "-S", "-B", "/assay/syntax_driver.py"] + sources.paths,
            policies: ["base", "python"],
            mounts: [.readOnly(host: workspace.path, inside: "/w"), bench.drivers.mount]
                + python.mounts,
            directory: "/w", limits: bench.limits)
        let result = try await bench.sandbox.run(command)
        evidence.add(result, of: command, what: "the parser")
        let problems = result.outputText.split(separator: "\n").compactMap {
            try? JSON.decode(Problem.self, String($0))
        }
        evidence.checks.append(
            CheckResult(
                id: "compile", kind: .build, status: problems.isEmpty ? .passed : .failed,
                seconds: result.usage.wallSeconds))
        for problem in problems {
            evidence.classes.insert(.compileError)
            evidence.findings.append(
                Finding(
                    kind: .compile, rule: "syntax", message: problem.message, path: problem.path,
                    line: problem.line, column: problem.column,
                    excerpt: excerpt(sources, problem.path, problem.line)))
        }
        return problems.isEmpty
    }
}
