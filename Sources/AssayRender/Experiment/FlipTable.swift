import AssayCore
package import AssayExperiments
import AssaySupport

/// The tasks on which two arms differ, each with the finding that explains it.
package struct FlipTable: Sendable {
    let pair: ExperimentDocument.Pair
    /// The run of both arms; nil where they are of different runs.
    let document: ExperimentDocument?
    let links: PageLinks
    /// Whether even a long table is unfolded.
    var isUnfolded = false
    /// The most tasks that are shown unfolded.
    private static let most = 15

    /// The table under its heading.
    var markup: Markup {
        let columns: [DataTable.Column] = [.init(title: "task"), .init(title: "change"), .init(title: pair.a), .init(title: pair.b), .init(title: "because")]
        let flips = pair.result.flips
        let rows = flips.sorted { ($0.change == .broke ? 0 : 1) < ($1.change == .broke ? 0 : 1) }.map { flip in
            DataTable.Row(
                cells: [
                    .init(name(flip)), .init(Badge.verdict(flip.change.rawValue)), .init(Self.verdicts(flip.a)), .init(Self.verdicts(flip.b)),
                    .init(PageText.limited(flip.reason ?? "", 400)),
                ], facets: [("change", flip.change.rawValue)])
        }
        let title = ExperimentText.flipsTitle(pair)
        let more: Markup? = document.flatMap { run in
            links.comparison("\(run.id)/\(pair.a)", "\(run.id)/\(pair.b)").map { "<p><a href=\"\($0)\">Compare \(pair.a) and \(pair.b)</a></p>\n" }
        }
        let broke = flips.count { $0.change == .broke }
        let table = DataTable(columns, rows, caption: title, isSortable: true, hidesCaption: true).markup
        let count = "\(flips.count) \(flips.count == 1 ? "task" : "tasks"): \(broke) broke, \(flips.count - broke) fixed"
        return
            "<h2>\(title)</h2>\n\(more)<details class=\"fold\"\(flips.count <= Self.most || isUnfolded ? " open" as Markup : "")><summary>\(count)</summary>\(table)</details>"
    }

    private static func verdicts(_ list: String) -> String { list.split(separator: ",").joined(separator: ", ") }

    /// The task, which leads to both attempts side by side where both are known.
    private func name(_ flip: Flip) -> Markup {
        guard let document, let both = Self.attempts(of: flip, pair, in: document), let address = links.pair(document.id, both.a, both.b) else {
            return .text(flip.task)
        }
        return "<a href=\"\(address)\">\(flip.task)</a>"
    }

    /// The attempts that show all flips of a run, two for each.
    package static func pairs(of document: ExperimentDocument) -> [(a: Int64, b: Int64)] {
        document.comparisons.flatMap { pair in pair.result.flips.compactMap { attempts(of: $0, pair, in: document) } }
    }

    /// The first attempts that show the difference, one of each arm.
    private static func attempts(of flip: Flip, _ pair: ExperimentDocument.Pair, in document: ExperimentDocument) -> (a: Int64, b: Int64)? {
        func number(_ arm: String, solved: Bool) -> Int64? {
            let own = document.attempts.filter { $0.key.arm == arm && $0.key.task == flip.task }
            return (own.first { $0.isSolved == solved } ?? own.first)?.number
        }
        let isFixed = flip.change == .fixed
        guard let a = number(pair.a, solved: !isFixed), let b = number(pair.b, solved: isFixed) else { return nil }
        return (a, b)
    }
}
