import HTTPTypes
import Hummingbird

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
