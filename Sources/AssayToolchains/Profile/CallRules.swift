/// How a language answers calls, as a part of its profile.
package struct CallRules: Codable, Sendable {
    /// The driver's template, one of the embedded drivers.
    package var driver: String
    /// The file that it becomes, beside the solution.
    package var file: String
    /// How a type is spelled in a signature: by `int`, `float`, `bool`, `string` and `list`, where `{item}` is the
    /// item's type; `list<int>` for a list of one kind.
    package var types: [String: String]
    /// How it is spelled as a list's item, where that differs.
    package var items: [String: String]?
    /// How the driver keeps an argument, where that differs.
    package var variables: [String: String]?
    /// How the driver reads an argument.
    package var read: [String: String]?
    /// How the driver passes the argument `{name}`, where it is more than a name.
    package var pass: [String: String]?
    /// How the driver writes what was returned.
    package var write: [String: String]?
    /// What stands behind the parameters of a function that returns such a type.
    package var out: [String: String]?
    package var build: [ToolchainProfile.Step]
    package var run: [String]
}
