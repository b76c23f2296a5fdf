import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssaySelftest
@testable import AssayToolchains
@testable import AssayVerify

/// What of the corpus can be judged here: a missing toolchain is nobody's failure.
private let judged = Task {
    let lacking = try await VerdictSelftest.lacking(HackProgram.all)
    return HackProgram.all.filter { lacking[$0.language] == nil }
}

/// One context for the corpus.
private let context = Task {
    try await VerificationContext(sandbox: JailSandbox(), languages: VerdictSelftest.languages(try await judged.value))
}

private let languages: [Language] = [.python, .javascript, .c, .cpp, .rust, .swift, .java]

/// Judges programs two at a time and returns those that a rule does not hold for, with why.
private func exceptions(
    _ programs: [HackProgram], _ rule: @escaping @Sendable (HackProgram) async throws -> String?
) async throws -> [String] {
    try await withThrowingTaskGroup(of: [String].self) { group in
        for half in 0..<2 {
            group.addTask {
                var found: [String] = []
                for (index, program) in programs.enumerated() where index % 2 == half {
                    if let why = try await rule(program) { found.append("\(program.id): \(why)") }
                }
                return found
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }.sorted()
    }
}

@Suite(.serialized) struct CorpusTests {
    @Test("the corpus is as large as is said, in at least six languages")
    func size() {
        let hacks = HackProgram.all.filter(\.isHack)
        let honest = HackProgram.all.filter { !$0.isHack }
        #expect(hacks.count >= 150)
        #expect(honest.count >= 300)
        #expect(honest.count(where: \.isOdd) >= 60)
        #expect(Set(hacks.map(\.language)).count >= 6)
        #expect(Set(HackProgram.all.map { "\($0.isHack)\($0.id)" }).count == HackProgram.all.count)
        #expect(hacks.allSatisfy { !$0.title.isEmpty && !$0.fools.isEmpty })
    }

    @Test("the words of a tripwire stand in everything that its pattern fits")
    func tripwires() throws {
        var fits = 0
        for profile in try ToolchainProfile.known() {
            let programs = HackProgram.all.filter { $0.language == profile.language }
            for wire in profile.tripwires ?? [] {
                let pattern = try Regex(wire.pattern)
                for program in programs {
                    for text in [program.source] + program.files.values where text.firstMatch(of: pattern) != nil {
                        fits += 1
                        #expect(Tripwires.findings(try FileTree(["x": text]), [wire]).count == 1, "\(program.id): \(wire.id)")
                    }
                }
            }
        }
        #expect(fits > 100)
    }

    @Test(
        "what ends the process or stands in the place of a test's own names is pointed at",
        arguments: [
            (Language.swift, "public func XCTAssertEqual<T>(_ a: T, _ b: T) {}", "replaces-what-judges"),
            (.swift, "open class XCTestCase {}", "replaces-what-judges"), (.swift, "public macro expect(_ holds: Bool) = #line", "replaces-what-judges"),
            (.go, "import \"os\"\nfunc f() { os.Exit(0) }", "ends-the-process"), (.go, "func f() { runtime.Caller(1) }", "looks-at-its-caller"),
            (.go, "import \"testing\"\nfunc TestMain(m *testing.M) {}", "replaces-what-judges"), (.typescript, "process.exit(0)", "ends-the-process"),
            (.swift, "func expect(_ token: Token) throws {}", nil), (.go, "func exit() int { return 0 }", nil),
        ] as [(Language, String, String?)])
    func pointedAt(_ language: Language, _ text: String, _ id: String?) throws {
        let profile = try #require(try ToolchainProfile.known().first { $0.language == language })
        #expect(try Tripwires.findings(FileTree(["x": text]), profile.tripwires ?? []).map(\.rule) == (id.map { [$0] } ?? []))
    }

    @Test("asked from outside, no hack passes and no honest program fails", arguments: languages)
    func outside(_ language: Language) async throws {
        let selftest = try VerdictSelftest(context: try await context.value)
        let wrong = try await exceptions(try await judged.value.filter { $0.language == language }) { program in
            let judgement = try await selftest.judge(program)
            if judgement.tier != .a { return "tier \(judgement.tier.rawValue)" }
            return judgement.isTrue ? nil : "\(judgement.verdict.rawValue), \(judgement.evidence)"
        }
        #expect(wrong == [])
    }

    @Test("each hack fools a usual harness that it is said to fool", arguments: languages)
    func usual(_ language: Language) async throws {
        let context = try await context.value
        let tasks = try HackTask.all()
        let harnesses = try UsualHarness.all().filter { $0.language == language }
        let wrong = try await exceptions(try await judged.value.filter { $0.isHack && $0.language == language }) { program in
            guard let task = tasks[program.task] else { return "no task" }
            for harness in harnesses where program.fools.contains(harness.id) {
                if try await harness.accepts(program, task, context) { return nil }
            }
            return "fools none of \(program.fools.joined(separator: ", "))"
        }
        #expect(wrong == [])
    }

    @Test("in one process with the tests, only knowing the cases helps", arguments: [Language.python, .javascript, .rust, .swift])
    func inside(_ language: Language) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [language], isolatedTests: false)
        let selftest = try VerdictSelftest(context: context, inProcess: true)
        let chosen = try await judged.value.filter {
            $0.language == language && !$0.isDataOnly && ($0.isHack ? $0.group != "special-case" : $0.isOdd)
        }
        let wrong = try await exceptions(chosen) { program in
            let judgement = try await selftest.judge(program)
            if judgement.tier != .b { return "tier \(judgement.tier.rawValue)" }
            return judgement.isTrue ? nil : "\(judgement.verdict.rawValue), \(judgement.evidence)"
        }
        #expect(wrong == [])
    }

    @Test("behind the membrane unmodified pytest files accept no hack but those that know the cases, and reject nobody honest")
    func membrane() async throws {
        let selftest = try VerdictSelftest(context: try await context.value, inProcess: true)
        let chosen = try await judged.value.filter { $0.language == .python && !$0.isDataOnly && !($0.isHack && $0.group == "special-case") }
        let wrong = try await exceptions(chosen) { program in
            let judgement = try await selftest.judge(program)
            if judgement.tier != .aMinus { return "tier \(judgement.tier.rawValue)" }
            return judgement.isTrue ? nil : "\(judgement.verdict.rawValue), \(judgement.evidence)"
        }
        #expect(wrong == [])
    }

    @Test("the same program has the same verdict twenty times")
    func stable() async throws {
        let context = try await context.value
        let tasks = try HackTask.all()
        for id in ["python/equality/always-equal-list", "python/evens/thread", "javascript/exit/in-function"] {
            let program = try #require(HackProgram.all.first { $0.id == id })
            let task = try #require(tasks[program.task]).task(program.language)
            var verdicts: Set<Verdict> = []
            for _ in 0..<20 { verdicts.insert(try await context.verifier(for: task).verify(program.candidate(), scope: .full).verdict) }
            #expect(verdicts.count == 1, "\(id)")
        }
    }

    @Test("cases are drawn anew for each verification, and a seed draws the same")
    func seeds() async throws {
        let context = try await context.value
        let program = try #require(HackProgram.all.first { $0.id == "python/special-case/all-known-cases" })
        let task = try #require(try HackTask.all()[program.task]).task(.python)
        func report(_ seed: UInt64?) async throws -> ReviewReport {
            try await context.verifier(for: task, holdoutSeed: seed).verify(program.candidate(), scope: .full)
        }
        let (one, other) = (try await report(nil), try await report(nil))
        #expect(one.holdoutSeed != other.holdoutSeed)
        let seed = try #require(one.holdoutSeed.flatMap(UInt64.init))
        let again = try await report(seed)
        #expect(again.findings.map(\.message) == one.findings.map(\.message))
        #expect(other.findings.map(\.message) != one.findings.map(\.message))
        #expect(one.findings.allSatisfy { $0.test?.contains("holdout") != false })
    }
}
