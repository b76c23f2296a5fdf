/// The type of a value in a call, the same in all languages.
package indirect enum ValueType: Sendable, Equatable {
    case int, float, bool, string
    case list(ValueType)

    /// Reads `int`, `float`, `bool`, `string` or `list<T>`.
    package init?(_ text: String) {
        switch text {
        case "int": self = .int
        case "float": self = .float
        case "bool": self = .bool
        case "string": self = .string
        default:
            guard text.hasPrefix("list<"), text.hasSuffix(">"), text.utf8.count < 60, let item = ValueType(String(text.dropFirst(5).dropLast()))
            else { return nil }
            self = .list(item)
        }
    }

    /// The type as signatures write it.
    package var spelled: String {
        switch self {
        case .int: "int"
        case .float: "float"
        case .bool: "bool"
        case .string: "string"
        case .list(let item): "list<\(item.spelled)>"
        }
    }
}
