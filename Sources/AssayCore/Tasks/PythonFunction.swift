/// A function of a Python module that is judged from another process.
package struct PythonFunction: Sendable, Equatable {
    /// The name of the function.
    package let name: String
    /// Trusted definitions that its test may use, from the task's own prompt.
    package let prelude: String
    /// Makes a function with the definitions that its test may use.
    package init(name: String, prelude: String) {
        self.name = name
        self.prelude = prelude
    }
}
