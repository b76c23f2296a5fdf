import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import SystemPackage

/// Things of the host that no hostile program may reach: a secret file and three listening sockets.
///
/// It is a class because sockets and folder are removed exactly once, by its deinitialiser.
final class HostCanaries: Sendable {
    /// The secret that must never appear in a program's output.
    let secret: String
    let file: String
    let socketPath: String
    let abstractName: String
    let port: Int
    private let scratch: ScratchFolder
    private let listeners: [(name: String, descriptor: CInt)]

    init() throws(SandboxError) {
        secret = "secret-\(UInt64.random(in: .min ... .max))"
        do {
            scratch = try ScratchFolder(name: "canary")
            guard chmod(scratch.path, 0o755) == 0 else { throw POSIXError(.EPERM) }
            file = scratch.path + "/secret.txt"
            try Data(secret.utf8).write(to: URL(filePath: file))
            chmod(file, 0o666)
        } catch {
            throw SandboxError(.launcher, "cannot plant a canary: \(error)")
        }
        socketPath = scratch.path + "/socket"
        abstractName = "assay-canary-\(UInt64.random(in: .min ... .max))"
        let tcp = try Self.listenTCP()
        port = tcp.port
        listeners = [
            ("TCP", tcp.descriptor), ("socket file", try Self.listenUnix(Array(socketPath.utf8))),
            ("abstract socket", try Self.listenUnix([0] + Array(abstractName.utf8))),
        ]
        chmod(socketPath, 0o777)
    }

    deinit { listeners.forEach { close($0.descriptor) } }

    /// Describes which canaries were touched since the last call.
    func touched() -> [String] {
        var found: [String] = []
        for listener in listeners {
            let peer = accept(listener.descriptor, nil, nil)
            guard peer >= 0 else { continue }
            close(peer)
            found.append("a connection reached the host's \(listener.name)")
        }
        if (try? String(contentsOfFile: file, encoding: .utf8)) != secret { found.append("the host's file was changed") }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: scratch.path)) ?? []
        if names.count != 2 { found.append("the host's folder was changed") }
        return found
    }

    private static func listenTCP() throws(SandboxError) -> (descriptor: CInt, port: Int) {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard descriptor >= 0, bound else { throw SandboxError(.launcher, "no listening socket: \(Errno(rawValue: errno))") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func listenUnix(_ name: [UInt8]) throws(SandboxError) -> CInt {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.prefix($0.count - 1)) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
            }
        }
        guard descriptor >= 0, bound else { throw SandboxError(.launcher, "no listening socket: \(Errno(rawValue: errno))") }
        return descriptor
    }
}
