import ArgumentParser
import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport

/// `assay sandbox selftest`.
struct SelftestCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Runs the corpus of hostile programs in the sandbox.",
        discussion: """
            Example:
              assay sandbox selftest
              assay sandbox selftest --only network --json
              assay sandbox selftest --loopback    # as runs of projects are
              assay sandbox selftest --peer        # beside bubblewrap, without the classes 'resources' and 'layers'
              assay sandbox selftest --hacks       # wrong programs that fool usual harnesses, and honest ones
              assay sandbox selftest --hacks --only python --peer   # beside those harnesses
            """)
    @Option(help: "Only cases whose id contains this (repeatable).") var only: [String] = []
    @Option(help: "fresh, slot or bare (no namespaces; needs root).") var isolation: Isolation = .fresh
    @Flag(help: "Run the hostile programs with a loopback of their own, as projects are.") var loopback = false
    @Flag(help: "Judge the corpus of reward hacks and honest programs instead.") var hacks = false
    @Flag(help: "Try the corpus in bubblewrap too, with its usual flags, or with --hacks in usual harnesses, and print both.") var peer = false
    @Flag(help: "With --hacks: judge by test suites that share the candidate's process (tier B) where a language has them.") var inProcess = false
    @Flag(help: "With --hacks: judge Python by the same unmodified test suites from outside the candidate's process (tier A-).") var outside = false
    @Option(name: .shortAndLong, help: "With --hacks: programs at a time.") var jobs = 2
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    private struct Report: Codable {
        var cases: [HostileSelftest.Judgement]
        var total: Int
        var contained: Int
        var classified: Int
    }

    func run() async throws {
        if hacks {
            try await HackSelftest(only: only, isolation: isolation, peer: peer, inProcess: inProcess, outside: outside, jobs: jobs, json: json, quiet: quiet)
                .run()
            return
        }
        let chosen = HostileCase.all.filter { hostile in
            // Bubblewrap sets no limits, so `resources` would exhaust this machine; `layers` tests layers that only Assay has.
            hostile.applies(to: isolation) && (only.isEmpty || only.contains { hostile.id.contains($0) })
                && !(peer && ["resources", "layers"].contains(hostile.group))
        }
        guard !chosen.isEmpty else {
            Console.error(
                "no hostile case is named like \(only.joined(separator: ", ")); known begin with resources, processes, network, kernel, layers, files, forging")
            throw CommandStatus(code: .nothingSelected)
        }
        guard !loopback || isolation != .bare && !peer else {
            throw ConfigurationError(description: "--loopback needs a network namespace of Assay's: not with --isolation bare or --peer")
        }
        let (both, silent, mode, hasLoopback) = (peer, quiet, isolation, loopback)
        let judged = try await Interruption.run {
            try await Self.judge(
                chosen, in: [try JailSandbox(minimumIsolation: mode == .bare ? .bare : .noCgroup, isolation: mode)] + (both ? [BubblewrapSandbox()] : []),
                hasLoopback: hasLoopback, quiet: silent)
        }
        if peer {
            Console.print(Self.comparison(judged))
            if judged.contains(where: { !$0[0].contained }) { throw CommandStatus(code: .negative) }
            return
        }
        let judgements = judged.map { $0[0] }
        let report = Report(
            cases: judgements, total: judgements.count, contained: judgements.count { $0.contained },
            classified: judgements.count { $0.classified })
        Console.print(json ? try JSON.pretty(report) : Self.table(report))
        if report.contained < report.total || report.classified < report.total { throw CommandStatus(code: .negative) }
    }

    /// Judges every case in each sandbox; failures of the first, Assay's own, are reported at once.
    private static func judge(
        _ chosen: [HostileCase], in sandboxes: [any Sandbox], hasLoopback: Bool, quiet: Bool
    ) async throws -> [[HostileSelftest.Judgement]] {
        let progress = Progress(quiet: quiet)
        var judged: [[HostileSelftest.Judgement]] = []
        for hostile in chosen {
            try Task.checkCancellation()
            progress.update("\(judged.count)/\(chosen.count) \(hostile.id)")
            var row: [HostileSelftest.Judgement] = []
            for sandbox in sandboxes { row.append(try await HostileSelftest(sandbox: sandbox, hasLoopback: hasLoopback).judge(hostile)) }
            if !row[0].contained || !row[0].classified { progress.line("✗ \(row[0].id): \(row[0].evidence)") }
            judged.append(row)
        }
        progress.finish()
        return judged
    }

    /// A table of the cases that Assay's sandbox and bubblewrap do not contain, by class, and of bubblewrap's by case.
    private static func comparison(_ judged: [[HostileSelftest.Judgement]]) -> String {
        var groups: [String] = []
        for row in judged where !groups.contains(row[0].class) { groups.append(row[0].class) }
        let rows = groups.map { group in
            let own = judged.filter { $0[0].class == group }
            return [group, "\(own.count)", "\(own.count { !$0[0].contained })", "\(own.count { !$0[1].contained })"]
        }
        return Text.table([["class", "cases", "open in assay-jail", "open in bubblewrap"]] + rows)
            + "Open is what worked inside; much of it is harmless by itself. In bubblewrap with its usual flags:\n"
            + judged.filter { !$0[1].contained }.map { "  \(Text.pad($0[1].id, 34)) \($0[1].title)\n" }.joined()
    }

    private static func table(_ report: Report) -> String {
        let rows = report.cases.map {
            [$0.contained && $0.classified ? "ok" : $0.contained ? "misnamed" : "ESCAPED", $0.id, $0.title, TerminalText.line($0.evidence, limit: 90)]
        }
        return Text.table([["", "case", "what it does", "what became of it"]] + rows)
            + "\n\(report.contained) of \(report.total) contained, \(report.classified) classified as the corpus names them\n"
    }
}
