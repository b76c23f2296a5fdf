/// A function or type that a task requires, with its exact signature.
package struct InterfaceSymbol: Sendable, Codable, Equatable {
    package var symbol: String
    package var signature: String
    package var file: String
    package init(symbol: String, signature: String, file: String) {
        self.symbol = symbol
        self.signature = signature
        self.file = file
    }
}

/// An example that the statement gives: a call and the value it returns, as source text.
package struct Example: Sendable, Codable, Equatable {
    package var call: String
    package var expected: String
    package init(call: String, expected: String) {
        self.call = call
        self.expected = expected
    }
}
