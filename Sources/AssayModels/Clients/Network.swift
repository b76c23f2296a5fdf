import AssaySupport
import AsyncHTTPClient
import NIOCore

/// The one HTTP client: a refused connection is told at once, not retried for a minute and a half.
enum Network {
    static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            timeout: .init(connect: .seconds(10)))
        // Retrying is ours: the library's own would hide that no server is there.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
