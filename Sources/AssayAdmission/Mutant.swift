package import AssayCore
package import AssaySupport
import AssayToolchains

/// Small faults put into a reference, one at a time: tests that let one live are too weak.
///
/// The operators are the classic ones on operators, constants, conditions and whole statements (DeMillo, Lipton, Sayward, "Hints on Test
/// Data Selection", IEEE Computer 11(4), 1978; Offutt and others, "An Experimental Determination of Sufficient Mutant
/// Operators", ACM TOSEM 5(2), 1996), applied to tokens so that they work in every language.
package struct Mutant: Sendable, Equatable {
    /// The file with the fault.
    package let path: String
    /// The line of the fault, from 1.
    package let line: Int
    /// The replacement that was made, such as `< → <=`.
    package let change: String
    /// All files, the faulty one among them.
    package let files: FileTree

    /// Mutants of some files, spread evenly over all that there are when there are more than wanted.
    package static func of(_ files: FileTree, _ language: Language, most: Int) -> [Mutant] {
        var all: [Mutant] = []
        for path in files.paths {
            guard let text = files[path] else { continue }
            let source = Array(text.utf8)
            let tokens = SourceTokens.of(source, language)
            func add(_ range: Range<Int>, _ other: String, _ change: String) {
                var mutated = source
                mutated.replaceSubrange(range, with: Array(other.utf8))
                var tree = files
                guard (try? tree.set(path, String(decoding: mutated, as: UTF8.self))) != nil else { return }
                all.append(Mutant(path: path, line: source[..<range.lowerBound].count { $0 == 10 } + 1, change: change, files: tree))
            }
            for token in tokens where token.kind != .text || !isOfError(source, token.range) {
                let word = String(decoding: source[token.range], as: UTF8.self)
                for other in replacements(word, token.kind) { add(token.range, other, "\(word) → \(other)") }
            }
            for range in statements(source, tokens) {
                add(range, language == .python ? "pass" : "", "\(String(decoding: source[range], as: UTF8.self)) → nothing")
            }
        }
        guard all.count > most else { return all }
        return (0..<most).map { all[$0 * all.count / most] }
    }

    /// Whether a string is the message of an error, which tasks seldom specify.
    private static func isOfError(_ source: [UInt8], _ range: Range<Int>) -> Bool {
        let start = source[..<range.lowerBound].lastIndex(of: 10).map { $0 + 1 } ?? 0
        return String(decoding: source[start..<range.lowerBound], as: UTF8.self).contains(/\b(raise|throw|panic|fatalError|expect)\b|Error\(/)
    }

    /// Lines that are one call or one assignment to what is there already.
    private static func statements(_ source: [UInt8], _ tokens: [SourceTokens.Token]) -> [Range<Int>] {
        let starts = Set(tokens.map(\.range.lowerBound))
        var ranges: [Range<Int>] = []
        var place = 0
        for line in source.split(separator: 10, omittingEmptySubsequences: false) {
            defer { place += line.count + 1 }
            let text = String(decoding: line, as: UTF8.self)
            guard let match = text.wholeMatch(of: /(\s+)((?:self\.|this\.)?\w[\w.\[\]]*(?:\(.*\)| [-+*\/%|&]?= .*[^\s{(\[,:\\]);?)\s*/) else { continue }
            let start = place + match.1.utf8.count
            guard starts.contains(start), !match.2.hasPrefix("return"), !match.2.hasPrefix("super") else { continue }
            ranges.append(start..<start + match.2.utf8.count)
        }
        return ranges
    }

    private static func replacements(_ word: String, _ kind: SourceTokens.Kind) -> [String] {
        switch kind {
        case .number:
            guard let value = Int(word) else { return [] }
            return ["\(value + 1)"]
        case .name: return names[word] ?? []
        case .symbol: return symbols[word] ?? []
        case .text: return word.utf8.count > 2 ? [String(word.prefix(1)) + String(word.suffix(1))] : []
        }
    }

    private static let names: [String: [String]] = [
        "and": ["or"], "or": ["and"], "True": ["False"], "False": ["True"], "true": ["false"], "false": ["true"],
        "min": ["max"], "max": ["min"], "continue": ["break"],
    ]

    private static let symbols: [String: [String]] = [
        "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"], "==": ["!="], "!=": ["=="], "===": ["!=="], "!==": ["==="],
        "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["+"], "/": ["*"], "//": ["*"], "%": ["+"], "+=": ["-="], "-=": ["+="],
    ]
}
