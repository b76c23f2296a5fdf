package import AssaySupport

/// The id of a request: a text or a number, which the answer repeats as it came.
package struct MessageID: Hashable, Sendable {
    /// The id as JSON.
    package let json: String

    /// Reads an id; nil for what JSON-RPC and the Model Context Protocol do not allow, null among it, and for texts beyond all reason.
    package init?(_ value: JSONValue) {
        switch value {
        case .string(let text): guard text.utf8.count <= 256 else { return nil }
        case .number: break
        case .literal(let token): guard value.number != nil, token.utf8.count <= 64 else { return nil }
        default: return nil
        }
        json = value.json
    }

    /// Makes an id of our own for a request to the client.
    init(own number: Int) { json = "\"assay-\(number)\"" }

    /// The id as a value.
    var value: JSONValue { JSONText.value(json) ?? .null }
}
