import AssayCore
package import AssayExperiments
package import AssayRender
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SystemPackage

/// The dashboard: the stored runs as pages, on the loopback interface only.
package struct Dashboard: Sendable {
    /// A run as its page shows it.
    package struct Run: Sendable {
        /// The results of the run.
        package let document: ExperimentDocument
        /// The command that repeats the run.
        package let command: String

        /// Makes the content of a run's page.
        package init(document: ExperimentDocument, command: String) {
            self.document = document
            self.command = command
        }
    }

    /// The functions that read what the pages show; each call reads the store anew, so that a run can be watched.
    package struct Source: Sendable {
        /// Returns the list of stored runs.
        package let runs: @Sendable () throws -> RunList
        /// Returns a run by its id.
        package let run: @Sendable (String) throws -> Run
        /// Returns an attempt by its run's id and its own number.
        package let attempt: @Sendable (String, Int64) async throws -> AttemptDocument

        /// Makes a source of the three kinds of pages.
        package init(
            runs: @escaping @Sendable () throws -> RunList,
            run: @escaping @Sendable (String) throws -> Run,
            attempt: @escaping @Sendable (String, Int64) async throws -> AttemptDocument
        ) {
            self.runs = runs
            self.run = run
            self.attempt = attempt
        }
    }

    private let source: Source
    private let port: Int

    /// Makes a dashboard on a port of 127.0.0.1; port 0 takes a free one.
    package init(_ source: Source, port: Int) {
        self.source = source
        self.port = port
    }

    /// Serves until the surrounding task is cancelled; calls `listening` with the port once it accepts connections.
    ///
    /// - Throws: `HarnessError` when the port cannot be had.
    package func serve(listening: @escaping @Sendable (Int) -> Void) async throws {
        let source = source
        let router = Router()
        router.add(middleware: LoopbackOnly())
        router.get("/") { _, _ in
            try await Self.page { try HTMLRuns.render(source.runs(), address: Address.run) }
        }
        router.get("/run/:run") { _, context in
            let run = try context.parameters.require("run")
            return try await Self.page {
                let shown = try source.run(run)
                return try HTMLExperiment.render(shown.document, command: shown.command) {
                    Address.attempt($0, of: run)
                }
            }
        }
        router.get("/run/:run/attempt/:attempt") { _, context in
            let run = try context.parameters.require("run")
            let attempt = try context.parameters.require("attempt", as: Int64.self)
            return try await Self.page {
                let document = try await source.attempt(run, attempt)
                return try HTMLAttempt.render(document, home: "/", back: Address.run(document.run))
            }
        }
        var logger = Logger(label: "assay")
        logger.logLevel = .critical
        let server = Application(
            router: router,
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

    private static func page(_ render: () async throws -> String) async throws -> Response {
        let text: String
        do {
            text = try await render()
        } catch let error as HarnessError where error.code == .suite {
            throw HTTPError(.notFound, message: error.message)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
                .xContentTypeOptions: "nosniff",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

/// The addresses of the dashboard's pages.
private enum Address {
    static func run(_ id: String) -> String { "/run/\(id)" }
    static func attempt(_ number: Int64, of run: String) -> String { "/run/\(run)/attempt/\(number)" }
}

/// Refuses requests under a foreign host name: a page elsewhere must not read the store by DNS rebinding.
struct LoopbackOnly<Context: RequestContext>: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let host = (request.head.authority ?? "").split(separator: ":").first ?? ""
        guard host == "127.0.0.1" || host == "localhost" else {
            throw HTTPError(.forbidden, message: "open the dashboard under 127.0.0.1 or localhost")
        }
        return try await next(request, context)
    }
}
