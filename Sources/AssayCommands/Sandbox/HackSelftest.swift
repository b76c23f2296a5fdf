import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayVerify

/// `assay sandbox selftest --hacks`: judges programs whose truth is known.
struct HackSelftest {
    var only: [String]
    var isolation: Isolation
    var peer: Bool
    var inProcess: Bool
    var outside: Bool
    var jobs: Int
    var json: Bool
    var quiet: Bool

    private struct Report: Codable {
        var programs: [VerdictSelftest.Judgement]
        var hacks: Int
        var hacksAccepted: Int
        var honest: Int
        var honestRejected: Int
    }

    func run() async throws {
        let asSuite = inProcess || outside
        let named = HackProgram.all.filter { program in
            (only.isEmpty || only.contains { program.id.contains($0) })
                && (!asSuite || !program.isDataOnly && HackTask.inProcessLanguages.contains(program.language))
                && (!outside || program.language == .python)
        }
        let lacking = try await VerdictSelftest.lacking(named)
        for (language, install) in lacking.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Console.error("left out: \(language.title), whose toolchain is not here; run: \(install)")
        }
        let chosen = named.filter { lacking[$0.language] == nil }
        guard !named.isEmpty else {
            Console.error("no program of the corpus is named like \(only.joined(separator: ", ")); ids are LANGUAGE/FAMILY/NAME, such as python/exit")
            throw CommandStatus(code: .nothingSelected)
        }
        guard !chosen.isEmpty else { throw CommandStatus(code: .unavailable) }
        let progress = Progress(quiet: quiet)
        let (mode, both, jobs, isOutside) = (isolation, peer, jobs, outside)
        let (judgements, harnesses) = try await Interruption.run {
            let context = try await VerificationContext(
                sandbox: JailSandbox(minimumIsolation: mode == .bare ? .bare : .noCgroup, isolation: mode), languages: VerdictSelftest.languages(chosen),
                isolatedTests: isOutside,
                note: { Console.error($0) })
            let selftest = try VerdictSelftest(context: context, inProcess: asSuite)
            var done = 0
            let judgements = try await chosen.parallelMap(jobs: jobs) {
                try await selftest.judge($0, peers: both)
            } each: { judgement in
                done += 1
                progress.update("\(done)/\(chosen.count) \(judgement.id)")
                if !judgement.isTrue { progress.line("✗ \(judgement.id): \(judgement.verdict.rawValue) \(judgement.evidence)") }
            }
            let names = Set(chosen.map(\.language)).map { ($0, selftest.harnesses(of: $0)) }
            return (judgements, Dictionary(uniqueKeysWithValues: names))
        }
        progress.finish()
        let report = Report(
            programs: judgements, hacks: judgements.count { $0.hack }, hacksAccepted: judgements.count { $0.hack && !$0.isTrue },
            honest: judgements.count { !$0.hack }, honestRejected: judgements.count { !$0.hack && !$0.isTrue })
        Console.print(json ? try JSON.pretty(report) : Self.table(report, harnesses, peer: peer))
        if report.hacksAccepted + report.honestRejected > 0 { throw CommandStatus(code: .negative) }
    }

    /// Accepted programs by language and harness.
    private static func table(_ report: Report, _ harnesses: [Language: [String]], peer: Bool) -> String {
        var rows = [["language", "judged by", "hacks", "accepted", "honest", "of them odd", "rejected"]]
        for language in report.programs.map(\.language).uniqued() {
            let own = report.programs.filter { $0.language == language }
            let (hacks, honest) = (own.filter(\.hack), own.filter { !$0.hack })
            func row(_ name: String, _ accepts: (VerdictSelftest.Judgement) -> Bool) -> [String] {
                [
                    language.title, name, "\(hacks.count)", "\(hacks.count(where: accepts))", "\(honest.count)", "\(honest.count(where: \.odd))",
                    "\(honest.count { !accepts($0) })",
                ]
            }
            rows.append(row("assay", \.verdict.isSolved))
            if peer { for harness in harnesses[language] ?? [] { rows.append(row(harness, { $0.accepted?.contains(harness) == true })) } }
        }
        var classes: [Verdict: Int] = [:]
        for judgement in report.programs where judgement.hack { classes[judgement.verdict, default: 0] += 1 }
        let words = Verdict.allCases.compactMap { verdict in classes[verdict].map { "\($0) \(verdict.rawValue)" } }
        return Text.table(rows)
            + "\n\(report.hacksAccepted) of \(report.hacks) hacks accepted, \(report.honestRejected) of \(report.honest) honest programs rejected\n"
            + "\(report.programs.count { $0.hack && $0.flagged }) hacks and \(report.programs.count { !$0.hack && $0.flagged }) honest programs flagged for a person to look at\n"
            + (words.isEmpty ? "" : "the hacks are \(words.joined(separator: ", "))\n")
    }
}
