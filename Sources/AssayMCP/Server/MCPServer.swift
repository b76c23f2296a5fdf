import AssaySupport

/// A server of the Model Context Protocol over two streams, as agents start one.
package struct MCPServer: Sendable {
    private let input: MessageReader
    private let writer: MessageWriter
    private let session: Session

    /// Makes a server that reads nothing outside `roots`, and with `isBound` not even where the client names other folders.
    package init(input: MessageReader, output: MessageWriter, roots: RootFolders, isBound: Bool) {
        self.input = input
        writer = output
        session = Session(
            tools: [VerifyTool(), SandboxTool(), ExplainTool(), CompareTool(), ShowAttemptTool()], writer: output, roots: roots, isBound: isBound)
    }

    /// Answers until the input ends or the task is cancelled; then ends what is under way.
    package func run() async {
        await input.forEach { line in
            switch line {
            case .tooLong:
                writer.send(MessageWriter.failure(nil, RPCError(.invalidRequest, "a message has at most \(MessageReader.mostBytes >> 20) MiB")))
            case .message(let bytes):
                do throws(JSONText.Problem) {
                    await session.receive(try JSONText.value(bytes))
                } catch {
                    writer.send(MessageWriter.failure(nil, RPCError(.parse, "not JSON: \(error.reason) at byte \(error.offset)")))
                }
            }
        }
        await session.end()
    }
}
