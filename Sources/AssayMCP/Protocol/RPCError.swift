import AssaySupport

/// An error of the protocol (JSON-RPC 2.0, section 5.1), as against a tool that could not do what it was asked.
struct RPCError: Error, Sendable, Equatable {
    /// The numbers that JSON-RPC gives to errors.
    enum Code: Int, Sendable {
        case parse = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case internalError = -32603
        /// More is asked at once than the server takes; of the numbers that JSON-RPC leaves to servers.
        case busy = -32000
    }

    let code: Code
    /// What is wrong, for the people behind the client.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var value: JSONValue { .object(["code": .number(Double(code.rawValue)), "message": .string(message)]) }
}
