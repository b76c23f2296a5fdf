import AssayCore
import AssaySupport
import AssayToolchains

/// Judges functions of any language from outside: a driver in the candidate's jail answers calls with plain data,
/// and what was expected never leaves this process.
///
/// A whole program needs no driver: it is run once for each input.
struct CallsStrategy {
    let context: VerificationContext
    let task: CodingTask
    let functions: [CallFunction]
    let toolchain: ResolvedToolchain
    /// What cases are drawn from; a new one for each verification where it is nil.
    var holdoutSeed: UInt64?

    /// One case with its place in the report.
    struct Question: Sendable {
        var id: String
        var function: Int
        var item: CallCase
        var hidden: Bool
    }

    /// Returns how hard the verdict is to forge.
    func run(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws -> AssuranceTier {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        evidence.add(room)
        guard let path = solution, room.delivered[path] != nil else {
            evidence.addMissingAnswer()
            return .aMinus
        }
        let (questions, seed) = try await questions(scope)
        evidence.holdoutSeed = seed
        var building = try await session(room.tree, path)
        if try await building.build(buildSteps, into: &evidence) {
            let session = building
            async let looked = session.staticChecks(room.delivered)
            var own = Evidence()
            let first = try await ask(questions, session, into: &own)
            record(first, path, into: &own)
            if scope == .full, own.verdict == .passed {
                try await differ(from: first, session, path, into: &own)
            }
            if own.verdict != .passed { try await confirmMachine(questions) }
            evidence.add(own)
            try await evidence.add(looked)
        }
        return seed == nil ? .aMinus : .a
    }

    private var rules: CallRules {
        get throws {
            guard let rules = toolchain.profile.calls else {
                throw HarnessError(.suite, "\(task.id): the profile '\(toolchain.profile.id)' does not say how calls are answered")
            }
            return rules
        }
    }

    private var isProgram: Bool { task.form == .streams }

    private var streams: StreamRules {
        get throws {
            guard let rules = toolchain.profile.streams else {
                throw HarnessError(.suite, "\(task.id): the profile '\(toolchain.profile.id)' does not say how a whole program is run")
            }
            return rules
        }
    }

    private var buildSteps: [ToolchainProfile.Step] { get throws { try isProgram ? streams.build : rules.build } }

    /// The file that holds the functions, or the program.
    private var solution: String? { isProgram ? task.brief.deliverables.first { !$0.hasSuffix("**") } : task.brief.singleDeliverable }

    private func session(_ tree: FileTree, _ path: String) async throws -> ProjectSession {
        if isProgram {
            var session = try await ProjectSession(context, toolchain, tree, pristine: task.brief.start, [], task)
            session.name(program: path)
            return session
        }
        let rules = try rules
        guard let template = context.drivers.text(rules.driver),
            let driver = try rules.text(template, functions, solution: path)
        else {
            throw HarnessError(.suite, "\(task.id): \(toolchain.profile.id) cannot carry the types of its calls")
        }
        var files = tree
        try files.set(rules.file, driver)
        return try await ProjectSession(context, toolchain, files, pristine: task.brief.start, [], task)
    }

    // MARK: Asking

    /// What became of each question, in their order; nil for those that were never answered.
    private struct Answers {
        var questions: [Question]
        var replies: [CallWire.Reply?]
        var conversation: CallWire.Conversation
        var command: SandboxCommand
        /// How the process ended that was asked; the first unanswered question is the one it ended at.
        var end: SandboxResult

        func isRight(_ index: Int) -> Bool {
            guard let reply = replies[index] else { return false }
            return questions[index].item.accepts(reply)
        }
    }

    /// Runs a program once for each question, until one run ends for a reason of the sandbox.
    private func run(
        _ questions: [Question], _ session: ProjectSession, environment: [String: String], into evidence: inout Evidence
    ) async throws -> Answers {
        var conversation = CallWire.Conversation()
        var last: (command: SandboxCommand, result: SandboxResult)?
        for question in questions {
            guard case .string(let input)? = question.item.arguments.first else { break }
            let run = try await session.run(program: streams.run, input: input, environment: environment)
            last = run
            evidence.add(run.result, of: run.command, what: "the program", ignoring: Set(toolchain.profile.benign ?? []))
            guard let reply = StreamRules.reply(run.result) else { break }
            conversation.replies.append(reply)
        }
        guard let last else { throw HarnessError(.suite, "\(task.id): has no case") }
        let replies = questions.indices.map { $0 < conversation.replies.count ? conversation.replies[$0] : nil }
        return Answers(questions: questions, replies: replies, conversation: conversation, command: last.command, end: last.result)
    }

    private func ask(
        _ questions: [Question], _ session: ProjectSession, environment: [String: String] = [:], into evidence: inout Evidence
    ) async throws -> Answers {
        if isProgram { return try await run(questions, session, environment: environment, into: &evidence) }
        var ids: Set<UInt64> = []
        let requests = questions.map { question in
            var id = UInt64.random(in: 1 << 40..<1 << 48)
            while !ids.insert(id).inserted { id = UInt64.random(in: 1 << 40..<1 << 48) }
            return CallWire.Request(id: id, function: question.function, arguments: question.item.arguments)
        }
        let (command, end) = try await session.answer(rules.run, CallWire.text(requests), environment: environment)
        evidence.add(end, of: command, what: "the solution", ignoring: Set(toolchain.profile.benign ?? []))
        let conversation = CallWire.read(end.stdout, to: requests, functions)
        let replies = questions.indices.map { $0 < conversation.replies.count ? conversation.replies[$0] : nil }
        return Answers(questions: questions, replies: replies, conversation: conversation, command: command, end: end)
    }

    // MARK: Judging

    private func record(_ answers: Answers, _ path: String, into evidence: inout Evidence) {
        evidence.from(answers.command) { evidence in
            if let forgery = answers.conversation.forgery {
                evidence.classes.insert(.tamperingSuspected)
                evidence.findings.append(
                    Finding(kind: .integrity, rule: "forged-reply", message: "answered outside the protocol: \(forgery)", path: path))
            } else if let error = answers.conversation.loadError {
                evidence.classes.insert(.failed)
                evidence.findings.append(Finding(kind: .test, rule: "load", message: "cannot be loaded: \(error)", path: path))
            }
            for (index, question) in answers.questions.enumerated() {
                let right = answers.isRight(index)
                var status = right ? CheckStatus.passed : .failed
                if !right { status = add(index, answers, path, into: &evidence) }
                evidence.checks.append(
                    CheckResult(id: question.id, kind: .oracle, status: status, tag: question.item.tag, hidden: question.hidden))
            }
        }
    }

    /// Adds what one wrong answer tells, and says what its check is.
    private func add(_ index: Int, _ answers: Answers, _ path: String, into evidence: inout Evidence) -> CheckStatus {
        let question = answers.questions[index]
        let arguments = question.item.arguments.map(\.description).joined(separator: ", ")
        let call = isProgram ? "the program for the input \(arguments)" : "\(functions[question.function].name)(\(arguments))"
        let expected = question.item.returns?.description ?? "an error"
        func add(_ kind: FindingKind, _ rule: String, _ message: String, actual: String? = nil) {
            evidence.findings.append(
                Finding(
                    kind: kind, rule: rule, message: message, path: path, test: question.id, tag: question.item.tag, hidden: question.hidden,
                    expected: expected, actual: actual, signal: answers.end.signal))
        }
        switch answers.replies[index] {
        case .returned(let value):
            evidence.classes.insert(.failed)
            add(.test, "assertion", "wrong \(isProgram ? "output" : "value") of \(call)", actual: value.description)
        case .raised(let text):
            evidence.classes.insert(.failed)
            add(.test, "exception", "raised \(text.isEmpty ? "an error" : text) in \(call)")
        case .wrongType(let text):
            evidence.classes.insert(.failed)
            add(.test, "type", "returned \(text) from \(call)")
        case .missing:
            evidence.classes.insert(.interfaceViolation)
            add(.compile, "missing-symbol", "does not define a function named '\(functions[question.function].name)'")
        case nil:
            // The first without an answer is where it ended; the rest was never asked.
            guard index == answers.conversation.replies.count, answers.conversation.loadError == nil else { return .notRun }
            if !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit]) { return .timeout }
            guard answers.conversation.forgery == nil else { return .crashed }
            evidence.classes.insert(.crashed)
            add(.test, "crashed", "ended before it answered \(call): \(answers.end.words)")
            return .crashed
        }
        return .failed
    }

    /// Asks once more in another order and surroundings: who answers by what came before is found out.
    private func differ(from first: Answers, _ session: ProjectSession, _ path: String, into evidence: inout Evidence) async throws {
        let order = Array(first.questions.indices.reversed())
        let second = try await ask(
            order.map { first.questions[$0] }, session, environment: DifferentialRun.surroundings(), into: &evidence)
        let changed = order.indices.filter { !second.isRight($0) }
        guard !changed.isEmpty else { return }
        var unused = Evidence()
        let third = try await ask(first.questions, session, into: &unused)
        let isStable = first.questions.indices.allSatisfy { third.isRight($0) }
        let names = changed.prefix(5).map { second.questions[$0].id }.joined(separator: ", ")
        evidence.add(
            DifferentialRun.difference(in: names, isStable: isStable, path: path), isStable: isStable,
            of: Set(changed.map { second.questions[$0].id }))
    }

    /// Tells a bad candidate from a bad machine: the reference must pass the same questions here and now.
    private func confirmMachine(_ questions: [Question]) async throws {
        guard let reference = task.reference, let path = solution else { return }
        try await context.references.confirm(task, passes: questions.map(\.id).joined(separator: " ")) {
            var evidence = Evidence()
            var session = try await session(task.brief.start.overlaid(with: reference), path)
            guard try await session.build(buildSteps, into: &evidence) else { return "does not build" }
            let answers = try await ask(questions, session, into: &evidence)
            record(answers, path, into: &evidence)
            return evidence.verdict == .passed ? nil : evidence.ranked.first?.message ?? evidence.verdict.rawValue
        }
    }

    // MARK: Questions

    private func questions(_ scope: CheckScope) async throws -> (questions: [Question], seed: UInt64?) {
        var questions = try named(task.brief.cases, "example", hidden: false)
        guard scope == .full else { return (questions, nil) }
        questions += try named(task.hidden.cases, "case", hidden: true)
        guard let generator = task.hidden.generator else { return (questions, nil) }
        let seed = holdoutSeed ?? UInt64.random(in: 0...UInt64(Int64.max))
        questions += try named(try await GeneratedTests(context: context, task: task).cases(generator, seed: seed), "holdout", hidden: true)
        return (questions, seed)
    }

    private func named(_ cases: [CallCase], _ name: String, hidden: Bool) throws(HarnessError) -> [Question] {
        var questions: [Question] = []
        for (index, item) in cases.enumerated() {
            let id = "\(item.tag.map { "\($0.rawValue)/" } ?? "")\(name)-\(index + 1)"
            do {
                let (place, fitting) = try item.fitted(to: functions)
                questions.append(Question(id: id, function: place, item: fitting, hidden: hidden))
            } catch {
                throw HarnessError(.suite, "\(task.id), \(id): \(error.message)")
            }
        }
        return questions
    }
}

extension CallCase {
    func accepts(_ reply: CallWire.Reply) -> Bool {
        switch (reply, returns) {
        case (.returned(.string(let written)), .some(.string(let expected))) where isOfProgram:
            StreamRules.isSame(written, expected, tolerance: tolerance)
        case (.returned(let value), .some(let expected)): value.matches(expected, tolerance: tolerance ?? 0)
        case (.raised, nil): true
        default: false
        }
    }
}

extension SandboxResult {
    /// How a command ended, in words.
    var words: String {
        if let signal { return "signal \(signal)" }
        if let exitCode { return "exit with status \(exitCode)" }
        return outcome.rawValue
    }
}
