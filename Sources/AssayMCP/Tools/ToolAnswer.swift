import AssaySupport

/// What a tool answers: for programs as structured content, for models and people as text.
struct ToolAnswer: Sendable {
    /// The longest text in characters; what is longer is cut.
    private static let longest = 60_000

    let structured: JSONValue?
    let text: String

    /// Makes an answer of a value and its words.
    init(_ value: some Encodable, text: String) throws {
        structured = JSONText.value(try JSON.line(value))
        self.text = text
    }

    /// Makes an answer that says why there is none.
    init(error: any Error) {
        structured = nil
        text = "\(error)"
    }

    /// The result of `tools/call` in a revision of the protocol.
    func result(for version: ProtocolVersion) -> JSONValue {
        var members: [String: JSONValue] = ["content": [["type": "text", "text": .string(TerminalText.clean(text, limit: Self.longest))]]]
        if let structured {
            if version.hasStructuredContent { members["structuredContent"] = structured }
        } else {
            members["isError"] = true
        }
        return .object(members)
    }
}
