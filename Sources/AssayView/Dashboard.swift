import AssayCore
import AssayRender
import Hummingbird
import Logging
import NIOCore
import SystemPackage

/// The dashboard: the stored runs as pages, on the loopback interface only.
package struct Dashboard: Sendable {
    private let source: DashboardSource
    private let port: Int

    /// Makes a dashboard on a port of 127.0.0.1; port 0 takes a free one.
    package init(_ source: DashboardSource, port: Int) {
        self.source = source
        self.port = port
    }

    /// Serves until the surrounding task is cancelled; calls `listening` with the port once it accepts connections.
    ///
    /// - Throws: `HarnessError` when the port cannot be had.
    package func serve(listening: @escaping @Sendable (Int) -> Void) async throws {
        var logger = Logger(label: "assay")
        logger.logLevel = .critical
        let server = Application(
            router: DashboardRoutes(source: source).router,
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) },
            logger: logger)
        do {
            try await server.run()
        } catch let error as IOError {
            throw HarnessError(
                .storage,
                "127.0.0.1:\(port): the dashboard cannot listen: \(Errno(rawValue: error.errnoCode)); name another port with --port")
        }
    }
}
