import AssaySupport

/// One message of the client.
enum IncomingMessage: Sendable, Equatable {
    /// A request, to which an answer is due.
    case request(MessageID, method: String, params: JSONValue)
    /// A notification, to which none is.
    case notification(method: String, params: JSONValue)
    /// The answer to a request of ours; nil for an error.
    case response(MessageID, JSONValue?)
    /// What is no message; the id is that of the answer, where it had one.
    case invalid(MessageID?, RPCError)

    /// Reads one JSON value.
    init(_ value: JSONValue) {
        guard let members = value.object else {
            self = .invalid(nil, RPCError(.invalidRequest, "a message is a JSON object"))
            return
        }
        let id = members["id"].flatMap(MessageID.init)
        func invalid(_ message: String) -> IncomingMessage { .invalid(id, RPCError(.invalidRequest, message)) }
        guard members["jsonrpc"]?.text == "2.0" else {
            self = invalid("\"jsonrpc\" must be \"2.0\"")
            return
        }
        let params = members["params"] ?? .object([:])
        if let method = members["method"] {
            guard let name = method.text else {
                self = invalid("\"method\" must be a text")
                return
            }
            guard params.object != nil else {
                self = .invalid(id, RPCError(.invalidParams, "\"params\" must be an object"))
                return
            }
            if members["id"] == nil {
                self = .notification(method: name, params: params)
            } else if let id {
                self = .request(id, method: name, params: params)
            } else {
                self = invalid("\"id\" must be a text or a number")
            }
        } else if members["result"] != nil || members["error"] != nil {
            // An answer to nobody is nobody's concern.
            self = id.map { .response($0, members["result"]) } ?? .invalid(nil, RPCError(.invalidRequest, "an answer needs an \"id\""))
        } else {
            self = invalid("a message has a \"method\", a \"result\" or an \"error\"")
        }
    }
}
