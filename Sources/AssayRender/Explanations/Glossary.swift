import AssayCore
import AssayStatistics
package import AssaySupport

/// Explains the words of reports, and finds the nearest one for a word that it does not know.
package enum Glossary {
    /// Every word with its explanations, in the order in which `assay explain` lists them.
    package static let all: [Explanation] =
        AssuranceTier.allCases.map(\.explanation) + IsolationLevel.allCases.map(\.explanation) + Verdict.allCases.map(\.explanation)
        + failures + CheckStatus.allCases.map(\.explanation) + SandboxOutcome.allCases.map(\.explanation) + SandboxLimit.allCases.map(\.explanation)
        + ComparisonVerdict.allCases.map(\.explanation) + FindingKind.allCases.map(\.explanation) + rules

    /// Returns what a word means: every meaning, where it has several, and for the name of a kind what each of its words means.
    ///
    /// Case and the words `tier` and `verdict` before it do not matter; `test/assertion`, as reports write rules, is found too.
    ///
    /// - Throws: `InputError` with a suggestion for a word that is not known.
    package static func explain(_ word: String) throws(InputError) -> [Explanation] {
        let asked = plain(word)
        let exact = all.filter { plain($0.term) == asked }
        if !exact.isEmpty { return exact }
        // Who asks for a kind of words asks for all of them.
        let kind = Explanation.Kind.allCases.first { [plain($0.words), "assurance-" + plain($0.words)].contains(asked) }
        if let kind { return all.filter { $0.kind == kind } }
        let rule = asked.contains("/") ? String(asked.split(separator: "/").last ?? "") : asked
        if rule != asked, case let found = all.filter({ plain($0.term) == rule }), !found.isEmpty { return found }
        // A tool's own names keep their case.
        let parts = TerminalText.line(word, limit: 120).trimmed.split(separator: "/").map(String.init)
        let finding = parts.count == 2 ? FindingKind(rawValue: parts[0]) : nil
        if let named = named(parts.last ?? "", of: finding) { return [named] }
        throw InputError("'\(TerminalText.line(word, limit: 60))'", "is not a word of Assay's reports; \(suggestion(for: rule))", kind: .missing)
    }

    /// A rule whose name is not Assay's own: a linter that did not run, a rule of a tool, a system call or an error's class.
    private static func named(_ rule: String, of kind: FindingKind?) -> Explanation? {
        if kind == nil || kind == .staticCheck, let match = rule.wholeMatch(of: /([a-z-]+)\.not-run/) {
            return Explanation(
                rule, .rule, "The static check \(match.1) could not run; this says nothing about the code.", advice: "the message says why")
        }
        if let family = family(of: rule) { return family }
        if kind == .sandboxViolation, rule.wholeMatch(of: /[a-z0-9_]+/) != nil {
            return Explanation(
                rule, .rule, "The code made the system call \(rule), which the sandbox denies and reports.", advice: "the message says what it asked for")
        }
        let isError = rule.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.]*(?:Error|Exception|Exit|Interrupt|Iteration|Warning)/) != nil
        guard isError, kind == nil || kind == .test else { return nil }
        return Explanation(rule, .rule, "The code raised \(rule) where a test expected a value.", advice: "the message has the error's words")
    }

    /// The rules of one tool, whose names begin with the tool's.
    private static func family(of rule: String) -> Explanation? {
        guard let (prefix, meaning) = families.first(where: { rule.hasPrefix($0.0) && rule.utf8.count > $0.0.utf8.count }) else { return nil }
        let own = String(rule.dropFirst(prefix.count))
        let security = BlockingRules.isSecurity(rule) ? " It counts as a security rule, so a new finding of it blocks from warnings on." : ""
        return Explanation(
            rule, .rule, meaning.replacing("{rule}", with: TerminalText.line(own, limit: 80)) + security, advice: "read the finding's message and its place")
    }

    private static func suggestion(for word: String) -> String {
        guard word.count > 2 else { return "'assay explain' lists all of them" }
        let terms = Dictionary(all.map { (plain($0.term), $0.term) }, uniquingKeysWith: { first, _ in first })
        let near = TextDistance.nearest(to: word, of: terms.keys.sorted()).flatMap { terms[$0] }
        return (near.map { "did you mean '\($0)'? " } ?? "") + "'assay explain' lists all of them"
    }

    /// A word as it is looked up: in lower case, with hyphens, without what people write before it.
    private static func plain(_ word: String) -> String {
        var text = TerminalText.line(word, limit: 120).trimmed.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        for start in ["assurance-tier-", "tier-", "isolation-level-", "verdict-", "rule-"] where text.hasPrefix(start) {
            text = String(text.dropFirst(start.count))
        }
        return text.replacing("−", with: "-")
    }

    /// Every word, one a line under its kind, for `assay explain` without a word.
    package static var list: String {
        Explanation.Kind.allCases.map { kind in
            "\(kind.words): " + all.filter { $0.kind == kind }.map(\.term).joined(separator: ", ") + "\n"
        }.joined()
    }
}
