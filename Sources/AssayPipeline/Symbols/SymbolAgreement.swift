import AssayCore
import AssayOutline
import AssaySupport

/// Chooses among answers that all pass by what they return for further inputs: the largest class of equal behaviour wins.
///
/// FunCoder (arXiv 2405.20092), CodeT (arXiv 2207.10397), MBR-Exec (arXiv 2204.11454).
struct SymbolAgreement {
    private let attempt: Attempt
    private let unit: SymbolUnit
    private let calls: [String]
    /// The answers that pass, by what they return for the calls; nil where one raises or never returns.
    private var classes: [(behaviour: [String?], samples: [SymbolStages.Sample])] = []
    /// The most calls that are run on each answer.
    private static let mostCalls = 12
    /// Answers that agree in so great a number are hardly ever wrong in the same way; what they would cost more is better spent on
    /// symbols that have no right answer yet.
    private static let enough = 3

    /// Nil where no example shows how to make a call.
    init?(_ attempt: Attempt, _ unit: SymbolUnit) {
        let examples = attempt.brief.examples.map(\.call).filter { $0.hasPrefix(unit.shortName + "(") }
        calls = CallMutation.calls(from: examples, most: Self.mostCalls)
        guard !calls.isEmpty else { return nil }
        self.attempt = attempt
        self.unit = unit
    }

    /// The answers of the largest class; of two classes of one size the earlier one.
    private var largest: [SymbolStages.Sample] { classes.map(\.samples).reduce([]) { $1.count > $0.count ? $1 : $0 } }

    /// Takes one more answer that passes; false where single calls cannot be run.
    mutating func add(_ sample: SymbolStages.Sample) async throws -> Bool {
        guard let results = try await attempt.verifier.probe(sample.work.change, calls) else { return false }
        let behaviour = results.map(\.value)
        if let known = classes.firstIndex(where: { $0.behaviour == behaviour }) {
            classes[known].samples.append(sample)
        } else {
            classes.append((behaviour, [sample]))
        }
        return true
    }

    /// Whether enough answers agree, or no other class of so many answers can become larger.
    func isDecided(of answers: Int) -> Bool { largest.count >= Self.enough || largest.count * 2 > answers }

    /// The first answer of the largest class, once there are several answers; says how they compare.
    func choice() async throws -> SymbolStages.Sample? {
        let count = classes.reduce(0) { $0 + $1.samples.count }
        guard count > 1 else { return nil }
        try await attempt.note(
            .implement, "\(unit.name): \(count) answers pass and behave in \(classes.count) ways for \(calls.count) calls; \(largest.count) agree")
        return largest.first
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
