/// A function that is judged by its results for plain data.
package struct CallFunction: Sendable, Equatable {
    /// The name of the function.
    package let name: String
    /// The types of the parameters.
    package let parameters: [ValueType]
    /// The type of the result.
    package let returns: ValueType
    /// Makes a function of typed parameters.
    package init(name: String, parameters: [ValueType], returns: ValueType) {
        self.name = name
        self.parameters = parameters
        self.returns = returns
    }

    /// A whole program: its standard input, and its standard output.
    package static let program = CallFunction(name: "main program", parameters: [.string], returns: .string)
}
