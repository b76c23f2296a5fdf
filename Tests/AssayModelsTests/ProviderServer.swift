import AssayModels
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage

/// `Programs/provider.py`: a server that speaks each interface and misbehaves by plan.
enum ProviderServer {
    /// One request as the server got it.
    struct Request: Decodable {
        var path: String
        var headers: [String: String]
        var body: JSONValue
    }

    /// Runs a body with a client of a fresh server; `requests` are those that it got.
    static func run(
        _ interface: ModelInterface, plan: [String] = [], key: String? = nil, rates: RateLimits? = nil, seconds: Double = 60,
        window: ContextWindow? = nil, _ body: @Sendable (ProviderClient, _ requests: @Sendable () throws -> [Request]) async throws -> Void
    ) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let out = try FileDescriptor.open(FilePath(folder + "/port"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
        let log = folder + "/log"
        _ = try await Subprocess.run(
            .path("/usr/bin/python3"), arguments: [Places.root + "/Tests/AssayModelsTests/Programs/provider.py", JSON.line(plan), log],
            input: .none, output: .fileDescriptor(out, closeAfterSpawningProcess: true), error: .discarded
        ) { execution in
            var port: Int?
            while port == nil {
                try await Task.sleep(for: .milliseconds(50))
                let text = try String(contentsOfFile: folder + "/port", encoding: .utf8)
                if text.hasSuffix("\n") { port = Int(text.dropLast()) }
            }
            var endpoint = ModelEndpoint(
                interface, baseURL: "http://127.0.0.1:\(port ?? 0)/v1/", model: "m", keyEnvironment: key, rates: rates, window: window)
            endpoint.wholeSeconds = seconds
            endpoint.querySeconds = 300
            do {
                try await body(ProviderClient(endpoint)) {
                    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                    return try text.split(separator: "\n").map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
                }
                await execution.teardown(using: [])
            } catch {
                await execution.teardown(using: [])
                throw error
            }
        }
    }
}
