import AssaySupport

/// Something that the server does for an agent.
protocol Tool: Sendable {
    /// The name by which it is called.
    var name: String { get }
    /// The name that people are shown.
    var title: String { get }
    /// What it does and when to use it, for a model.
    var description: String { get }
    /// What it takes.
    var input: JSONValue { get }
    /// What its structured content is.
    var output: JSONValue { get }

    /// Does it; an error is told to the agent as the tool's answer.
    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer
}

extension Tool {
    /// The tool as `tools/list` shows it in a revision of the protocol.
    func listing(for version: ProtocolVersion) -> JSONValue {
        var members: [String: JSONValue] = ["name": .string(name), "description": .string(description), "inputSchema": input]
        if version.hasStructuredContent {
            members["title"] = .string(title)
            members["outputSchema"] = output
        }
        if version.hasAnnotations {
            // Code runs in the sandbox only, which writes to nothing that stays and reaches no network.
            members["annotations"] = [
                "title": .string(title), "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false,
            ]
        }
        return .object(members)
    }
}

/// What a tool is given besides its arguments.
struct CallContext: Sendable {
    /// The folders that may be read.
    let roots: @Sendable () async throws -> RootFolders
    /// Who is told how it comes on.
    let progress: CallProgress
}
