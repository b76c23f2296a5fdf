import AssayCore
import AssaySupport

/// One HTTP request, without address and key.
struct WireMessage {
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: String

    init(_ path: String, headers: [(name: String, value: String)] = [], _ body: some Encodable) throws(ModelError) {
        self.path = path
        self.headers = headers
        self.body = try Self.written { try JSON.line(body) }
    }

    /// For a provider whose keys are not in snake case.
    init(_ path: String, camel body: some Encodable) throws(ModelError) {
        self.path = path
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
