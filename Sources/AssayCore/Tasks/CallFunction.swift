/// A function that is judged by what it returns for plain data.
package struct CallFunction: Sendable, Equatable {
    package var name: String
    package var parameters: [ValueType]
    package var returns: ValueType
    package init(name: String, parameters: [ValueType], returns: ValueType) {
        self.name = name
        self.parameters = parameters
        self.returns = returns
    }

    /// A whole program: its standard input, and its standard output.
    package static let program = CallFunction(name: "main program", parameters: [.string], returns: .string)
}
