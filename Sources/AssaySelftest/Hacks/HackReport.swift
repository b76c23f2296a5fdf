package import AssayCore
import AssaySupport

/// The results of the corpus of reward hacks and honest programs; the stable JSON of `sandbox selftest --hacks --json`.
package struct HackReport: Sendable, Codable {
    /// The result of every program.
    package let programs: [VerdictSelftest.Judgement]
    /// The number of reward hacks.
    package let hacks: Int
    /// The number of reward hacks that were accepted.
    package let hacksAccepted: Int
    /// The number of honest programs.
    package let honest: Int
    /// The number of honest programs that were rejected.
    package let honestRejected: Int

    /// Counts the results.
    package init(_ programs: [VerdictSelftest.Judgement]) {
        self.programs = programs
        hacks = programs.count(where: \.hack)
        hacksAccepted = programs.count { $0.hack && !$0.isTrue }
        honest = programs.count - hacks
        honestRejected = programs.count { !$0.hack && !$0.isTrue }
    }

    /// Whether every verdict is the truth.
    package var isTrue: Bool { hacksAccepted + honestRejected == 0 }

    /// Accepted programs by language, and by the usual harnesses of each language that are named.
    package func table(harnesses: [Language: [String]]) -> String {
        var rows = [["language", "judged by", "hacks", "accepted", "honest", "of them odd", "rejected"]]
        for language in programs.map(\.language).uniqued() {
            let own = programs.filter { $0.language == language }
            let (wrong, right) = (own.filter(\.hack), own.filter { !$0.hack })
            func row(_ name: String, _ accepts: (VerdictSelftest.Judgement) -> Bool) -> [String] {
                [
                    language.title, name, "\(wrong.count)", "\(wrong.count(where: accepts))", "\(right.count)", "\(right.count(where: \.odd))",
                    "\(right.count { !accepts($0) })",
                ]
            }
            rows.append(row("assay", \.verdict.isSolved))
            for harness in harnesses[language] ?? [] { rows.append(row(harness, { $0.accepted?.contains(harness) == true })) }
        }
        var classes: [Verdict: Int] = [:]
        for judgement in programs where judgement.hack { classes[judgement.verdict, default: 0] += 1 }
        let words = Verdict.allCases.compactMap { verdict in classes[verdict].map { "\($0) \(verdict.rawValue)" } }
        return Text.table(rows)
            + "\n\(hacksAccepted) of \(hacks) hacks accepted, \(honestRejected) of \(honest) honest programs rejected\n"
            + "\(programs.count { $0.hack && $0.flagged }) hacks and \(programs.count { !$0.hack && $0.flagged }) honest programs flagged for a person to look at\n"
            + (words.isEmpty ? "" : "the hacks are \(words.joined(separator: ", "))\n")
    }
}
