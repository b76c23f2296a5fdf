import AssaySupport
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A model server of this machine that answers on loopback.
package struct LocalServer: Sendable, Equatable {
    /// A place where a kind of server usually listens.
    package struct Place: Sendable {
        /// The server's name.
        package let name: String
        /// Its port on 127.0.0.1.
        package let port: Int

        /// Makes a place.
        package init(_ name: String, port: Int) { (self.name, self.port) = (name, port) }
    }

    /// The places that servers take if nobody says otherwise.
    package static let usual = [
        Place("llama-cpp", port: 8080), Place("ollama", port: 11434), Place("vllm", port: 8000), Place("lm-studio", port: 1234),
    ]

    /// The server's name.
    package let name: String
    /// The URL for a configuration.
    package let baseURL: String
    /// The models that it lists, at most eight.
    package let models: [String]

    /// Makes a server that was found.
    package init(name: String, baseURL: String, models: [String]) {
        (self.name, self.baseURL, self.models) = (name, baseURL, models)
    }

    /// Asks each place at once for its list of models, a second at most; whatever does not answer like a model server is left out.
    package static func find(at places: [Place] = usual) async -> [LocalServer] {
        await withTaskGroup(of: (Int, LocalServer?).self) { group in
            for (order, place) in places.enumerated() {
                group.addTask { (order, (try? await withDeadline(1) { await ask(place) }) ?? nil) }
            }
            return await group.reduce(into: [(Int, LocalServer)]()) { found, answer in
                if let server = answer.1 { found.append((answer.0, server)) }
            }
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func ask(_ place: Place) async -> LocalServer? {
        let url = "http://127.0.0.1:\(place.port)/v1"
        guard let response = try? await Network.withoutRedirects.execute(HTTPClientRequest(url: url + "/models"), timeout: .seconds(1)),
            response.status == .ok, let buffer = try? await response.body.collect(upTo: 1 << 20),
            let list = JSONText.value(String(buffer: buffer))?["data"]?.items
        else { return nil }
        let names = list.compactMap { $0["id"]?.text }.filter { !$0.isEmpty && $0.count <= 200 && $0 == TerminalText.line($0) }
        return names.isEmpty ? nil : LocalServer(name: place.name, baseURL: url, models: Array(names.prefix(8)))
    }
}
