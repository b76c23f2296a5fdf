import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Judges many solutions of Python functions in two jails, one for the candidates and one for the checkers.
///
/// Each runs in a fork that is confined further (`candidate_server.py`). Only clean ends count: whoever
/// crashes, hangs, needs more than a moment, meets a limit or is denied something is left to be judged
/// alone, so that its evidence is its own.
struct PythonBatch {
    let context: VerificationContext
    /// How long one conversation may take here.
    private static let seconds = 3.0

    struct Item {
        var task: CodingTask
        var candidate: Candidate
        var scope: CheckScope
    }

    /// One item that can be asked here: a single file, a single test.
    private struct Question {
        var index: Int
        var oracle: PythonFunctionStrategy
        var room: CleanRoom
        var path: String
        var test: (name: String, text: String, hidden: Bool)
        var nonce = UUID().uuidString
        /// The solution's file in the candidates' jail.
        var name: String { "\(index).py" }
    }

    /// Returns the evidence of those that ended cleanly, by their place in the list.
    func run(_ items: [Item]) async throws -> [Int: Evidence] {
        let questions = items.enumerated().compactMap { question($0.offset, $0.element) }
        guard questions.count > 1 else { return [:] }
        let theirs = try Workspace(name: "candidates")
        let ours = try Workspace(name: "checkers")
        let solutions = questions.map { ($0.name, $0.room.delivered[$0.path] ?? "") }
        let plans = questions.map { question in
            let oracle = question.oracle
            return PythonFunctionStrategy.Plan(
                solution: question.name, nonce: question.nonce, entry: oracle.entryPoint, prelude: oracle.prelude,
                test: question.test.text)
        }
        try theirs.write(try FileTree(Dictionary(solutions) { $1 }))
        try ours.write(try FileTree(["plans.json": JSON.line(plans)]))
        async let looking = StaticChecks(context: context, toolchain: context.toolchain(.python)).look(
            at: solutions.map(\.0), pristine: FileTree(), .readOnly(host: theirs.path, inside: "/w"))
        let ends = try await converse(theirs, ours, questions.count)
        let looks = try await looking
        // What was denied cannot be told apart by candidate.
        guard ends.candidates.violations.isEmpty else { return [:] }
        var found: [Int: Evidence] = [:]
        let said = OracleResult.lines(ends.checkers.errorText)
        for question in questions {
            guard let result = said[question.nonce].flatMap(OracleResult.init), isClean(result) else { continue }
            var evidence = Evidence()
            evidence.add(question.room)
            evidence.policies.formUnion(["base", "python", "python-server"])
            for end in [ends.candidates, ends.checkers] { evidence.summary.add(end, shared: questions.count) }
            var end = ends.candidates
            (end.signal, end.usage.wallSeconds) = (nil, result.seconds ?? 0)
            try question.oracle.record(
                result, question.test.name, question.test.hidden, end, question.room.delivered, into: &evidence)
            add(looks, of: question, among: questions.count, into: &evidence)
            found[question.index] = evidence
        }
        return found
    }

    /// Adds one solution's share of what the linters said of all.
    private func add(_ looks: [StaticChecks.Look], of question: Question, among count: Int, into evidence: inout Evidence) {
        for look in looks {
            let own = look.diagnostics?.filter { $0.path == question.name }.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.path = question.path
                return diagnostic
            }
            // The command is of all solutions, so it is nobody's.
            evidence.add(
                StaticChecks.Look(id: look.id, failure: look.failure), own, seconds: look.result.map { $0.usage.wallSeconds / Double(count) },
                tree: question.room.delivered)
        }
    }

    private func question(_ index: Int, _ item: Item) -> Question? {
        guard case .pythonFunction(let entry, let prelude) = item.task.form,
            !entry.contains(where: \.isWhitespace)
        else { return nil }
        let oracle = PythonFunctionStrategy(context: context, task: item.task, entryPoint: entry, prelude: prelude)
        let room = CleanRoom(task: item.task, candidate: item.candidate, tests: FileTree())
        let tests = oracle.tests(item.scope)
        guard tests.count == 1, let path = item.task.brief.singleDeliverable, room.delivered[path] != nil else { return nil }
        return Question(index: index, oracle: oracle, room: room, path: path, test: (tests[0].0, tests[0].1, tests[0].2))
    }

    private func converse(
        _ theirs: Workspace, _ ours: Workspace, _ count: Int
    ) async throws -> (candidates: SandboxResult, checkers: SandboxResult) {
        let python = try context.toolchain(.python)
        let limits = context.limitPolicy.pythonBatch(count: count)
        let interpreter = [try python.path(of: "python"), "-I", "-S", "-B"]
        func command(_ driver: [String], _ folder: Workspace, _ policies: [String]) -> SandboxCommand {
            SandboxCommand(
                interpreter + driver, policies: ["base", "python"] + policies,
                mounts: [.readOnly(host: folder.path, inside: "/w"), context.drivers.mount, .readWrite(host: talk, inside: "/talk")]
                    + python.mounts, limits: limits)
        }
        let cpu = Int(Self.seconds) + 1
        let talk = try ours.pipes("talk", ["requests", "replies"])
        return try await Processors.shared.withOne { processor in
            let (candidates, checkers) = try await context.sandbox.runJoined(
                command(["/assay/candidate_server.py", "/talk", "\(cpu)", "\(processor)"], theirs, ["python-server"]),
                command(["/assay/checker_server.py", "/talk", "\(Self.seconds)", "\(processor)"], ours, []))
            return (candidates, checkers)
        }
    }

    /// Whether a result needs no evidence but itself.
    ///
    /// A refused file may be this place's fault, not the solution's.
    private func isClean(_ result: OracleResult) -> Bool {
        let names = (result.error?.names ?? []) + [result.error?.name ?? ""]
        if names.contains(where: { ["OSError", "PermissionError", "MemoryError", "RecursionError", "SystemExit"].contains($0) }) { return false }
        return ["passed", "failed", "raised", "load"].contains(result.status)
    }
}
