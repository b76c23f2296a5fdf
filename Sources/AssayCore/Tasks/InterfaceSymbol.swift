/// A function or type that a task requires, with its exact signature.
package struct InterfaceSymbol: Sendable, Codable, Equatable {
    /// The name of the symbol.
    package let symbol: String
    /// The declaration as text.
    package let signature: String
    /// The file that declares it.
    package let file: String
    /// Makes a symbol of an interface.
    package init(symbol: String, signature: String, file: String) {
        self.symbol = symbol
        self.signature = signature
        self.file = file
    }
}

/// An example that the statement gives: a call and the value it returns, as source text.
package struct Example: Sendable, Codable, Equatable {
    /// The call as an expression of the language.
    package let call: String
    /// The expected value as an expression of the language.
    package let expected: String
    /// Makes an example of a call.
    package init(call: String, expected: String) {
        self.call = call
        self.expected = expected
    }

    /// Whether the example calls a function of this name, at the outside or within its arguments.
    package func calls(_ function: String) -> Bool {
        call.ranges(of: function + "(").contains { range in
            range.lowerBound == call.startIndex || !isWordCharacter(call[call.index(before: range.lowerBound)])
        }
    }

    private func isWordCharacter(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
}
