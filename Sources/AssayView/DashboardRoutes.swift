import AssayCore
import AssayExperiments
import AssayRender
import AssaySupport
import HTTPTypes
import Hummingbird
import NIOCore

/// What the dashboard answers under each address; `PageLinks.server` names the same addresses.
struct DashboardRoutes: Sendable {
    let source: DashboardSource
    private let links = PageLinks.server
    private static let html = "text/html; charset=utf-8"

    init(source: DashboardSource) { self.source = source }

    /// The router of all pages.
    var router: Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: LoopbackOnly())
        addAssets(to: router)
        addRuns(to: router)
        addAttempts(to: router)
        return router
    }

    private func addAssets(to router: Router<BasicRequestContext>) {
        router.get("/assay.css") { _, _ in Self.answer(PageAssets.style, type: "text/css; charset=utf-8") }
        router.get("/assay.js") { _, _ in Self.answer(PageAssets.script, type: "text/javascript; charset=utf-8") }
        router.get("/events") { _, _ in EventStream.response(source.version) }
    }

    private func addRuns(to router: Router<BasicRequestContext>) {
        router.get("/") { _, _ in
            try await page { try RunsPage.render(source.runs(), store: source.name, links: links) }
        }
        router.get("/run/:run") { request, context in
            let run = try context.parameters.require("run")
            let query = Self.query(request)
            return try await page {
                let shown = try source.run(run)
                return RunPage.render(shown.document, command: shown.command, links: links, query: query, live: shown.live)
            }
        }
        router.get("/run/:run/live") { _, context in
            let run = try context.parameters.require("run")
            return try await page { LivePart.render(try source.live(run), links: links) }
        }
        router.get("/compare") { request, _ in
            let fields = request.uri.queryParameters
            guard let a = fields["a"], let b = fields["b"] else { throw HTTPError(.badRequest, message: "name two arms: /compare?a=RUN/ARM&b=RUN/ARM") }
            return try await page {
                let found = try await source.comparison(String(a), String(b))
                return ComparePage.render(found.pair, run: found.run, links: links)
            }
        }
    }

    private func addAttempts(to router: Router<BasicRequestContext>) {
        router.get("/run/:run/attempt/:attempt") { _, context in
            let run = try context.parameters.require("run")
            let attempt = try context.parameters.require("attempt", as: Int64.self)
            return try await page { AttemptPage.render(try await source.attempt(run, attempt), links: links) }
        }
        router.get("/run/:run/pair/:a/:b") { _, context in
            let run = try context.parameters.require("run")
            let a = try context.parameters.require("a", as: Int64.self)
            let b = try context.parameters.require("b", as: Int64.self)
            return try await page {
                PairPage.render((a, try await source.attempt(run, a)), (b, try await source.attempt(run, b)), links: links)
            }
        }
    }

    /// What the reader asks of the attempts.
    private static func query(_ request: Request) -> RunPage.Query {
        let fields = request.uri.queryParameters
        func text(_ name: Substring) -> String { String((fields[name] ?? "").prefix(200)) }
        return RunPage.Query(words: text("q"), arm: text("arm"), verdict: text("verdict"), page: Int(text("page")) ?? 1)
    }

    /// Answers with a page, or with one that says why there is none.
    private func page(_ render: () async throws -> String) async throws -> Response {
        do {
            return Self.answer(try await render(), type: Self.html)
        } catch let error as HarnessError where error.code == .suite || error.code == .missing {
            return failure("Not found", error.message, .notFound)
        } catch let error as NotComparable {
            return failure("Not comparable", error.description, .conflict)
        } catch let error as InputError {
            return failure("Not found", error.description, .notFound)
        }
    }

    private func failure(_ title: String, _ reason: String, _ status: HTTPResponse.Status) -> Response {
        Self.answer(ErrorPage.render(title, reason, links: links), type: Self.html, status: status)
    }

    private static func answer(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "no-store", .contentSecurityPolicy: PageAssets.policyOfServer, .xContentTypeOptions: "nosniff",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
