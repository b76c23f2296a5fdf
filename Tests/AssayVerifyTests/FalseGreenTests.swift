import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayToolchains
@testable import AssayVerify

/// A reader of test results, and how the command is known whose results it reads.
private struct MutatedReader: Sendable, CustomTestStringConvertible {
    var name: String
    var parser: OutputParser
    var isTestRun: @Sendable ([String]) -> Bool
    var testDescription: String { name }

    init(_ name: String, _ parser: OutputParser, ofCommandsWith word: String) {
        (self.name, self.parser) = (name, parser)
        isTestRun = { $0.contains { $0.contains(word) } }
    }

    init(_ name: String, _ parser: OutputParser, _ isTestRun: @escaping @Sendable ([String]) -> Bool) {
        (self.name, self.parser, self.isTestRun) = (name, parser, isTestRun)
    }

    static let all = [
        MutatedReader("pytest", .pytest, ofCommandsWith: "pytest_driver.py"),
        MutatedReader("cargo", .cargoTestJSON) { $0.contains("--include-ignored") || $0.contains("/assay/rust_doc.sh") },
        MutatedReader("go", .goTestJSON) { $0.first == "/cache/test2json" }, MutatedReader("node", .testEvents, ofCommandsWith: "--test-reporter="),
        MutatedReader("java", .testEvents, ofCommandsWith: "AssayListener"), MutatedReader("ctest", .ctest, ofCommandsWith: "--test-dir"),
        MutatedReader("junit", .junit, ofCommandsWith: "--test-dir"), MutatedReader("swift-testing", .swiftTesting, ofCommandsWith: "--event-stream-version"),
        MutatedReader("xctest", .xctest) { $0.count == 1 }, MutatedReader("tap", .tap) { $0.count == 2 && $0[1].hasSuffix(".t") },
        MutatedReader("program", .program) { $0.count == 2 && $0[1].hasSuffix(".sh") },
    ]

    /// The outcomes of a project's recorded runs, as one suite has them.
    func run(_ runs: [RecordedMutations.Run]) -> SuiteRun {
        var all = TestOutcomes()
        all.runEnded = true
        var end = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
        for (number, run) in runs.enumerated() {
            var result = SandboxResult(
                outcome: run.signal == nil ? .exited : .signaled, exitCode: run.exitCode, stdout: Array(run.stdout.utf8), stderr: Array(run.stderr.utf8))
            result.signal = run.signal
            let told = parser.read(result, results: run.results ?? "", name: "program \(number)", nonce: RecordedMutations.nonce).outcomes
            all.outcomes += told.outcomes
            all.problems += told.problems
            if !told.runEnded { end = result }
            all.runEnded = all.runEnded && told.runEnded
        }
        return SuiteRun(outcomes: all, end: end, command: nil, commands: Evidence())
    }
}

/// Nothing that fails is passed: one failing test of any kind, added to a project that passes, is never overlooked.
///
/// All mutations are judged live by `benchmarks/integrity/false_greens.py`.
@Suite struct FalseGreenTests {
    private static let context = Task {
        try await VerificationContext(
            sandbox: JailSandbox(), languages: [.python, .javascript, .go], limits: SandboxLimits(wallSeconds: 60, memoryBytes: 512 << 20))
    }

    @Test(
        "a program that prints points of TAP and ends with status 0 has failed where a point has, or where points are missing",
        arguments: [
            ("1..2\nok 1 - a\nok 2 - b\n", true), ("1..2\nok 1 - a\nnot ok 2 - b\n", false), ("1..2\nok 1 - a\nnot ok 2 - b # TODO later\n", true),
            ("1..3\nok 1 - a\nok 2 - b\n", false), ("ok 1 - a\nok 2 - b\nBail out! no disk\n1..2\n", false), ("not ok, said the log\n", true), ("", true),
        ])
    func pointsOfPrograms(_ text: String, _ passes: Bool) {
        let result = SandboxResult(outcome: .exited, exitCode: 0, stdout: Array(text.utf8), stderr: [])
        let outcomes = OutputParser.program.read(result, name: "test", nonce: "").outcomes.outcomes
        #expect(outcomes.count == 1 && outcomes.allSatisfy { $0.issues.isEmpty == passes })
    }

