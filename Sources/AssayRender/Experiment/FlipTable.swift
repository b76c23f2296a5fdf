import AssayCore
package import AssayExperiments
import AssaySupport

/// The tasks on which two arms differ, each with the finding that explains it.
package struct FlipTable: Sendable {
    let pair: ExperimentDocument.Pair
    /// The run of both arms; nil where they are of different runs.
    let document: ExperimentDocument?
    let links: PageLinks
    /// Whether it stands on the page of the comparison: then it is unfolded however long, and leads to no other page of the same.
    var isOnOwnPage = false
    /// The most tasks that are shown unfolded.
    private static let most = 15

    /// The table under its heading.
    var markup: Markup {
        let columns: [DataTable.Column] = [.init(title: "task"), .init(title: "change"), .init(title: pair.a), .init(title: pair.b), .init(title: "because")]
        let flips = pair.result.flips
        let attempts = document.map { FlipAttempts($0, pair) }
        let rows = flips.sorted { ($0.change == .broke ? 0 : 1) < ($1.change == .broke ? 0 : 1) }.map { flip in
            DataTable.Row(
                cells: [
                    .init(name(flip, attempts)), .init(Badge.verdict(flip.change.rawValue)), .init(Self.verdicts(flip.a)), .init(Self.verdicts(flip.b)),
                    .init(PageText.limited(DifferenceText.text(of: flip.reason ?? ""), 400)),
                ], facets: [("change", flip.change.rawValue)])
        }
        let title = ExperimentText.flipsTitle(pair)
        let more: Markup? = (isOnOwnPage ? nil : document).flatMap { run in
            links.comparison("\(run.id)/\(pair.a)", "\(run.id)/\(pair.b)").map { "<p><a href=\"\($0)\">Compare \(pair.a) and \(pair.b)</a></p>\n" }
        }
        let broke = flips.count { $0.change == .broke }
        let table = DataTable(columns, rows, caption: title, isSortable: true, hidesCaption: true).markup
        let count = "\(flips.count) \(flips.count == 1 ? "task" : "tasks"): \(broke) broke, \(flips.count - broke) fixed"
        return
            "<h2>\(title)</h2>\n\(more)<details class=\"fold\"\(flips.count <= Self.most || isOnOwnPage ? " open" as Markup : "")><summary>\(count)</summary>\(table)</details>"
    }

    /// The verdicts of all samples, each with how often it came.
    private static func verdicts(_ list: String) -> String {
        let all = list.split(separator: ",").map(String.init)
        return all.uniqued().map { verdict in
            let times = all.count { $0 == verdict }
            return times == 1 ? verdict : "\(verdict) × \(times)"
        }.joined(separator: ", ")
    }

    /// The task, which leads to both attempts side by side where both are known.
    private func name(_ flip: Flip, _ attempts: FlipAttempts?) -> Markup {
        guard let document, let both = attempts?.of(flip), let address = links.pair(document.id, both.a, both.b) else { return .text(flip.task) }
        return "<a href=\"\(address)\">\(flip.task)</a>"
    }

    /// The attempts that show all flips of a run, two for each.
    package static func pairs(of document: ExperimentDocument) -> [(a: Int64, b: Int64)] {
        document.comparisons.flatMap { pair in
            let attempts = FlipAttempts(document, pair)
            return pair.result.flips.compactMap(attempts.of)
        }
    }
}

/// The attempts of two arms by task, in which those that show a difference are found.
private struct FlipAttempts {
    private let a: [ExactName: [MeasuredAttempt]]
    private let b: [ExactName: [MeasuredAttempt]]

    init(_ document: ExperimentDocument, _ pair: ExperimentDocument.Pair) {
        func byTask(_ arm: String) -> [ExactName: [MeasuredAttempt]] {
            Dictionary(grouping: document.attempts.filter { $0.key.arm == arm }, by: \.key.pair.task)
        }
        (a, b) = (byTask(pair.a), byTask(pair.b))
    }

    /// The first attempts that show the difference, one of each arm.
    func of(_ flip: Flip) -> (a: Int64, b: Int64)? {
        func number(_ arm: [ExactName: [MeasuredAttempt]], solved: Bool) -> Int64? {
            let own = arm[ExactName(flip.task)] ?? []
            return (own.first { $0.isSolved == solved } ?? own.first)?.number
        }
        let isFixed = flip.change == .fixed
        guard let a = number(a, solved: !isFixed), let b = number(b, solved: isFixed) else { return nil }
        return (a, b)
    }
}
