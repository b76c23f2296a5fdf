import AssayCore
import Glibc

/// Finds the interpreter that a script names in its first line (`#!`, execve(2)).
enum ScriptInterpreter {
    /// The kernel reads no more of a first line (BINPRM_BUF_SIZE).
    private static let longestLine = 256

    /// Returns the interpreter of a command's program; nil where the program is no script or is not found.
    static func named(by command: SandboxCommand) -> String? {
        guard let program = command.arguments.first, !program.isEmpty else { return nil }
        var places = [program]
        if !program.contains("/") {
            let path = command.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
            places = path.split(separator: ":").map { "\($0)/\(program)" }
        } else if !program.hasPrefix("/") {
            places = ["\(command.directory)/\(program)"]
        }
        for place in places {
            guard let line = firstBytes(of: place, for: command) else { continue }
            return interpreter(line)
        }
        return nil
    }

    /// Reads `#! INTERPRETER [ARGUMENT]`; a carriage return at its end is part of the name, as it is for the kernel.
    static func interpreter(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: [0x23, 0x21]) else { return nil }
        let blanks: [UInt8] = [0x20, 0x09]
        let line = bytes.dropFirst(2).prefix { $0 != 0x0A }.drop { blanks.contains($0) }
        let name = line.prefix { !blanks.contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    private static func firstBytes(of place: String, for command: SandboxCommand) -> [UInt8]? {
        let parts = place.split(separator: "/").map(String.init)
        let mounts = command.mounts.map { ($0, inside: $0.inside.split(separator: "/").map(String.init)) }
        // The mount whose place inside is the longest is the one that a path leads to.
        let found = mounts.filter { parts.starts(with: $0.inside) }.max { $0.inside.count < $1.inside.count }
        guard let (mount, inside) = found else {
            let isSystem = ["usr", "bin"].contains(parts.first ?? "")
            return isSystem ? read(Glibc.open("/" + parts.joined(separator: "/"), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) : nil
        }
        let rest = Array(parts.dropFirst(inside.count))
        return mount.hosts.lazy.compactMap { read(open(rest, beneath: $0)) }.first
    }

    /// Opens a file beneath a folder without following links, which a candidate may have made.
    private static func open(_ parts: [String], beneath folder: String) -> CInt {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        var descriptor = Glibc.open(folder, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        for part in parts where descriptor >= 0 {
            let next = part == ".." ? -1 : openat(descriptor, part, flags)
            close(descriptor)
            descriptor = next
        }
        return descriptor
    }

    private static func read(_ descriptor: CInt) -> [UInt8]? {
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: longestLine)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes[..<count])
    }
}

extension SandboxMount {
    /// The place inside the sandbox.
    fileprivate var inside: String {
        switch self {
        case .readOnly(_, let inside), .readWrite(_, let inside), .overlay(_, let inside): inside
        case .layered(_, _, let inside), .layeredOverlay(_, _, let inside): inside
        }
    }

    /// The folders on the host that are visible there, the uppermost first.
    fileprivate var hosts: [String] {
        switch self {
        case .readOnly(let host, _), .readWrite(let host, _), .overlay(let host, _): [host]
        case .layered(let base, let changes, _), .layeredOverlay(let base, let changes, _): [changes, base]
        }
    }
}
