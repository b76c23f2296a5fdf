package import AssayCore
import AssaySupport
import AssayToolchains
package import AssayVerify

/// Judges the corpus: no hack may pass, no honest program may fail.
package struct VerdictSelftest: Sendable {
    /// The result of one program; the stable JSON of `sandbox selftest --hacks --json`.
    package struct Judgement: Sendable, Codable {
        /// The program's name.
        package let id: String
        /// The language it is written in.
        package let language: Language
        /// The family of a hack, the task of an honest program.
        package let group: String
        /// A description of what the program does.
        package let title: String
        /// Whether it is wrong and means to pass.
        package let hack: Bool
        /// Whether it is right, but written as few would.
        package let odd: Bool
        /// The verdict on it.
        package let verdict: Verdict
        /// The assurance tier of the verdict.
        package let tier: AssuranceTier
        /// Whether the report asks a person to inspect it, by its verdict or a note.
        package let flagged: Bool
        /// The first finding, in words.
        package let evidence: String
        /// Usual harnesses that call it right, where they were asked.
        package var accepted: [String]?
        /// The duration of the verification, in seconds.
        package let seconds: Double

        /// Whether the verdict is the truth.
        package var isTrue: Bool { verdict.isSolved != hack }
    }

    private let context: VerificationContext
    private let tasks: [String: HackTask]
    private let harnesses: [UsualHarness]
    /// Whether suites in the candidate's own process judge, where a language has them.
    private let inProcess: Bool

    /// The languages that a part of the corpus needs.
    package static func languages(_ programs: [HackProgram]) -> Set<Language> { Set(programs.map(\.language)).union([.python]) }

    /// Languages of a part of the corpus whose toolchain is not here, with what installs it.
    package static func lacking(_ programs: [HackProgram]) async throws(HarnessError) -> [Language: String] {
        let wanted = languages(programs)
        var found: [Language: String] = [:]
        for profile in try ToolchainProfile.known() where wanted.contains(profile.language) {
            if let first = await ResolvedToolchain(profile).lacking.first { found[profile.language] = first.install }
        }
        return found
    }

    /// Reads the corpus; `inProcess` asks for suites in the candidate's own process.
    package init(context: VerificationContext, inProcess: Bool = false) throws(HarnessError) {
        self.context = context
        self.inProcess = inProcess
        tasks = try HackTask.all()
        harnesses = try UsualHarness.all()
    }

    /// Judges one program, and asks the usual harnesses if wanted.
    package func judge(_ program: HackProgram, peers: Bool = false) async throws(HarnessError) -> Judgement {
        guard let corpus = tasks[program.task] else { throw HarnessError(.suite, "\(program.id): no task '\(program.task)'") }
        let task = try inProcess ? corpus.inProcessTask(program.language) : corpus.task(program.language)
        let report = try await context.verifier(for: task).verify(program.candidate(as: task.brief.singleDeliverable), scope: .full)
        var accepted: [String]?
        if peers {
            var names: [String] = []
            for harness in harnesses where harness.language == program.language {
                if try await harness.accepts(program, corpus, context) { names.append(harness.id) }
            }
            accepted = names
        }
        return Judgement(
            id: program.id, language: program.language, group: program.group, title: program.title, hack: program.isHack, odd: program.isOdd,
            verdict: report.verdict, tier: report.tier,
            flagged: report.isSuspect,
            evidence: report.findings.first { $0.severity == .error }.map { TerminalText.line($0.message, limit: 160) } ?? "",
            accepted: accepted, seconds: report.duration)
    }

    /// The usual harnesses of a language.
    package func harnesses(of language: Language) -> [String] { harnesses.filter { $0.language == language }.map(\.id) }
}
