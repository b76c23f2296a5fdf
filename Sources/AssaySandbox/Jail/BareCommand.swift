import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// A command without a mount namespace: mounted folders keep their paths on the host.
///
/// Its words and environment are rewritten where they begin with a place inside; what it printed is
/// rewritten back, so that callers never learn of the difference.
struct BareCommand {
    /// The group of all such runs, which nothing else uses (`BARE_GROUP` in `launcher.h`).
    static let group: gid_t = 61183

    private(set) var command: SandboxCommand
    /// The folder that takes the place of private memory at this isolation level; it is deleted after the run.
    private let scratch: ScratchFolder
    /// Places inside and on the host, the longest first.
    private let places: [(inside: String, host: String)]

    init(_ original: SandboxCommand) async throws(SandboxError) {
        guard geteuid() == 0 else {
            throw SandboxError(
                .unavailable,
                "a run without namespaces needs root, to give each command a user of its own; run as root, or see 'assay doctor' for how to allow namespaces")
        }
        var places: [(inside: String, host: String)] = []
        var mounts: [SandboxMount] = []
        do {
            scratch = try ScratchFolder(name: "bare")
            try Self.makeFolder(scratch.path + "/tmp")
            for (index, mount) in original.mounts.enumerated() {
                switch mount {
                case .readOnly(let host, let inside):
                    places.append((inside, host))
                    mounts.append(.readOnly(host: host, inside: host))
                case .readWrite(let host, let inside):
                    places.append((inside, host))
                    mounts.append(.readWrite(host: host, inside: host))
                case .overlay(let host, let inside):
                    let copy = "\(scratch.path)/\(index)"
                    try Self.makeFolder(copy)
                    try await FolderCopy.contents(of: host, into: copy)
                    places.append((inside, copy))
                    mounts.append(.readWrite(host: copy, inside: copy))
                case .layered, .layeredOverlay: throw SandboxError(.unavailable, "layers of folders need a mount namespace")
                }
            }
        } catch {
            throw SandboxError(.launcher, "cannot prepare a folder for the command: \(error)")
        }
        mounts.append(.readWrite(host: scratch.path + "/tmp", inside: scratch.path + "/tmp"))
        self.places = places.filter { $0.inside != $0.host }.sorted { $0.inside.utf8.count > $1.inside.utf8.count }
        command = original
        command.mounts = mounts
        command.policies.append("bare")
        command.arguments = original.arguments.map(onHost)
        command.directory = onHost(original.directory)
        command.environment = original.environment.mapValues(onHost)
        for name in ["TMPDIR", "HOME"] where command.environment[name] == nil {
            command.environment[name] = scratch.path + "/tmp"
        }
        for mount in mounts { try Self.open(mount.host) }
    }

    private func onHost(_ text: String) -> String {
        for place in places where text == place.inside || text.hasPrefix(place.inside + "/") {
            return place.host + text.dropFirst(place.inside.count)
        }
        return text
    }

    /// Returns the result with paths as the caller knows them; a truncated stream is left unchanged, because its bytes are counted.
    func inside(_ result: SandboxResult) -> SandboxResult {
        var result = result
        for place in places {
            if result.stdoutTail == 0 { result.stdout = Self.replace(place.host, by: place.inside, in: result.stdout) }
            if result.stderrTail == 0 { result.stderr = Self.replace(place.host, by: place.inside, in: result.stderr) }
        }
        return result
    }

    private static func replace(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        var replaced: [UInt8] = []
        while let found = rest.firstRange(of: Array(old.utf8)) {
            replaced += rest[..<found.lowerBound] + Array(new.utf8)
            rest = rest[found.upperBound...]
        }
        return replaced.isEmpty ? bytes : replaced + rest
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        chmod(path, 0o777)
    }

    /// Lets the run's group through Assay's own folders; throws for any other folder that the group may not enter.
    private static func open(_ path: String) throws(SandboxError) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            var status = stat()
            guard stat(folder, &status) == 0, status.st_mode & S_IXOTH == 0 else { continue }
            if status.st_gid == group && status.st_mode & S_IXGRP != 0 { continue }
            guard ScratchFolder.isOurs(folder), chown(folder, uid_t.max, group) == 0, chmod(folder, 0o710) == 0 else {
                throw SandboxError(
                    .unavailable,
                    "without namespaces the command runs as a user of its own, who may not enter '\(folder)'; "
                        + "allow it (chmod o+x '\(folder)'), or move what is needed from there, for example by ASSAY_CACHE")
            }
        }
    }
}

extension SandboxMount {
    /// Where it is on the host.
    var host: String {
        switch self {
        case .readOnly(let host, _), .readWrite(let host, _), .overlay(let host, _): host
        case .layered(_, let changes, _), .layeredOverlay(_, let changes, _): changes
        }
    }
}
