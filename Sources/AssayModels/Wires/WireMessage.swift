import AssayCore
import AssaySupport

/// One HTTP request without address and key.
struct WireMessage {
    /// The path after the base URL.
    let path: String
    /// Headers beside content type and authorization.
    let headers: [(name: String, value: String)]
    /// The body, as JSON.
    let body: String

    /// Makes a request whose body has keys in snake case; throws when the body cannot be encoded.
    init(_ path: String, headers: [(name: String, value: String)] = [], _ body: some Encodable) throws(ModelError) {
        self.path = path
        self.headers = headers
        self.body = try Self.written { try JSON.line(body) }
    }

    /// Makes a request whose body has keys in camel case.
    init(_ path: String, camel body: some Encodable) throws(ModelError) {
        self.path = path
        headers = []
        self.body = try Self.written { try JSON.foreign(body) }
    }

    private static func written(_ encode: () throws -> String) throws(ModelError) -> String {
        do {
            return try encode()
        } catch {
            throw ModelError(.malformed, "the request cannot be written as JSON: \(error)")
        }
    }
}
