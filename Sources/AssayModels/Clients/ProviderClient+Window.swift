import AssaySupport
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension ProviderClient {
    /// Returns the configured window, else what the server tells, else that of the model's preset, else 32,768 tokens.
    package func contextWindow(of model: String) async -> Int? {
        guard let window = endpoint.window else { return nil }
        if let configured = window.configured { return configured }
        if let told = await memory.window { return told.size ?? window.preset ?? ContextWindow.fallback }
        let told = (try? await withDeadline(endpoint.querySeconds) { await askForWindow() }) ?? nil
        await memory.keep(window: told)
        return told ?? window.preset ?? ContextWindow.fallback
    }

    private func askForWindow() async -> Int? {
        let name = endpoint.model
        switch endpoint.interface {
        case .anthropic, .gemini: return await ask("\(endpoint.baseURL)/models/\(name)").flatMap(WindowQuery.inDescription)
        case .openAIChat, .openAIResponses: break
        }
        // OpenAI itself tells nothing.
        guard endpoint.baseURL != endpoint.interface.home else { return nil }
        let root = endpoint.baseURL.hasSuffix("/v1") ? String(endpoint.baseURL.dropLast(3)) : endpoint.baseURL
        if let size = await ask("\(root)/props").flatMap(WindowQuery.inProperties) { return size }
        if let size = await ask("\(endpoint.baseURL)/models").flatMap({ WindowQuery.inList($0, model: name) }) { return size }
        // Only Ollama has this; another server is not to be asked by POST what it may take for a question to the model.
        guard await ask("\(root)/api/version")?["version"]?.text != nil else { return nil }
        if let size = await ask("\(root)/api/ps").flatMap({ WindowQuery.inLoaded($0, model: name) }) { return size }
        return await ask("\(root)/api/show", body: .object(["model": .string(name)])).flatMap(WindowQuery.inShown)
    }

    /// The JSON value that the server answers with; nil for anything else.
    private func ask(_ address: String, body: JSONValue? = nil) async -> JSONValue? {
        let key: String?
        do {
            key = try self.key()
        } catch {
            return nil
        }
        var call = HTTPClientRequest(url: address)
        call.headers.add(name: "accept-encoding", value: "identity")
        if endpoint.interface == .anthropic { call.headers.add(name: "anthropic-version", value: AnthropicMessages.version) }
        if let key {
            let header = wire.authorization(key)
            call.headers.add(name: header.name, value: header.value)
        }
        if let body, let text = try? JSON.line(body) {
            call.method = .POST
            call.headers.add(name: "content-type", value: "application/json")
            call.body = .bytes(ByteBuffer(string: text))
        }
        // The body is read whatever the status is, so that the connection can be used again.
        guard let response = try? await Network.withoutRedirects.execute(call, timeout: .seconds(Int64(endpoint.querySeconds.rounded(.up)))),
            let buffer = try? await response.body.collect(upTo: 4 << 20), response.status == .ok
        else { return nil }
        return JSONText.value(String(buffer: buffer))
    }
}
