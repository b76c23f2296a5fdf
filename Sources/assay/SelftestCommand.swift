import ArgumentParser
import AssayCore
import AssaySandbox

/// `assay sandbox selftest`.
struct SelftestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Runs the hostile corpus in the sandbox of this machine.",
        discussion: """
            Example:
              assay sandbox selftest
              assay sandbox selftest --only network --json
              assay sandbox selftest --peer        # beside bubblewrap, without the classes 'resources' and 'layers'
            """)
    @Option(help: "Only cases whose id contains this (repeatable).") var only: [String] = []
    @Flag(help: "Try the corpus in bubblewrap too, with its usual flags, and print both.") var peer = false
    @Flag(help: "Print JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    private struct Report: Codable {
        var cases: [Selftest.Judgement]
        var total: Int
        var contained: Int
        var classified: Int
    }

    func run() async throws {
        let chosen = HostileCase.all.filter { hostile in
            // Bubblewrap sets no limits, so what uses up a machine would use up this one; 'layers' asks for ours.
            (only.isEmpty || only.contains { hostile.id.contains($0) })
                && !(peer && ["resources", "layers"].contains(hostile.group))
        }
        guard !chosen.isEmpty else {
            Console.error(
                "no hostile case is named like \(only.joined(separator: ", ")); known begin with resources, processes, network, kernel, layers, files, forging")
            throw CommandStatus(code: .nothingSelected)
        }
        if peer { return try await compare(chosen) }
        let progress = Progress(quiet: quiet)
        let judgements = try await Interruption.run {
            let selftest = Selftest(sandbox: try JailSandbox())
            var judgements: [Selftest.Judgement] = []
            for hostile in chosen {
                try Task.checkCancellation()
                progress.update("\(judgements.count)/\(chosen.count) \(hostile.id)")
                let judgement = try await selftest.judge(hostile)
                if !judgement.contained || !judgement.classified { progress.line("✗ \(judgement.id): \(judgement.evidence)") }
                judgements.append(judgement)
            }
            progress.finish()
            return judgements
        }
        let report = Report(
            cases: judgements, total: judgements.count, contained: judgements.count { $0.contained },
            classified: judgements.count { $0.classified })
        Console.print(json ? try JSON.pretty(report) : Self.table(report))
        if report.contained < report.total || report.classified < report.total { throw CommandStatus(code: .negative) }
    }

    /// What is open in bubblewrap and in ours, case by case.
    private func compare(_ chosen: [HostileCase]) async throws {
        let progress = Progress(quiet: quiet)
        let pairs = try await Interruption.run {
            let ours = Selftest(sandbox: try JailSandbox())
            let theirs = Selftest(sandbox: BubblewrapSandbox())
            var pairs: [(own: Selftest.Judgement, peer: Selftest.Judgement)] = []
            for hostile in chosen {
                try Task.checkCancellation()
                progress.update("\(pairs.count)/\(chosen.count) \(hostile.id)")
                pairs.append((try await ours.judge(hostile), try await theirs.judge(hostile)))
            }
            progress.finish()
            return pairs
        }
        var groups: [String] = []
        for pair in pairs where !groups.contains(pair.own.class) { groups.append(pair.own.class) }
        let rows = groups.map { group in
            let mine = pairs.filter { $0.own.class == group }
            return [group, "\(mine.count)", "\(mine.count { !$0.own.contained })", "\(mine.count { !$0.peer.contained })"]
        }
        Console.print(Text.table([["class", "cases", "open in assay-jail", "open in bubblewrap"]] + rows))
        Console.print("Open is what worked inside; much of it is harmless by itself. In bubblewrap with its usual flags:")
        for pair in pairs where !pair.peer.contained {
            Console.print("  \(Text.pad(pair.peer.id, 34)) \(pair.peer.title)")
        }
        if pairs.contains(where: { !$0.own.contained }) { throw CommandStatus(code: .negative) }
    }

    private static func table(_ report: Report) -> String {
        let rows = report.cases.map {
            [$0.contained && $0.classified ? "ok" : $0.contained ? "misnamed" : "ESCAPED", $0.id, $0.title, TerminalText.line($0.evidence, limit: 90)]
        }
        return Text.table([["", "case", "what it does", "what became of it"]] + rows)
            + "\n\(report.contained) of \(report.total) contained, \(report.classified) classified as the corpus names them\n"
    }
}
