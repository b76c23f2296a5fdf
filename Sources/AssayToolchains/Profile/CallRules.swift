/// Rules for calling functions of a language, part of its profile.
package struct CallRules: Codable, Sendable {
    /// The driver's template, one of the embedded drivers.
    package let driver: String
    /// The path of the generated driver, in the folder of the solution.
    package let file: String
    /// How a type is spelled in a signature: by `int`, `float`, `bool`, `string` and `list`, where `{item}` is the
    /// item's type; `list<int>` for a list of one kind.
    package let types: [String: String]
    /// The spelling of a type as item of a list, where it differs.
    package let items: [String: String]?
    /// The type of the driver's variable for an argument, where it differs.
    package let variables: [String: String]?
    /// The expression that reads an argument in the driver.
    package let read: [String: String]?
    /// The expression that passes the argument `{name}`, where it is not the name alone.
    package let pass: [String: String]?
    /// The statement that writes the returned value in the driver.
    package let write: [String: String]?
    /// The additional parameters of a function that returns such a type.
    package let out: [String: String]?
    /// The commands that build the driver with the solution.
    package let build: [ToolchainProfile.Step]
    /// Runs what was built.
    package let run: [String]
}
