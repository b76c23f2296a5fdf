import AssayCore
import AssayOutline
import AssaySupport

/// Chooses among answers that all pass by what they return for further inputs: the largest class of equal behaviour wins.
///
/// FunCoder (arXiv 2405.20092), CodeT (arXiv 2207.10397), MBR-Exec (arXiv 2204.11454).
struct SymbolAgreement {
    let attempt: Attempt
    let unit: SymbolUnit
    /// The most calls that are run on each answer.
    private static let mostCalls = 12

    /// The place of the chosen tree; nil where single calls cannot be run or no example shows how to make one.
    func choice(of works: [WorkTree]) async throws -> Int? {
        let examples = attempt.brief.examples.map(\.call).filter { $0.hasPrefix(unit.shortName + "(") }
        let calls = CallMutation.calls(from: examples, most: Self.mostCalls)
        guard !calls.isEmpty else { return nil }
        var classes: [(behaviour: [String?], members: [Int])] = []
        for (place, work) in works.enumerated() {
            guard let results = try await attempt.verifier.probe(work.change, calls) else { return nil }
            let behaviour = results.map(\.value)
            if let known = classes.firstIndex(where: { $0.behaviour == behaviour }) {
                classes[known].members.append(place)
            } else {
                classes.append((behaviour, [place]))
            }
        }
        // Of two classes of one size the earlier one is kept.
        let largest = classes.reduce(classes.first) { best, next in next.members.count > (best?.members.count ?? 0) ? next : best }
        try await attempt.note(
            .implement,
            "\(unit.name): \(works.count) answers pass and behave in \(classes.count) ways for \(calls.count) calls; \(largest?.members.count ?? 0) agree")
        return largest?.members.first
    }
}

/// Makes further calls of the calls that examples give, by changing one literal at a time.
enum CallMutation {
    /// The new calls, each once, none of them an example.
    static func calls(from examples: [String], most: Int) -> [String] {
        var calls: [String] = []
        for example in examples {
            let tokens = PythonLiterals.places(in: example)
            for place in tokens {
                for value in replacements(String(example[place])) { calls.append(example.replacingCharacters(in: place, with: value)) }
            }
        }
        let new = calls.uniqued().filter { !examples.contains($0) }
        // Evenly over all of them, so that every literal has its turn.
        guard new.count > most else { return new }
        return (0..<most).map { new[$0 * new.count / most] }
    }

    private static func replacements(_ literal: String) -> [String] {
        if let number = Int(literal) { return ["0", "\(number &+ 1)", "\(number &* 2 &+ 3)", "-\(literal)"].filter { $0 != literal && $0 != "-0" } }
        if Double(literal) != nil { return ["0.0", literal + "5", "-" + literal] }
        if literal == "True" { return ["False"] }
        if literal == "False" { return ["True"] }
        guard let quote = literal.first, literal.count >= 2 else { return [] }
        let inner = String(literal.dropFirst().dropLast())
        guard !inner.contains("\\") else { return ["\(quote)\(quote)"] }
        return [
            "\(quote)\(quote)", "\(quote)\(inner)\(inner)\(quote)", "\(quote)\(String(inner.reversed()))\(quote)", "\(quote)\(inner.uppercased()) a\(quote)",
        ]
        .filter { $0 != literal }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
