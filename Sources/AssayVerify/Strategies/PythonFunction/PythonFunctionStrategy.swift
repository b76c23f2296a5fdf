import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Judges a Python function from another process that holds the cases and the comparison.
struct PythonFunctionStrategy {
    let context: VerificationContext
    let task: CodingTask
    let entryPoint: String
    /// Trusted definitions that the test may use, from the task's own prompt.
    let prelude: String

    /// What the checker's process is told.
    struct Plan: Encodable {
        var solution: String
        var nonce: String
        var entry: String
        var prelude: String
        var test: String
        /// Whether assertions side by side are made in the reverse order.
        var lastFirst = false
    }

    func run(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        evidence.add(room)
        guard let path = task.brief.singleDeliverable, room.delivered[path] != nil else {
            evidence.addMissingAnswer()
            return
        }
        for (name, test, hidden) in tests(scope) {
            try await judge(name, test, hidden: hidden, room.delivered, into: &evidence)
            if evidence.classes.contains(.compileError) { break }
        }
        if scope == .full, context.isDifferential, evidence.verdict == .passed {
            for (name, test, _) in tests(scope) { try await differ(name, test, room.delivered, into: &evidence) }
        }
        let folder = try Workspace(name: "lint")
        try folder.write(room.delivered)
        let looked = try await StaticChecks(context: context, toolchain: context.toolchain(.python)).run(
            room.delivered, of: room.delivered, pristine: FileTree(), at: .readOnly(host: folder.path, inside: "/w"))
        evidence.add(looked)
    }

    func tests(_ scope: CheckScope) -> [(String, String, Bool)] {
        var tests: [(String, String, Bool)] = []
        // A benchmark's own test decides its verdict: some docstrings contradict it.
        let decided = scope == .full && task.hidden.oracle != nil
        if !task.brief.examples.isEmpty && !decided {
            let lines = task.brief.examples.map { "    assert \($0.call) == \($0.expected)" }
            tests.append(("examples", "def check(candidate):\n" + lines.joined(separator: "\n"), false))
        }
        if scope == .full, let oracle = task.hidden.oracle { tests.append(("check", oracle, true)) }
        return tests
    }

    /// Returns what one call returns, as source text; nil when it raised or never returned.
    func value(of call: String, _ candidate: Candidate) async throws -> String? {
        // An assertion that always fails carries the value out as its left side.
        let test = "def check(candidate):\n    assert \(call) is ..."
        let result = try await ask(test, candidate.files).result
        return result.status == "failed" ? result.actual : nil
    }

    private func judge(
        _ name: String, _ test: String, hidden: Bool, _ files: FileTree,
        into evidence: inout Evidence
    ) async throws {
        let exchange = try await ask(test, files)
        evidence.add(exchange.candidateEnd, of: exchange.candidate, what: "the solution")
        evidence.summary.add(exchange.checkerEnd)
        let (result, end) = (exchange.result, exchange.candidateEnd)
        try evidence.from(exchange.candidate) { try record(result, name, hidden, end, files, into: &$0) }
    }

    /// Asks once more, the last question first and each of a process that was asked nothing before.
    private func differ(_ name: String, _ test: String, _ files: FileTree, into evidence: inout Evidence) async throws {
        let second = try await ask(test, files, apart: true)
        evidence.summary.add(second.candidateEnd)
        guard second.result.status != "passed" else { return }
        // Too slow when nothing is remembered is no answer, and no lie.
        let third = try await ask(test, files)
        let isStable = third.result.status == "passed" && second.candidateEnd.limitHit == nil
        evidence.add(
            DifferentialRun.difference(in: name, isStable: isStable, path: task.brief.singleDeliverable), isStable: isStable, of: [name])
    }

    /// One conversation between the checker and the candidate.
    private struct Exchange {
        var result: OracleResult
        var candidate: SandboxCommand
        var candidateEnd: SandboxResult
        var checkerEnd: SandboxResult
    }

