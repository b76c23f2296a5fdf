import AssayCore
import AssayExperiments
import AssaySupport

/// Every attempt that has come out, with a filter; of very many, the server shows a page at a time.
struct AttemptTable: Sendable {
    let document: ExperimentDocument
    let links: PageLinks
    let query: RunPage.Query
    /// The most rows of a page.
    static let most = 1000

    private static let columns: [DataTable.Column] = ExperimentText.attemptHeading.enumerated().map { .init(title: $1, isNumber: [1, 6, 7, 8].contains($0)) }

    /// The filter and the table.
    var markup: Markup {
        let all = document.sortedAttempts
        guard !all.isEmpty else { return .empty }
        let isPaged = links.carrier == .server && all.count > Self.most
        let found = isPaged ? all.filter(matches) : all
        let pages = max(1, (found.count + Self.most - 1) / Self.most)
        let page = min(query.page, pages)
        let shown = isPaged ? Array(found.dropFirst((page - 1) * Self.most).prefix(Self.most)) : found
        return """
            <h2 id="attempts-heading">Every attempt</h2>
            \(form(all, isPaged: isPaged, found: found.count))
            \(isPaged ? turner(page, of: pages) : "")
            \(DataTable(Self.columns, shown.map(row), caption: "Attempts", id: "attempts", isSortable: true, hidesCaption: true).markup)
            """
    }

    private func matches(_ attempt: MeasuredAttempt) -> Bool {
        let text = ExperimentText.attempt(attempt).joined(separator: " ").lowercased()
        return (query.arm.isEmpty || attempt.key.arm == query.arm) && (query.verdict.isEmpty || attempt.result.verdictText == query.verdict)
            && query.words.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    /// Fields that scripts obey at once, or that the server is asked with; nothing where neither can be.
    private func form(_ all: [MeasuredAttempt], isPaged: Bool, found: Int) -> Markup {
        let arms = all.map(\.key.arm).uniqued()
        let verdicts = all.map(\.result.verdictText).uniqued().sorted()
        return """
            <form class="filter" method="get" action="#attempts-heading" role="search" aria-label="Attempts" data-filters="attempts"\(isPaged ? " data-paged" as Markup : " hidden")>
            <label>Search<input type="search" name="q" id="q" value="\(isPaged ? query.words : "")" autocomplete="off"></label>
            <label>Arm<select name="arm" id="arm">\(Self.options(arms, chosen: query.arm))</select></label>
            <label>Verdict<select name="verdict" id="verdict">\(Self.options(verdicts, chosen: query.verdict))</select></label>
            <button type="submit">Find</button>
            <output aria-live="polite">\(isPaged ? "\(found) of \(all.count) found" : "")</output>
            </form>
            """
    }

    /// The choices of a field, of which the empty one means all.
    static func options(_ values: [String], chosen: String) -> Markup {
        "<option value=\"\">all</option>"
            + values.map { "<option value=\"\($0)\"\($0 == chosen ? " selected" as Markup : "")>\($0)</option>" as Markup }.joined()
    }

    private func turner(_ page: Int, of pages: Int) -> Markup {
        func address(_ number: Int) -> String {
            let fields = [("q", query.words), ("arm", query.arm), ("verdict", query.verdict), ("page", "\(number)")]
            return "?" + fields.filter { !$0.1.isEmpty }.map { "\($0.0)=\(PageLinks.encoded($0.1))" }.joined(separator: "&") + "#attempts-heading"
        }
        let before: Markup? = page > 1 ? "<a rel=\"prev\" href=\"\(address(page - 1))\">Earlier</a>" : nil
        let after: Markup? = page < pages ? "<a rel=\"next\" href=\"\(address(page + 1))\">Later</a>" : nil
        return "<nav class=\"pages\" aria-label=\"Pages of attempts\"><span>Page \(page) of \(pages)</span>\(before)\(after)</nav>"
    }

    private func row(_ attempt: MeasuredAttempt) -> DataTable.Row {
        let (key, result) = (attempt.key, attempt.result)
        let address = attempt.number.flatMap { links.attempt(document.id, $0) }
        let name: Markup = address.map { "<a href=\"\($0)\">\(key.task)</a>" } ?? .text(key.task)
        return DataTable.Row(
            cells: [
                .init(name), .init(.text("\(key.seed)"), key: Double(key.seed)), .init(key.arm),
                .init(Badge.outcome(result.verdictText, isSolved: result.isSolved)), .init(result.tierText),
                .init(result.passesVisible ? "passed" : "failed"), .init(result.calls),
                .init(.text((result.usage.estimated > 0 ? "≈" : "") + Amount.grouped(result.usage.total)), key: Double(result.usage.total)),
                .init(.text(Text.decimal(result.seconds, 1)), key: result.seconds),
            ], facets: [("arm", key.arm), ("verdict", result.verdictText)])
    }
}
