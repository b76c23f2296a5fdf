/// How a language answers calls, as a part of its profile.
package struct CallRules: Codable, Sendable {
    /// The driver's template, one of the embedded drivers.
    package let driver: String
    /// The file that it becomes, beside the solution.
    package let file: String
    /// How a type is spelled in a signature: by `int`, `float`, `bool`, `string` and `list`, where `{item}` is the
    /// item's type; `list<int>` for a list of one kind.
    package let types: [String: String]
    /// How it is spelled as a list's item, where that differs.
    package let items: [String: String]?
    /// How the driver keeps an argument, where that differs.
    package let variables: [String: String]?
    /// How the driver reads an argument.
    package let read: [String: String]?
    /// How the driver passes the argument `{name}`, where it is more than a name.
    package let pass: [String: String]?
    /// How the driver writes what was returned.
    package let write: [String: String]?
    /// What stands behind the parameters of a function that returns such a type.
    package let out: [String: String]?
    /// The commands that build the driver with the solution.
    package let build: [ToolchainProfile.Step]
    /// Runs what was built.
    package let run: [String]
}
