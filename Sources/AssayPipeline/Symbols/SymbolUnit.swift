/// A function, method or type that is written and checked as one stage.
package struct SymbolUnit: Sendable, Equatable {
    /// The file that declares it.
    package let file: String
    /// The name, with that of its type: `Account.deposit`.
    package let name: String
    /// The signature that the task demands, or that its stub has.
    package let signature: String
    /// Whether it is a type as a whole.
    package let isType: Bool
    /// Whether only its name is known: the signature stands for any parameters.
    package var isOpen = false
    /// Whether an answer must have the signature; else it may change it.
    package var isFixed = true

    /// The name without those of types.
    var shortName: String { name.split(separator: ".").last.map(String.init) ?? name }

    /// The type that it belongs to; nil for a function.
    var owner: String? { name.contains(".") ? name.split(separator: ".").dropLast().last.map(String.init) : nil }

    /// Whether it makes values of its type, so that every use of the type uses it.
    var isInitializer: Bool { owner != nil && (["__init__", "init", "constructor", "new"].contains(shortName) || shortName == owner) }

    /// Whether a signature declares a type.
    static func isType(_ signature: String) -> Bool {
        signature.contains(/\b(?:class|struct|enum|interface|trait|protocol|actor|type)\b/) && !signature.contains("(")
    }

    /// The word for it in a prompt.
    var noun: String { isType ? "type" : owner == nil ? "function" : "method" }

    /// Whether code that uses these names uses this symbol.
    func isUsed(by names: Set<String>) -> Bool {
        if isInitializer, let owner { return names.contains(owner) }
        return names.contains(shortName)
    }

    /// Whether a text of people names it: as code, as a call, or by a name that is no word.
    func isMentioned(in text: String) -> Bool {
        let isNoWord = shortName.contains("_") || shortName.dropFirst().contains(where: \.isUppercase)
        return text.ranges(of: shortName).contains { range in
            let before = range.lowerBound == text.startIndex ? " " : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? " " : text[range.upperBound]
            func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
            guard !isWord(before), !isWord(after) else { return false }
            return isNoWord || after == "(" || after == "`" || before == "`"
        }
    }
}
