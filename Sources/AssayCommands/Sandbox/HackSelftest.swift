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
        let report = HackReport(judgements)
        Console.print(json ? try JSON.pretty(report) : report.table(harnesses: peer ? harnesses : [:]))
        if !report.isTrue { throw CommandStatus(code: .negative) }
    }
}
