import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Judges the functions of one Python file from another process, which holds the cases and compares.
struct PythonFunctionStrategy: VerificationStrategy {
    let python: ToolchainRunner
    let task: CodingTask
    let references: ReferenceControl
    /// Whether what passed is asked a second time, in another order and surroundings.
    let isDifferential: Bool
    let optionalChecks: Set<String>

    /// One test of a function, as the source of a function `check(candidate)`.
    struct OracleTest {
        var name: String
        var function: PythonFunction
        var source: String
        var isHidden: Bool
    }

    /// The instructions for the checker's process.
    struct Plan: Encodable {
        /// The folder of the solution in a jail with several candidates; empty when it is judged alone.
        var folder = ""
        var solution: String
        var nonce: String
        var entry: String
        var prelude: String
        var test: String
        /// Whether assertions side by side are made in the reverse order.
        var lastFirst = false
    }

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        if let evidence = try await evidenceTogether(for: candidate, scope) { return evidence }
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        var evidence = Evidence(room)
        evidence.separation = VerdictPolicy.separation(of: task.form, stated: .b)
        guard let path = task.brief.singleDeliverable, room.delivered[path] != nil else {
            evidence += .missingAnswer
            return evidence
        }
        for test in tests(scope) {
            evidence += try await judge(test, room.delivered, after: evidence.classes)
            if evidence.classes.contains(.compileError) { break }
        }
        if scope == .full, isDifferential, evidence.verdict == .passed {
            for test in tests(scope) { evidence.apply(try await runDifferentially(test, room.delivered)) }
        }
        let folder = try Workspace(name: "lint")
        try folder.write(room.delivered)
        evidence += try await StaticChecks(runner: python, optional: optionalChecks).evidence(
            on: room.delivered, of: room.delivered, pristine: FileTree(), at: .readOnly(host: folder.path, inside: "/w"))
        return evidence
    }

    /// The evidence where several tests can be run in one conversation of two processes; nil where each needs its own.
    private func evidenceTogether(for candidate: Candidate, _ scope: CheckScope) async throws -> Evidence? {
        let tests = tests(scope)
        guard tests.count > 1, scope == .visible || !isDifferential, try await python.sandbox.keepsPlaces else { return nil }
        let batch = PythonBatch(python: python, references: references, optionalChecks: optionalChecks)
        guard let evidence = try await batch.run([.init(task: task, candidate: candidate, scope: scope)])[0] else { return nil }
        let failed = Set(evidence.checks.filter { $0.status == .failed }.map(\.id))
        for test in tests where test.isHidden && failed.contains(test.name) { if try await referenceFails(test) { return nil } }
        return evidence
    }

    /// The tests that a scope runs: of each function the examples of the statement, or the hidden oracle.
    ///
    /// A benchmark's own test decides its verdict: some docstrings contradict it.
    func tests(_ scope: CheckScope) -> [OracleTest] {
        let functions = task.form.pythonFunctions
        if case .pythonModule = task.form {
            return functions.compactMap { function in
                let examples = task.brief.examples.filter { $0.calls(function.name) }
                return test(of: function, scope, examples, task.hidden.oracles[function.name], name: { "\($0)/\(function.name)" })
            }
        }
        return functions.compactMap { test(of: $0, scope, task.brief.examples, task.hidden.oracle, name: { $0 }) }
    }

    private func test(
        of function: PythonFunction, _ scope: CheckScope, _ examples: [Example], _ oracle: String?, name: (String) -> String
    ) -> OracleTest? {
        if scope == .full, let oracle { return OracleTest(name: name("check"), function: function, source: oracle, isHidden: true) }
        guard !examples.isEmpty else { return nil }
        let lines = examples.map { "    assert \($0.call) == \($0.expected)" }
        return OracleTest(
            name: name("examples"), function: function, source: "def check(candidate):\n" + lines.joined(separator: "\n"), isHidden: false)
    }

    /// Returns what a call of one of the task's functions returns, as source text; nil when it raised or never returned.
    func value(of call: String, _ candidate: Candidate) async throws -> String? {
        let names = task.brief.interface.map(\.symbol)
        guard let name = names.first(where: { call.hasPrefix($0 + "(") }) ?? names.first else { return nil }
        // An assertion that always fails carries the value out as its left side.
        let test = OracleTest(
            name: name, function: PythonFunction(name: name, prelude: ""), source: "def check(candidate):\n    assert \(call) is ...", isHidden: false)
        let result = try await ask(test, candidate.files).result
        return result.status == .failed ? result.actual : nil
    }

    private func judge(_ test: OracleTest, _ files: FileTree, after earlier: Set<Verdict>) async throws -> Evidence {
        let exchange = try await decided(by: try await ask(test, files), test)
        var evidence = Evidence(exchange.candidateEnd, of: exchange.candidate, subject: "the solution")
        evidence.summary.add(exchange.checkerEnd)
        let classes = earlier.union(evidence.classes)
        evidence += judgement(of: test, files).evidence(of: exchange.result, end: exchange.candidateEnd, after: classes)
            .attributed(to: exchange.candidate)
        return evidence
    }

    /// Lets the reference, where there is one, decide what a result across the membrane or with changed arguments says.
    private func decided(by first: Exchange, _ test: OracleTest) async throws -> Exchange {
        var exchange = first
        if test.isHidden, !exchange.isAcross, exchange.isFailure, try await referenceFails(test) { exchange.result.rejectTest() }
        let isChange = exchange.result.status == .passedByChanges
        let isDoubtful = exchange.isAcross && [.failed, .raised].contains(exchange.result.status)
        let isSilent = exchange.result.status == .silent
        guard isChange || isDoubtful || isSilent, let reference = task.reference else { return exchange }
        let right = try await ask(test, reference).result.status
        if isSilent, right != .silent { exchange.result.blameCandidate() }
        if isChange, right == .passed { exchange.result.rejectChanges() }
        if isDoubtful, right != .passed, right != .passedByChanges { exchange.result.rejectTest() }
        return exchange
    }

    /// Whether the task's reference fails one of its hidden tests.
    func referenceFailsOracle() async throws -> Bool {
        for test in tests(.full) where test.isHidden { if try await referenceFails(test) { return true } }
        return false
    }

    /// Whether the task's reference fails a hidden test too, each time in the same way: a test that it fails by chance
    /// excuses nobody.
    private func referenceFails(_ test: OracleTest) async throws -> Bool {
        guard let reference = task.reference else { return false }
        if let known = references.fails(test.name, of: task) { return known }
        let first = try await ask(test, reference)
        var fails = false
        if first.isFailure, !first.isAcross {
            let second = try await ask(test, reference)
            fails = second.isFailure && second.result.isSame(as: first.result)
        }
        references.keep(fails: fails, test.name, of: task)
        return fails
    }

    /// Reads results of a test on a candidate's files.
    func judgement(of test: OracleTest, _ files: FileTree) -> OracleJudgement {
        OracleJudgement(task: task, test: test, files: files)
    }

    /// Asks once more, the last question first and each of a process that was asked nothing before.
    private func runDifferentially(_ test: OracleTest, _ files: FileTree) async throws -> EvidenceCorrection {
        let second = try await ask(test, files, isolatingCalls: true)
        var correction = EvidenceCorrection()
        correction.added.summary.add(second.candidateEnd)
        // Calls that cannot be isolated prove nothing.
        guard ![.passed, .passedByChanges, .unjudgeable].contains(second.result.status) else { return correction }
        // A call that is too slow without a cache is neither an answer nor evidence of cheating.
        let third = try await ask(test, files)
        let isStable = [.passed, .passedByChanges].contains(third.result.status) && second.candidateEnd.limitHit == nil
        let difference = DifferentialRun.correction(of: [test.name], isStable: isStable, path: task.brief.singleDeliverable)
        correction.added += difference.added
        correction.statuses = difference.statuses
        return correction
    }

    /// One conversation between the checker and the candidate.
    private struct Exchange {
        var result: OracleResult
        var candidate: SandboxCommand
        var candidateEnd: SandboxResult
        var checkerEnd: SandboxResult
        /// Whether values were passed through the membrane.
        var isAcross: Bool
        /// Whether the test came to its end and says that an answer is wrong.
        var isFailure: Bool {
            [.failed, .raised].contains(result.status) && [candidateEnd, checkerEnd].allSatisfy { $0.limitHit == nil && $0.violations.isEmpty }
        }
    }

    /// How values are passed between the checker and the candidate.
    private enum Route {
        /// Plain data; with `isolated`, a new process answers each call.
        case plain(isolated: Bool)
        /// Data, and object handles that the membrane resolves.
        case membrane

        func candidate(_ solution: String, _ entry: String, on processor: Int) -> [String] {
            switch self {
            case .plain(let isolated):
                ["/assay/candidate_driver.py", "/w/" + solution, entry, "\(processor)", isolated ? "apart" : "together"]
            case .membrane: ["/assay/membrane_candidate.py", "\(processor)"]
            }
        }

        func checker(on processor: Int) -> [String] {
            switch self {
            case .plain: ["/assay/checker_driver.py", "\(processor)"]
            case .membrane: ["/assay/membrane_check.py", "\(processor)"]
            }
        }
    }

    /// Runs one test, across the membrane if plain data does not carry its values; `isolatingCalls` is for a second run.
    private func ask(_ test: OracleTest, _ files: FileTree, isolatingCalls: Bool = false) async throws -> Exchange {
        let plain = try await ask(test, files, isSecond: isolatingCalls, by: .plain(isolated: isolatingCalls))
        return plain.result.status == .rich ? try await ask(test, files, isSecond: isolatingCalls, by: .membrane) : plain
    }

    private func ask(_ test: OracleTest, _ files: FileTree, isSecond: Bool, by route: Route) async throws -> Exchange {
        let theirs = try Workspace(name: "candidate")
        let ours = try Workspace(name: "checker")
        let solution = task.brief.singleDeliverable ?? "solution.py"
        var files = files
        // Across the membrane it is imported by this name.
        if case .membrane = route { try files.set("solution.py", files[solution] ?? "") }
        try theirs.write(files)
        let nonce = UUID().uuidString
        let function = test.function
        let plan = Plan(solution: "", nonce: nonce, entry: function.name, prelude: function.prelude, test: test.source, lastFirst: isSecond)
        try ours.write(try FileTree(["plan.json": JSON.line(plan)]))
        let limits = python.limits.pythonFunction(repeated: isSecond)
        let patient = python.limits.checker(beside: limits)
        let surroundings = isSecond ? DifferentialRun.surroundings() : [:]
        let interpreter = try python.pythonWords()
        func command(_ driver: [String], _ folder: Workspace, _ limits: SandboxLimits) -> SandboxCommand {
            SandboxCommand(
                interpreter + driver, policies: ["base", "python"],
                mounts: [.readOnly(host: folder.path, inside: "/w"), python.drivers.mount] + python.toolchain.mounts, environment: surroundings,
                limits: limits)
        }
        let (candidate, (theirEnd, ourEnd)) = try await Processors.shared.withOne { processor in
            let candidate = command(route.candidate(solution, function.name, on: processor), theirs, limits)
            let checker = command(route.checker(on: processor), ours, patient)
            return (candidate, try await python.sandbox.runJoined(candidate, checker))
        }
        let result = OracleResult.lines(ourEnd.errorText)[nonce].flatMap(OracleResult.init) ?? .silent
        var isAcross = false
        if case .membrane = route { isAcross = true }
        return Exchange(result: result, candidate: candidate, candidateEnd: theirEnd, checkerEnd: ourEnd, isAcross: isAcross)
    }
}

extension ToolchainRunner {
    /// The words that begin a command of Python without the site's and the user's own modules.
    func pythonWords() throws(HarnessError) -> [String] { [try toolchain.path(of: "python"), "-I", "-S", "-B"] }
}
