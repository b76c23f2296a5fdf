/// Why a tool could not do what it was asked, in words for the agent; an answer of the tool, not an error of the protocol.
struct ToolError: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    let description: String

    init(_ description: String) { self.description = description }
}
