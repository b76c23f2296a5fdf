import AssayCore
import AssaySupport

/// A finding with its place, the lines it is about, and what was expected.
enum FindingView {
    /// Renders a finding; `more` are repetitions that are left out.
    static func markup(_ finding: Finding, more: Int = 0, showsPath: Bool = true) -> Markup {
        let place = [showsPath ? finding.path : nil, finding.line.map { showsPath ? "\($0)" : "line \($0)" }].compactMap(\.self).joined(separator: ":")
        var notes: [Markup] = []
        if let state = finding.state { notes.append(.text(state.rawValue)) }
        if finding.hidden { notes.append("of a hidden check") }
        if finding.blocks == true { notes.append("<strong>blocks</strong>") }
        if finding.preexisting == true { notes.append("was there before") }
        if more > 0 { notes.append("and \(more) more like it") }
        return """
            <article class="finding is-\(finding.severity.rawValue)"><p><strong>\(finding.severity.rawValue)</strong> \(place.isEmpty ? "" : "<code>\(place)</code> " as Markup)\(finding.message)</p>
            \(finding.excerpt.map { "<pre class=\"code\" tabindex=\"0\" aria-label=\"Code\">\($0)</pre>\n" as Markup })\(values(finding))\
            \((finding.notes ?? []).map { "<p class=\"note\">Note: \($0)</p>\n" as Markup })\((finding.fixes ?? []).map { "<p class=\"note\">Proposed:</p><pre tabindex=\"0\" aria-label=\"Proposed\">\($0)</pre>\n" as Markup })\
            <p class="note">\(finding.test.map { "test <code>\($0)</code> · " as Markup })<code>\(finding.kind.rawValue)/\(finding.rule)</code>\(notes.map { " · " + $0 })</p></article>

            """
    }

    private static func values(_ finding: Finding) -> Markup {
        guard let actual = finding.actual else { return .empty }
        return "<dl class=\"facts\"><dt>expected</dt><dd><code>\(finding.expected ?? "?")</code></dd><dt>got</dt><dd><code>\(actual)</code></dd></dl>\n"
    }
}
