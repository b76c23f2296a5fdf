import AssaySupport

/// What the words of a task weigh: names more than ordinary words, those of its first line more than the rest.
struct TaskWords: Sendable {
    /// The weight of each form of a word.
    private(set) var weights: [String: Double] = [:]

    private static let nameWeight = 2.0
    private static let titleWeight = 1.5
    /// Words that say nothing about where a change has to be made.
    private static let empty = Set(
        """
        a about after again all also an and any are as at be because been before both but by can cannot could did do does each either else etc even ever every \
        for from get gets had has have he her his how if in instead into is issue it its just like made make makes many may might more most much must need \
        needs never no nor not now of on once one only or other our out over own per please said same say says see she should so some still such than that the \
        their them then there these they this those through thus to too two under until up upon us use used uses using very via want was we well were what \
        when whenever where whether which while who whose why will with within without would you your wrong wrongly wrongful fix fixes fixed bug bugs incorrect \
        incorrectly add adds added change changes changed new currently exactly really actually way
        """.split(separator: " ").map(String.init))

    init(_ statement: String) {
        // Addresses and signatures are no part of what is asked.
        let text = statement.replacing(/https?:\/\/\S{1,300}|<[^\s<>@]{1,80}@[^\s<>@]{1,80}>|(?m:^(?:Co-authored-by|Signed-off-by|Reviewed-by):.*$)/, with: " ")
        for word in WordScanner.words(text) where !Self.empty.contains(word.lowercased()) {
            add(word, Self.isName(word) ? Self.nameWeight : 1)
        }
        for match in text.matches(of: /`([^`\n]+)`/) { for word in WordScanner.words(match.output.1) { add(word, Self.nameWeight) } }
        let title = text.lines.first.map(WordScanner.words) ?? []
        for form in Set(title.filter { !Self.empty.contains($0.lowercased()) }.flatMap(WordForms.all)) { weights[form, default: 0] *= Self.titleWeight }
    }

    private mutating func add(_ word: String, _ weight: Double) {
        for form in WordForms.all(word) { weights[form] = max(weights[form] ?? 0, weight) }
    }

    /// Whether a word looks like a name in code: `round_price`, `roundPrice`.
    private static func isName(_ word: String) -> Bool {
        word.dropFirst().contains("_") || word.contains(/[a-z][A-Z]/)
    }
}
