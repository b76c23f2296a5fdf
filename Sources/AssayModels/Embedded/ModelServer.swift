import AssayCore
import AssaySupport
import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage

/// Serves an embedded model on the loopback interface while a body runs.
package enum ModelServer {
    /// The usual context window in tokens.
    package static let usualContext = 8192

    /// Returns how many answers at once, at most as many as wanted, half of the free memory has room for beside the model.
    static func slots(_ model: EmbeddedModel, wanted: Int, free: Int? = Memory.available) -> Int {
        guard let free else { return 1 }
        return min(wanted, max(1, (free / 2 - model.bytes) / (model.bytesPerToken * usualContext)))
    }

    /// Starts a server, waits until it answers, passes its base URL to the body, and stops the server.
    ///
    /// `context` is the context window of each answer in tokens, `slots` the number of answers that are written at once; the
    /// port 0 lets the system choose one.
    package static func serve<Value: Sendable>(
        _ model: EmbeddedModel, store: ModelStore, threads: Int, context: Int = usualContext, slots: Int = 1, port: Int = 0,
        body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        guard let file = store.path(of: model), let python = store.runtime else {
            throw ModelError(
                .unreachable, "\(model.name) is not here yet; run 'assay models pull \(model.name)'")
        }
        let folder = "/tmp/assay-server-\(getpid())-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = folder + "/model_server.py"
        try Data(PackageResources.model_server_py).write(to: URL(filePath: script))
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let log = try FileDescriptor.open(
            FilePath(folder + "/log"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
        // The address has a file of its own, because log lines could be written into the middle of it.
        let said = try FileDescriptor.open(
            FilePath(folder + "/address"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
        let ended = try await Subprocess.run(
            .path(FilePath(python)),
            arguments: ["-I", script, file, model.name, "\(context)", "\(threads)", "\(port)", "\(slots)"],
            // On a small machine, OpenMP threads that wait actively would leave no CPU to anything else.
            environment: .inherit.updating(["GOMP_SPINCOUNT": "1000"]),
            platformOptions: options, input: .none,
            output: .fileDescriptor(said, closeAfterSpawningProcess: true),
            error: .fileDescriptor(log, closeAfterSpawningProcess: true)
        ) { execution in
            let address = try await waitForAddress(folder, execution.processIdentifier.value)
            do {
                let value = try await body(address + "/v1")
                await execution.teardown(using: options.teardownSequence)
                return value
            } catch {
                await execution.teardown(using: options.teardownSequence)
                throw error
            }
        }
        return ended.closureResult
    }

    private static func waitForAddress(_ folder: String, _ process: pid_t) async throws -> String {
        for _ in 0..<1200 {
            let said = (try? String(contentsOfFile: folder + "/address", encoding: .utf8)) ?? ""
            if let line = said.lines.first(where: { $0.hasPrefix("LISTENING ") }) {
                let address = String(line.dropFirst(10))
                if await answers(address) { return address }
            }
            guard kill(process, 0) == 0 else {
                let text = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
                throw ModelError(.unreachable, "the model server ended: \(TerminalText.line(String(text.suffix(300))))")
            }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw ModelError(.timeout, "the model server did not come up within five minutes")
    }

    private static func answers(_ address: String) async -> Bool {
        let request = HTTPClientRequest(url: address + "/health")
        let response = try? await Network.client.execute(request, timeout: .seconds(5))
        return response?.status == .ok
    }
}
