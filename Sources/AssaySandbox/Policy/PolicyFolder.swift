import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// The embedded policies, written once per process to a private folder.
struct PolicyFolder: Sendable {
    static let embedded: [String: [UInt8]] = [
        "bare": PackageResources.bare_policy,
        "base": PackageResources.base_policy,
        "java": PackageResources.java_policy,
        "javascript": PackageResources.javascript_policy,
        "loopback": PackageResources.loopback_policy,
        "no-links": PackageResources.no_links_policy,
        "python": PackageResources.python_policy,
        "python-server": PackageResources.python_server_policy,
        "swift": PackageResources.swift_policy,
    ]

    private let folder: ScratchFolder
    /// SHA-256 of all embedded policies.
    var digest: String {
        Digest.of(Self.embedded.sorted { $0.key < $1.key }.map { $0.key + String(decoding: $0.value, as: UTF8.self) }.joined())
    }

    init() throws(SandboxError) {
        do {
            folder = try ScratchFolder(name: "jail")
            for (name, bytes) in Self.embedded {
                try Data(bytes).write(to: URL(filePath: folder.path + "/\(name).policy"))
            }
        } catch {
            throw SandboxError(.launcher, "cannot write policies: \(error)")
        }
    }

    /// The file of a named policy, or of one that is given by path.
    func path(of name: String) throws(SandboxError) -> String {
        if Self.embedded[name] != nil { return folder.path + "/\(name).policy" }
        if name.contains("/") || name.hasSuffix(".policy") {
            if access(name, R_OK) == 0 { return name }
            throw SandboxError(.policy, "cannot read the policy file '\(name)'")
        }
        let known = Self.embedded.keys.sorted().joined(separator: ", ")
        let near = TextDistance.question(name, of: Self.embedded.keys.sorted())
        throw SandboxError(
            .policy, "no policy is named '\(name)'; \(near)known: \(known), or give a file's path")
    }
}