    @Test("what a real runner left of a project with one failing test is never a pass", arguments: MutatedReader.all)
    private func recorded(_ reader: MutatedReader) throws {
        let recorded = try JSON.decode(RecordedMutations.self, Places.text(RecordedMutations.path(reader.name)))
        let base = try #require(recorded.projects.first { $0.name.isEmpty })
        let plain = reader.run(base.runs)
        // What a mutation adds is in no listing.
        let listed = plain.outcomes.outcomes.map { ListedTest(name: $0.name, path: "tests") }
        func verdict(_ run: SuiteRun) -> Verdict { run.evidence(expected: listed, tree: FileTree(), hidden: FileTree()).verdict }
        #expect(!listed.isEmpty && verdict(plain) == .passed)
        let mutated = recorded.projects.filter { !$0.name.isEmpty }
        #expect(mutated.count >= 20)
        for project in mutated { #expect(verdict(reader.run(project.runs)) != .passed, "\(project.name)") }
    }

    @Test(
        "a project with one failing test is never a pass, judged by the real tools",
        arguments: ["pytest", "node", "go"], [0, 1, 2])
    func live(_ reader: String, _ part: Int) async throws {
        let project = try MutatedProject(reader)
        let context = try await Self.context.value
        func verify(_ task: CodingTask) async throws -> ReviewReport {
            try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
        }
        let plain = try await verify(await project.task())
        #expect(plain.verdict == .passed, "\(plain.findings.map(\.message))")
        for mutation in project.mutations.dropFirst(5 + part).strideBy(9) {
            let report = try await verify(await project.task(with: mutation))
            #expect(report.verdict != .passed, "\(mutation.name)")
        }
    }

    @Test("what the own runner does not even build is never a pass")
    func notBuilt() async throws {
        let project = try MutatedProject("go")
        let refused = project.mutations.filter { $0.name.contains("vet refuses") || $0.name.contains("does not compile") }
        #expect(refused.count == 3)
        for mutation in refused {
            let task = try await project.task(with: mutation)
            let report = try await Self.context.value.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
            #expect(report.verdict == .compileError && report.findings.contains { $0.line != nil }, "\(mutation.name): \(report.findings)")
        }
    }

    @Test("what the runners leave is recorded", .enabled(if: ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil), arguments: MutatedReader.all)
    private func record(_ reader: MutatedReader) async throws {
        // The variable may name the one reader to record anew.
        guard let wanted = ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"], ["1", reader.name].contains(wanted) else { return }
        let project = try MutatedProject(reader.name)
        var recorded = RecordedMutations(projects: [])
        for mutation in [MutatedProject.Mutation(name: "", files: [:])] + project.mutations {
            let sandbox = TestRunRecorder(try JailSandbox(), isTestRun: reader.isTestRun)
            let context = try await VerificationContext(sandbox: sandbox, languages: [project.language], profiles: ProjectCase.profiles.get())
            _ = try await context.verifier(for: await project.task(with: mutation)).verify(Candidate(files: FileTree()), scope: .full)
            let runs = await sandbox.runs
            // What does not compile has no run.
            if !runs.isEmpty { recorded.projects.append(.init(name: mutation.name, runs: runs)) }
        }
        try FileManager.default.createDirectory(atPath: RecordedMutations.path(reader.name).parentFolder, withIntermediateDirectories: true)
        try Data((JSON.pretty(recorded) + "\n").utf8).write(to: URL(filePath: RecordedMutations.path(reader.name)))
    }
}

extension RandomAccessCollection {
    /// Every `step`th element.
    fileprivate func strideBy(_ step: Int) -> [Element] { enumerated().filter { $0.offset % step == 0 }.map(\.element) }
}
