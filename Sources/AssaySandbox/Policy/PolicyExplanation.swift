package import AssayCore
import AssaySupport
import Subprocess
import SystemPackage

/// The combined effect of several policies, as the launcher itself reads them.
package struct PolicyExplanation: Sendable, Codable {
    /// One rule of the system call filter.
    package struct Rule: Sendable, Codable {
        /// allow, errno, report (denied and reported), watch (allowed and told), answer (by the launcher) or kill.
        package let action: String
        /// The name of the system call.
        package let syscall: String
        /// The number on the explained architecture; negative where it has no such call.
        package let number: Int
        /// The error number that a refused call returns.
        package let errno: Int
        /// The argument a condition is on; -1 without a condition.
        package let argument: Int
        /// Whether the condition is that the masked argument differs from the value.
        package let negated: Bool
        /// The mask of the argument.
        package let mask: UInt64
        /// The value with which the masked argument is compared.
        package let value: UInt64
        /// A later argument that must equal `secondValue` too; 0 without a second condition.
        package let second: Int
        /// The value of the second condition.
        package let secondValue: UInt64
        /// The description in the policy.
        package let why: String

        /// The condition as policies write it, or nothing.
        package var condition: String? {
            guard argument >= 0 else { return nil }
            let value = "0x" + String(value, radix: 16)
            if negated { return "arg\(argument) != \(value)" }
            let also = second > 0 ? " && arg\(second) == 0x" + String(secondValue, radix: 16) : ""
            return mask == 0xffff_ffff
                ? "arg\(argument) == \(value)\(also)"
                : "arg\(argument) & 0x\(String(mask, radix: 16)) == \(value)\(also)"
        }
    }
    /// One place that a policy makes visible.
    package struct Mount: Sendable, Codable {
        /// The kind of the mount, as policies write it.
        package let kind: String
        /// The path inside the sandbox.
        package let target: String
        /// Whether the host may lack the path.
        package let optional: Bool
        /// The size of private memory in bytes.
        package let bytes: Int
    }
    /// The architecture of this machine, as policies name it.
    package static var ownArchitecture: String {
        #if arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }

    /// The rules in the order in which they are tried.
    package var rules: [Rule]
    /// The places that the command sees.
    package var mounts: [Mount]
    /// Whether the command may make namespaces for what it starts, and confines that itself.
    package let nests: Bool
    /// The environment variables, as `NAME=value`.
    package let environment: [String]

    /// Asks the launcher for the combined effect of policies on an architecture.
    package static func load(
        _ names: [String], architecture: String
    ) async throws(SandboxError) -> PolicyExplanation {
        let said = try await launcher("explain", names, architecture: architecture)
        do {
            return try JSON.decode(PolicyExplanation.self, String(decoding: said, as: UTF8.self))
        } catch {
            throw SandboxError(.launcher, "the launcher's explanation cannot be read: \(error)")
        }
    }

    /// Compiles the named policies to a filter: an array of struct sock_filter (seccomp(2)).
    package static func compiled(
        _ names: [String], architecture: String
    ) async throws(SandboxError) -> [UInt8] {
        try await launcher("compile", names, architecture: architecture)
    }

    private static func launcher(
        _ verb: String, _ names: [String], architecture: String
    ) async throws(SandboxError) -> [UInt8] {
        let policies = try PolicyFolder()
        var words = ["policy", verb, architecture]
        for name in names { words.append(try policies.path(of: name)) }
        let launcher = try LauncherLocation.find()
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(launcher)), arguments: Arguments(words), output: .bytes(limit: 1 << 20),
                error: .string(limit: 65536))
            guard ended.terminationStatus.isSuccess else {
                throw SandboxError(.launcher, TerminalText.line(ended.standardError, limit: 400))
            }
            return ended.standardOutput
        } catch {
            throw error as? SandboxError ?? SandboxError(.launcher, "the launcher cannot be run: \(error)")
        }
    }
}

extension PolicyExplanation {
    /// Describes for people what is allowed and why; golden files fix the format.
    package func text(named names: [String]) -> String {
        var text = "\(names.joined(separator: " + ")): what is not named here answers ENOSYS, as if the kernel lacked it\n\n"
        for (action, words) in [
            ("allow", "allowed"), ("errno", "refused quietly"), ("report", "denied and reported"), ("watch", "allowed and told"),
            ("answer", "answered by the launcher"), ("kill", "killed for"),
        ] {
            let chosen = rules.filter { $0.action == action }
            guard !chosen.isEmpty else { continue }
            text += "\(words)\n"
            for reason in chosen.map(\.why).uniqued() {
                let calls = chosen.filter { $0.why == reason }.map { rule in
                    rule.syscall + (rule.condition.map { " if \($0)" } ?? "")
                }
                text += "  \(reason)\n" + Self.wrapped(calls.sorted(), margin: "    ")
            }
        }
        text += "seen\n"
        for mount in mounts {
            switch mount.kind {
            case "tmpfs": text += "  \(mount.target)  private memory, \(mount.bytes >> 20) MiB\n"
            case "see": text += "  \(mount.target)  readable, also where it is the host's\n"
            default: text += "  \(mount.target)  read-only\(mount.optional ? ", where it exists" : "")\n"
            }
        }
        if nests { text += "nests\n  keeps CAP_SYS_ADMIN over the namespaces of its run, to confine what it starts\n" }
        return text + "environment\n" + environment.map { "  \($0)\n" }.joined()
    }

    private static func wrapped(_ words: [String], margin: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, line.count + word.count + 2 > 92 {
                lines.append(line + ",")
                line = ""
            }
            line += line.isEmpty ? word : ", \(word)"
        }
        return (lines + [line]).map { margin + $0 + "\n" }.joined()
    }
}
