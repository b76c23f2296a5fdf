import AssaySupport
import AsyncHTTPClient
import NIOCore

/// The HTTP clients: a refused connection is told at once, not retried for a minute and a half.
enum Network {
    /// Downloads: redirects are followed.
    static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    /// Carries keys and prompts: the caller decides about each redirect.
    static let withoutRedirects: HTTPClient = {
        var configuration = Self.configuration
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10)))
        // Retrying is ours: the library's own would hide that no server is there.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
