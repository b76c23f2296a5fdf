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
            """)
    @Option(help: "Only cases whose id contains this (repeatable).") var only: [String] = []
    @Flag(help: "Print JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    private struct Report: Codable {
        var cases: [Selftest.Judgement]
        var total: Int
        var contained: Int
        var classified: Int
    }

    func run() async throws {
        let chosen = HostileCase.all.filter { hostile in only.isEmpty || only.contains { hostile.id.contains($0) } }
        guard !chosen.isEmpty else {
            Console.error(
                "no hostile case is named like \(only.joined(separator: ", ")); known begin with resources, processes, network, kernel, layers, files, forging")
            throw CommandStatus(code: .nothingSelected)
        }
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

    private static func table(_ report: Report) -> String {
        let rows = report.cases.map {
            [$0.contained && $0.classified ? "ok" : $0.contained ? "misnamed" : "ESCAPED", $0.id, $0.title, TerminalText.line($0.evidence, limit: 90)]
        }
        return Text.table([["", "case", "what it does", "what became of it"]] + rows)
            + "\n\(report.contained) of \(report.total) contained, \(report.classified) classified as the corpus names them\n"
    }
}
