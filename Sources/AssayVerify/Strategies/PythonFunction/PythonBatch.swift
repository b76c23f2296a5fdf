import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Judges many solutions of Python functions in two jails, one for the candidates and one for the checkers.
///
/// Each runs in a fork that has namespaces and files of its own (`candidate_jail.py`). Only clean ends count: whoever
/// crashes, hangs, needs more than a moment, meets a limit or is denied something is left to be judged
/// alone, so that its evidence is its own.
struct PythonBatch {
    let python: ToolchainRunner
    let references: ReferenceControl
    let optionalChecks: Set<String>
    /// The time limit of one conversation, in seconds.
    private static let seconds = 3.0

    struct Item {
        var task: CodingTask
        var candidate: Candidate
        var scope: CheckScope
    }

    /// One test of an item that can be asked here: one whose answer is a single file.
    private struct Question {
        /// The place of the item in the list.
        var index: Int
        var strategy: PythonFunctionStrategy
        var room: CleanRoom
        var path: String
        var test: PythonFunctionStrategy.OracleTest
        var nonce = UUID().uuidString
        /// The solution's file among those of all.
        var name: String { "\(index)/\(path)" }
    }

    /// Returns the evidence of those that ended cleanly, by their place in the list.
    func run(_ items: [Item]) async throws -> [Int: Evidence] {
        let questions = items.enumerated().flatMap { self.questions($0.offset, $0.element) }
        guard questions.count > 1 else { return [:] }
        let theirs = try Workspace(name: "candidates")
        let ours = try Workspace(name: "checkers")
        let solutions = questions.map { ($0.name, $0.room.delivered[$0.path] ?? "") }
        let plans = questions.map { question in
            PythonFunctionStrategy.Plan(
                folder: "/w/\(question.index)", solution: question.path, nonce: question.nonce, entry: question.test.function.name,
                prelude: question.test.function.prelude,
                test: question.test.source)
        }
        try theirs.write(try FileTree(Dictionary(solutions) { $1 }))
        try ours.write(try FileTree(["plans.json": JSON.line(plans)]))
        async let looking = StaticChecks(runner: python, optional: optionalChecks).looks(
            at: solutions.map(\.0).uniqued(), pristine: FileTree(), .readOnly(host: theirs.path, inside: "/w"))
        let ends = try await converse(theirs, ours, questions.count)
        let looks = try await looking
        let said = OracleResult.lines(ends.checkers.errorText)
        let byItem = Dictionary(grouping: questions, by: \.index)
        return byItem.compactMapValues { own in
            let results = own.compactMap { said[$0.nonce].flatMap(OracleResult.init) }
            guard let first = own.first, results.count == own.count, results.allSatisfy(isClean) else { return nil }
            var evidence = Evidence(first.room)
            evidence.separation = VerdictPolicy.separation(of: first.strategy.task.form, stated: .b)
            evidence.policies.formUnion(["base", "python", "python-server"])
            for (question, result) in zip(own, results) {
                evidence += self.evidence(of: question, result, ends, shared: questions.count, after: evidence.classes)
                // The other tests of a file that does not compile say nothing more.
                if evidence.classes.contains(.compileError) { break }
            }
            evidence += share(of: looks, for: first, among: byItem.count)
            return evidence
        }
    }

    /// The evidence of one test, with its share of the work.
    private func evidence(
        of question: Question, _ result: OracleResult, _ ends: (candidates: SandboxResult, checkers: SandboxResult), shared count: Int,
        after earlier: Set<Verdict>
    ) -> Evidence {
        var evidence = Evidence()
        for end in [ends.candidates, ends.checkers] { evidence.summary.add(end, shared: count) }
        var end = ends.candidates
        (end.signal, end.usage.wallSeconds) = (nil, result.seconds ?? 0)
        evidence += question.strategy.judgement(of: question.test, question.room.delivered).evidence(of: result, end: end, after: earlier)
        return evidence
    }

    /// Returns one solution's share of what the linters said of all.
    private func share(of looks: [StaticChecks.Look], for question: Question, among count: Int) -> Evidence {
        var evidence = Evidence()
        for look in looks {
            let own = look.diagnostics?.filter { $0.path == question.name }.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.path = question.path
                return diagnostic
            }
            // The command served all solutions, so it is not part of the evidence of one.
            let part = StaticChecks.Look(id: look.id, diagnostics: own, failure: look.failure)
            evidence += part.evidence(seconds: look.result.map { $0.usage.wallSeconds / Double(count) }, in: question.room.delivered)
        }
        return evidence
    }

    private func questions(_ index: Int, _ item: Item) -> [Question] {
        guard item.task.form.pythonFunctions.allSatisfy({ !$0.name.contains(where: \.isWhitespace) }) else { return [] }
        let strategy = PythonFunctionStrategy(
            python: python, task: item.task, references: references, isDifferential: false, optionalChecks: optionalChecks)
        let room = CleanRoom(task: item.task, candidate: item.candidate, tests: FileTree())
        guard let path = item.task.brief.singleDeliverable, room.delivered[path] != nil else { return [] }
        return strategy.tests(item.scope).map { Question(index: index, strategy: strategy, room: room, path: path, test: $0) }
    }

    private func converse(
        _ theirs: Workspace, _ ours: Workspace, _ count: Int
    ) async throws -> (candidates: SandboxResult, checkers: SandboxResult) {
        let limits = python.limits.pythonBatch(count: count)
        let interpreter = try python.pythonWords()
        func command(_ driver: [String], _ folder: Workspace, _ policies: [String]) -> SandboxCommand {
            SandboxCommand(
                interpreter + driver, policies: ["base", "python"] + policies,
                mounts: [.readOnly(host: folder.path, inside: "/w"), python.drivers.mount, .readWrite(host: talk, inside: "/talk")]
                    + python.toolchain.mounts, limits: limits)
        }
        let cpu = Int(Self.seconds) + 1
        let talk = try ours.pipes("talk", ["requests", "replies"])
        return try await Processors.shared.withOne { processor in
            let (candidates, checkers) = try await python.sandbox.runJoined(
                command(["/assay/candidate_server.py", "/talk", "\(cpu)", "\(processor)", "\(python.limits.allowed.outputBytes)"], theirs, ["python-server"]),
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
        return [.passed, .failed, .raised, .load].contains(result.status)
    }
}
