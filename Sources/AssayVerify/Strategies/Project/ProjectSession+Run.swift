import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

extension ProjectSession {
    /// The most bytes of results that are read: reports of large suites hold what their tests print.
    private static let mostResultBytes = 128 << 20

    /// Runs the tests of one suite on the build as it was left; their writes are lost.
    func run(_ listing: SuiteListing, environment: [String: String] = [:]) async throws -> SuiteRun {
        var all = TestOutcomes()
        all.runEnded = true
        var end = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
        var last: SandboxCommand?
        var evidence = Evidence()
        var reached = ""
        for repetition in try repetitions(of: listing.suite.run, listing.allFiles, suite: listing.suite.id) {
            let run = try await run(repetition, of: listing, environment)
            evidence += run.evidence
            reached += run.reached
            last = run.command
            all.outcomes += run.outcomes.outcomes
            all.problems += run.outcomes.problems
            all.copies += run.outcomes.copies
            all.notes += run.outcomes.notes
            all.needs += run.outcomes.needs
            all.separate = all.separate || run.outcomes.separate
            if !run.outcomes.runEnded || (all.runEnded && !run.outcomes.problems.isEmpty) { end = run.result }
            all.runEnded = all.runEnded && run.outcomes.runEnded
        }
        if let markers = source.markers {
            let suite = Set(listing.expected.map(\.name) + listing.files)
            evidence.withoutAssertion.formUnion(markers.unreached(in: reached, nonce: markerNonce).intersection(suite))
        }
        return SuiteRun(outcomes: all, end: end, command: last, commands: evidence, expectation: task.expectation)
    }

    /// One command of a suite's run, with its result.
    private struct CommandRun {
        var command: SandboxCommand
        var result: SandboxResult
        var outcomes: TestOutcomes
        var evidence: Evidence
        /// The assertion markers that were reached, as they were written.
        var reached: String
    }

    private func run(_ repetition: Repetition, of listing: SuiteListing, _ environment: [String: String]) async throws -> CommandRun {
        let step = listing.suite.run
        let name = step.each == nil && listing.expected.count == 1 ? listing.expected[0].name : repetition.name
        var command = try command(step, repetition.template, at: readPlace, limits: step.compiles == true ? compilingLimits : runner.limits.test)
        command.environment.merge(environment) { $1 }
        if step.runsBuild { command.mounts += try maskMounts() }
        var results = ""
        if step.results != nil || source.markers != nil {
            results = try workspace.folder("results-\(UUID().uuidString)")
            command.mounts.append(.readWrite(host: results, inside: "/results"))
        }
        if source.markers != nil { command.environment["ASSAY_NOTES"] = markerNonce }
        // A project's own runner reads its tests where they are.
        let place = repetition.place ?? ""
        let isGiven = step.takesTest == true && task.expectation == .strict
        try give(isGiven ? step.compiledTest == nil ? marked[place] ?? "" : compiledTests[place] : nil, isNonceTaken: step.takesNonce == true, to: &command)
        let file = step.results.map { "\(results)/\($0)" }
        let watch = runner.tell.map { TestProgress.watch(step.parser, results: file, $0) }
        let ended = if let watch { try await runner.sandbox.run(command, watch: watch) } else { try await runner.sandbox.run(command) }
        let result = renamed.restored(ended)
        var evidence = Evidence(result, of: command, subject: "the test run", ignoring: runner.benign, networkIsAdvisory: task.expectation == .asRunnerSays)
        let written = step.results.map { ResultCollector(limits: .init(fileBytes: Self.mostResultBytes)).result($0, in: results) }
        let left = renamed.restored((try? written?.get()) ?? [])
        if case .failure(.large) = written {
            var limits = command.limits
            limits.outputBytes = Self.mostResultBytes
            evidence += .limit(.output, of: limits, subject: "the results of the test run")
        }
        let reached = source.markers == nil ? "" : String(decoding: ResultCollector().file("notes", in: results) ?? [], as: UTF8.self) + "\n"
        var outcomes = step.parser.read(result, results: String(decoding: left, as: UTF8.self), name: name, nonce: nonce).outcomes
        for index in outcomes.outcomes.indices { outcomes.outcomes[index].place = repetition.place }
        if step.compiles == true, !result.succeeded, outcomes.outcomes.allSatisfy({ !$0.ended || !$0.issues.isEmpty }) {
            // What compiles its tests only now finds only now that something is not installed.
            outcomes.needs += try missing.flatMap { try $0.needs(in: result.errorText + result.outputText) }
        }
        evidence.nameTests(withoutNetwork: outcomes)
        outcomes.markRunning(of: listing.expected.filter { $0.isAt(repetition.place) }.map(\.name))
        if !outcomes.runEnded, result.limitHit == nil {
            let said = result.errorText + result.outputText
            if (profile.outOfMemory ?? []).contains(where: said.contains) {
                evidence += .limit(.memory, of: command.limits, subject: "the test run")
            }
        }
        return CommandRun(command: command, result: result, outcomes: outcomes, evidence: evidence, reached: reached)
    }

    /// Gives a command the text of its test and its nonce, in files that its runner deletes before anything of the candidate runs.
    private func give(_ test: String?, isNonceTaken: Bool, to command: inout SandboxCommand) throws {
        var files: [String: String] = [:]
        files["test"] = test
        if veilsTests, let veiled = test.map(VeiledTest.init) { (files["test"], files["values"]) = (veiled.text, veiled.values) }
        if isNonceTaken { files["nonce"] = nonce }
        guard !files.isEmpty else { return }
        let folder = try workspace.folder("given-\(UUID().uuidString)")
        try FolderWriter.write(FileTree(files), to: folder, isOpen: true)
        command.mounts.append(.readWrite(host: folder, inside: "/given"))
        if test != nil { command.environment["ASSAY_TEST"] = "/given/test" }
    }

    /// Returns the names that the build defines and that are symbols of the test framework.
    func shadowedSymbols() async throws -> Set<String> {
        guard let symbols = profile.testSymbols else { return [] }
        let step = ToolchainProfile.Step(command: symbols.command, parser: .none)
        let result = try await runner.sandbox.run(command(step, template, at: readPlace, limits: runner.limits.symbols(of: profile)))
        let pattern = try Regex(symbols.symbols)
        return Set(result.outputText.lines.filter { $0.utf8.count < 2000 && $0.firstMatch(of: pattern) != nil }.map(String.init))
    }
}
