import AssaySupport
import Yams

/// Describes in one line an error in a YAML text.
package enum YAMLProblem {
    /// Describes a decoding or parsing error with its place.
    package static func describe(_ error: any Error) -> String {
        switch error {
        case let error as YamlError:
            return "\(error)".lines.prefix(3).joined(separator: " ")
        case DecodingError.keyNotFound(let key, let context):
            return "the key '\(place(context, key))' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "the key '\(place(context))' has the wrong type: \(context.debugDescription)"
        case DecodingError.dataCorrupted(let context):
            return "the key '\(place(context))' has a value that is not allowed: \(context.debugDescription)"
        default:
            return "\(error)"
        }
    }

    private static func place(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil)
        -> String
    {
        (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
    }
}
