import AssaySupport
import AsyncHTTPClient
import NIOCore

/// The HTTP clients of the process; they report a refused connection at once instead of retrying for 90 seconds.
enum Network {
    /// The client for downloads, which follows redirects.
    static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    /// The client for model calls: the caller decides about each redirect, since requests carry keys and prompts.
    static let withoutRedirects: HTTPClient = {
        var configuration = Self.configuration
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10)))
        // Assay retries itself; the library's retries would hide that there is no server.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
