import AssayCore
import AssaySupport
import AssayToolchains

/// Judges functions of any language from outside: a driver in the candidate's jail answers calls with plain data.
///
/// What was expected never leaves this process. A whole program needs no driver: it is run once for each input.
struct CallsStrategy: VerificationStrategy {
    let builds: BuildEnvironment
    let task: CodingTask
    let functions: [CallFunction]
    /// The generator of test cases; nil when none are generated.
    let generated: GeneratedTests?
    let references: ReferenceControl

    var isProgram: Bool { task.form == .streams }
    var profile: ToolchainProfile { builds.runner.profile }

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        var evidence = Evidence(room)
        evidence.separation = VerdictPolicy.separation(of: task.form, stated: .b)
        guard let path = solution, room.delivered[path] != nil else {
            evidence += .missingAnswer
            return evidence
        }
        let questions = try await questions(scope)
        evidence.holdoutSeed = generated?.seed
        var building = try await session(room.tree, path)
        let build = try await building.build(buildSteps)
        evidence += build.evidence
        guard build.compiles else { return evidence }
        let session = building
        async let looked = session.staticChecks(room.delivered)
        let first = try await ask(questions, session)
        var own = first.evidence
        own += judgement(of: first, path).evidence()
        if scope == .full, own.verdict == .passed {
            own.apply(try await runDifferentially(first, session, path))
        }
        if own.verdict != .passed { try await confirmReference(questions) }
        evidence += own
        try await evidence += looked
        return evidence
    }

    /// The file that holds the functions, or the program.
    private var solution: String? { isProgram ? task.brief.deliverables.first { !$0.hasSuffix("**") } : task.brief.singleDeliverable }

    private var rules: CallRules {
        get throws {
            guard let rules = profile.calls else {
                throw HarnessError(.suite, "\(task.id): the profile '\(profile.id)' does not say how calls are answered")
            }
            return rules
        }
    }

    private var streams: StreamRules {
        get throws {
            guard let rules = profile.streams else {
                throw HarnessError(.suite, "\(task.id): the profile '\(profile.id)' does not say how a whole program is run")
            }
            return rules
        }
    }

    private var buildSteps: [ToolchainProfile.Step] { get throws { try isProgram ? streams.build : rules.build } }

    /// Writes a tree with the driver that answers calls of its functions.
    private func session(_ tree: FileTree, _ path: String) async throws -> ProjectSession {
        if isProgram {
            let source = ProjectSource(tree: tree, pristine: task.brief.start, suites: [])
            var session = try await ProjectSession(source, of: task, by: builds)
            session.name(program: path)
            return session
        }
        let rules = try rules
        guard let template = builds.runner.drivers.text(rules.driver),
            let driver = try rules.text(template, functions, solution: path)
        else {
            throw HarnessError(.suite, "\(task.id): \(profile.id) cannot carry the types of its calls")
        }
        var files = tree
        try files.set(rules.file, driver)
        return try await ProjectSession(ProjectSource(tree: files, pristine: task.brief.start, suites: []), of: task, by: builds)
    }

    private func judgement(of answers: CallAnswers, _ path: String) -> CallJudgement {
        CallJudgement(answers: answers, functions: functions, isProgram: isProgram, path: path)
    }

    // MARK: Asking

    private func ask(_ questions: [CallQuestion], _ session: ProjectSession, environment: [String: String] = [:]) async throws -> CallAnswers {
        if isProgram { return try await runProgram(questions, session, environment: environment) }
        var ids: Set<UInt64> = []
        let requests = questions.map { question in
            var id = UInt64.random(in: 1 << 40..<1 << 48)
            while !ids.insert(id).inserted { id = UInt64.random(in: 1 << 40..<1 << 48) }
            return CallWire.Request(id: id, function: question.function, arguments: question.item.arguments)
        }
        let (command, end) = try await session.answer(rules.run, CallWire.text(requests), environment: environment)
        return CallAnswers(
            questions: questions, conversation: CallWire.read(end.stdout, to: requests, functions), command: command, end: end,
            evidence: Evidence(end, of: command, subject: "the solution", ignoring: builds.runner.benign))
    }

    /// Runs a program once for each question, until one run ends for a reason of the sandbox.
    private func runProgram(
        _ questions: [CallQuestion], _ session: ProjectSession, environment: [String: String]
    ) async throws -> CallAnswers {
        var conversation = CallWire.Conversation()
        var evidence = Evidence()
        var last: (command: SandboxCommand, result: SandboxResult)?
        for question in questions {
            guard case .string(let input)? = question.item.arguments.first else { break }
            let run = try await session.run(program: streams.run, input: input, environment: environment)
            last = run
            evidence += Evidence(run.result, of: run.command, subject: "the program", ignoring: builds.runner.benign)
            guard let reply = StreamRules.reply(run.result) else { break }
            conversation.replies.append(reply)
        }
        guard let last else { throw HarnessError(.suite, "\(task.id): has no case") }
        return CallAnswers(questions: questions, conversation: conversation, command: last.command, end: last.result, evidence: evidence)
    }

    /// Asks once more in another order and surroundings: who answers by what came before is found out.
    private func runDifferentially(_ first: CallAnswers, _ session: ProjectSession, _ path: String) async throws -> EvidenceCorrection {
        let second = try await ask(first.questions.reversed(), session, environment: DifferentialRun.surroundings())
        var correction = EvidenceCorrection(added: second.evidence)
        let changed = second.questions.indices.filter { !second.isRight($0) }
        guard !changed.isEmpty else { return correction }
        let third = try await ask(first.questions, session)
        let isStable = first.questions.indices.allSatisfy { third.isRight($0) }
        let difference = DifferentialRun.correction(of: changed.map { second.questions[$0].id }, isStable: isStable, path: path)
        correction.added += difference.added
        correction.statuses = difference.statuses
        return correction
    }

    /// Throws unless the reference passes the same calls on this machine, so that the machine's faults are not the candidate's.
    private func confirmReference(_ questions: [CallQuestion]) async throws {
        guard let reference = task.reference, let path = solution else { return }
        try await references.confirm(task, passes: questions.map(\.id).joined(separator: " ")) {
            var session = try await session(task.brief.start.overlaid(with: reference), path)
            let build = try await session.build(buildSteps)
            guard build.compiles else { return "does not build" }
            let answers = try await ask(questions, session)
            var evidence = build.evidence
            evidence += answers.evidence
            evidence += judgement(of: answers, path).evidence()
            return evidence.verdict == .passed ? nil : evidence.ranked.first?.message ?? evidence.verdict.rawValue
        }
    }

    // MARK: Questions

    private func questions(_ scope: CheckScope) async throws -> [CallQuestion] {
        var questions = try named(task.brief.cases, "example", hidden: false)
        guard scope == .full else { return questions }
        questions += try named(task.hidden.cases, "case", hidden: true)
        if let generated { questions += try named(try await generated.cases(), "holdout", hidden: true) }
        return questions
    }

    private func named(_ cases: [CallCase], _ name: String, hidden: Bool) throws(HarnessError) -> [CallQuestion] {
        var questions: [CallQuestion] = []
        for (index, item) in cases.enumerated() {
            let id = "\(item.tag.map { "\($0.rawValue)/" } ?? "")\(name)-\(index + 1)"
            do {
                let (place, fitting) = try item.fitted(to: functions)
                questions.append(CallQuestion(id: id, function: place, item: fitting, hidden: hidden))
            } catch {
                throw HarnessError(.suite, "\(task.id), \(id): \(error.message)")
            }
        }
        return questions
    }
}
