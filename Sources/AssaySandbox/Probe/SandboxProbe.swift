package import AssayCore
import AssaySupport
import Subprocess
import SystemPackage

/// The sandbox layers that this host supports.
package struct SandboxProbe: Encodable, Sendable {
    /// One layer of the sandbox and whether this machine can enforce it.
    package struct Capability: Codable, Sendable {
        /// The name of the layer.
        package let id: String
        /// Whether the layer works.
        package let ok: Bool
        /// The error number of the step that failed; 0 where none did.
        package let errno: Int
        /// The step that failed, or nothing.
        package let stage: String
        /// The result of the check, in one line.
        package let detail: String

        /// Makes the result of trying one layer.
        package init(id: String, ok: Bool, errno: Int, stage: String, detail: String) {
            self.id = id
            self.ok = ok
            self.errno = errno
            self.stage = stage
            self.detail = detail
        }
    }
    /// The strongest isolation level that this host supports; nil when nothing can be run.
    package var isolationLevel: IsolationLevel?
    /// The user ID of this process.
    package let uid: Int
    /// The result of trying each layer.
    package var capabilities: [Capability]

    /// Asks the launcher, the installed or a named one, to try each layer.
    package static func run(_ named: String? = nil) async throws(SandboxError) -> SandboxProbe {
        let launcher: String
        if let named { launcher = named } else { launcher = try LauncherLocation.find() }
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(launcher)), arguments: ["probe"], output: .string(limit: 65536),
                error: .string(limit: 65536))
            return try JSON.decode(SandboxProbe.self, ended.standardOutput)
        } catch {
            throw SandboxError(.launcher, "the sandbox launcher could not probe: \(error)")
        }
    }
}

extension SandboxProbe: Decodable {
    private enum Key: String, CodingKey { case uid, capabilities }

    /// Decodes the launcher's answer.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        isolationLevel = try IsolationLevel.decode(from: decoder)
        uid = try fields.decode(Int.self, forKey: .uid)
        capabilities = try fields.decode([Capability].self, forKey: .capabilities)
    }
}