    private func ask(_ test: String, _ files: FileTree, apart: Bool = false) async throws -> Exchange {
        let python = try context.toolchain(.python)
        let theirs = try Workspace(name: "candidate")
        let ours = try Workspace(name: "checker")
        try theirs.write(files)
        let nonce = UUID().uuidString
        let plan = Plan(solution: "", nonce: nonce, entry: entryPoint, prelude: prelude, test: test, lastFirst: apart)
        try ours.write(try FileTree(["plan.json": JSON.line(plan)]))
        let solution = "/w/" + (task.brief.singleDeliverable ?? "solution.py")
        let limits = context.limitPolicy.pythonFunction(repeated: apart)
        let patient = context.limitPolicy.checker(beside: limits)
        let interpreter = [try python.path(of: "python"), "-I", "-S", "-B"]
        let surroundings = apart ? DifferentialRun.surroundings() : [:]
        func command(_ driver: [String], _ folder: Workspace, _ limits: SandboxLimits) -> SandboxCommand {
            SandboxCommand(
                interpreter + driver, policies: ["base", "python"],
                mounts: [.readOnly(host: folder.path, inside: "/w"), context.drivers.mount] + python.mounts, environment: surroundings,
                limits: limits)
        }
        let (candidate, (theirEnd, ourEnd)) = try await Processors.shared.withOne { processor in
            let candidate = command(["/assay/candidate_driver.py", solution, entryPoint, "\(processor)", apart ? "apart" : "together"], theirs, limits)
            let checker = command(["/assay/checker_driver.py", "\(processor)"], ours, patient)
            return (candidate, try await context.sandbox.runJoined(candidate, checker))
        }
        guard let result = OracleResult.lines(ourEnd.errorText)[nonce].flatMap(OracleResult.init) else {
            throw HarnessError(
                .integrity,
                "the checker of \(task.id) gave no result (\(ourEnd.outcome.rawValue)); the suite's test may be broken"
            )
        }
        return Exchange(
            result: result, candidate: candidate, candidateEnd: theirEnd, checkerEnd: ourEnd)
    }

    func record(
        _ result: OracleResult, _ name: String, _ hidden: Bool, _ end: SandboxResult,
        _ files: FileTree, into evidence: inout Evidence
    ) throws(HarnessError) {
        let path = task.brief.singleDeliverable
        var status = CheckStatus.failed
        func add(_ kind: FindingKind, _ rule: String, _ message: String, line: Int? = nil) {
            evidence.findings.append(
                Finding(
                    kind: kind, rule: rule, message: message, path: path, line: line,
                    excerpt: excerpt(files, path, line), test: name, hidden: hidden,
                    expected: result.expected, actual: result.actual, signal: end.signal))
        }
        let call = result.call.map { " in \($0)" } ?? ""
        switch result.status {
        case "passed":
            status = .passed
        case "failed":
            evidence.classes.insert(.failed)
            add(.test, "assertion", "wrong value\(call): \(result.source ?? "check failed")")
        case "raised":
            evidence.classes.insert(.failed)
            let error = result.error
            add(
                .test, error?.name ?? "exception",
                "raised \(error?.name ?? "an exception"): \(error?.text ?? "")\(call)", line: error?.line)
        case "load":
            status = .failed
            switch result.load {
            case "syntax":
                evidence.classes.insert(.compileError)
                add(
                    .compile, "syntax", "does not compile: \(result.error?.text ?? "")",
                    line: result.error?.line)
            case "missing":
                evidence.classes.insert(.interfaceViolation)
                add(.compile, "missing-symbol", "does not define a function named '\(entryPoint)'")
            default:
                evidence.classes.insert(.failed)
                add(
                    .test, result.error?.name ?? "exception",
                    "raised \(result.error?.name ?? "an exception") while loading: \(result.error?.text ?? "")",
                    line: result.error?.line)
            }
        case "forged":
            evidence.classes.insert(.tamperingSuspected)
            add(.integrity, "forged-reply", "answered outside the protocol: \(result.text ?? "")")
        case "gone":
            let limited = !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit])
            status = limited ? .timeout : .crashed
            if !limited {
                evidence.classes.insert(.crashed)
                add(.test, "crashed", "ended before it answered\(call): \(end.words)")
            }
        case "vacuous":
            evidence.classes.insert(.incomplete)
            add(.test, "vacuous", "no assertion ran")
        default:
            throw HarnessError(
                .suite, "the test of \(task.id) is broken: \(result.text ?? result.status)")
        }
        evidence.checks.append(
            CheckResult(
                id: name, kind: .oracle, status: status, hidden: hidden,
                seconds: end.usage.wallSeconds))
    }
}

/// The one line that the checker writes.
struct OracleResult: Decodable {
    struct Raised: Decodable {
        var name: String?
        var names: [String]?
        var text: String?
        var line: Int?
    }
    var status: String
    var load: String?
    var error: Raised?
    var text: String?
    var source: String?
    var actual: String?
    var expected: String?
    var call: String?
    var seconds: Double?

    /// The lines that the checker wrote, by the nonce that each begins with; the first of a nonce counts.
    static func lines(_ output: String) -> [String: Substring] {
        output.lines.reduce(into: [:]) { lines, line in
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, lines[String(parts[0])] == nil { lines[String(parts[0])] = parts[1] }
        }
    }

    init?(_ line: Substring) {
        guard var result = try? JSON.decode(Self.self, String(line)) else { return nil }
        if let error = result.error, error.name == nil {
            result.error?.name = error.names?.first
        }
        self = result
    }
}
