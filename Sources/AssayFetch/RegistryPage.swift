import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One small page of a registry that the user's own settings name.
enum RegistryPage {
    /// The text of a page; nil where it cannot be had.
    static func text(of url: String, accept: String) async -> String? {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: accept)
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(10)), response.status == .ok,
            let body = try? await response.body.collect(upTo: 32 << 20)
        else { return nil }
        return String(buffer: body)
    }
}
