import AssayCore
import AsyncHTTPClient
import Glibc
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Downloads large files.
enum FileDownload {
    /// Downloads `url` to `path`, continuing a partial file; `bytes` is the expected size, `say` gets the progress in percent.
    ///
    /// Throws for a failing server, a full disk and a file that is larger than expected.
    static func fetch(
        _ url: String, to path: String, bytes: Int, say: @Sendable (String) -> Void
    ) async throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ModelError(.unreachable, "cannot write \(path)") }
        defer { close(descriptor) }
        var have = Int(lseek(descriptor, 0, SEEK_END))
        if have >= bytes { return }
        var request = HTTPClientRequest(url: url)
        if have > 0 { request.headers.add(name: "range", value: "bytes=\(have)-") }
        let response = try await Network.client.execute(request, timeout: .hours(4))
        switch response.status {
        case .partialContent: break
        case .ok:
            // The server sends the whole file again, so the part is discarded.
            guard ftruncate(descriptor, 0) == 0 else { throw ModelError(.unreachable, "cannot write \(path)") }
            have = 0
        default: throw ModelError(.unreachable, "the server answered \(response.status.code)")
        }
        var told = 0
        for try await chunk in response.body {
            let part = Array(chunk.readableBytesView)
            guard have + part.count <= bytes else { throw ModelError(.refused, "the file is larger than it should be") }
            guard write(descriptor, part, part.count) == part.count else {
                throw ModelError(.unreachable, "the disk is full")
            }
            have += part.count
            if have * 20 / bytes > told {
                told = have * 20 / bytes
                say("\(told * 5) %")
            }
        }
    }
}
