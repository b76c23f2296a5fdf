import AssayCore
import AssaySupport

extension ModelProvider {
    /// Answers that were recorded before.
    static let cassette = ModelProvider(name: "cassette", keys: [SettingKey("path", .path, isRequired: true)]) {
        CassetteSource(path: $0.text("path") ?? "")
    }
}

/// A recording that is replayed.
private struct CassetteSource: ModelSource {
    let path: String
    var identity: [String: String] { ["recording": FileDigest.of(path) ?? "unreadable"] }

    func withClient<Value: Sendable>(
        calls: Int, say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        let player = try CassettePlayer(path: path)
        for error in player.malformed { say("\(error); the line answers nothing") }
        return try await body(player)
    }
}
