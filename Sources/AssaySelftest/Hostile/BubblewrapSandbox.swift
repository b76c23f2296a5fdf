package import AssayCore
import Glibc
import Subprocess
import SystemPackage

/// Bubblewrap with its usual flags, so that the hostile corpus can be tried on a peer.
///
/// It has no limits of its own: a deadline and a cap on output are added from outside, and programs
/// that use up the machine must not be tried in it.
package struct BubblewrapSandbox: Sandbox {
    /// Makes one; it keeps nothing.
    package init() {}

    /// Runs a command as people usually run bubblewrap.
    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        var words = [
            "timeout", "-s", "KILL", "\(Int(command.limits.wallSeconds))", "bwrap", "--unshare-all", "--die-with-parent",
            "--new-session", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
            "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--clearenv",
        ]
        for (name, value) in command.environment { words += ["--setenv", name, value] }
        for mount in command.mounts {
            switch mount {
            case .readOnly(let host, let inside): words += ["--ro-bind", host, inside]
            case .readWrite(let host, let inside), .overlay(let host, let inside), .layered(_, let host, let inside),
                .layeredOverlay(_, let host, let inside):
                words += ["--bind", host, inside]
            }
        }
        words += ["--chdir", command.directory] + command.arguments
        // Runs as a user who owns nothing, as in Assay's sandbox.
        if geteuid() == 0 { words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + words }
        do {
            let ended = try await Subprocess.run(
                .name("env"), arguments: Arguments(words), output: .bytes(limit: 8 << 20), error: .bytes(limit: 8 << 20))
            var code: Int?
            if case .exited(let status) = ended.terminationStatus { code = Int(status) }
            return SandboxResult(
                outcome: code == nil ? .signaled : .exited, exitCode: code, stdout: ended.standardOutput,
                stderr: ended.standardError)
        } catch {
            throw SandboxError(.unavailable, "bubblewrap cannot be run: \(error); install it with: apt-get install bubblewrap")
        }
    }

    /// Is not offered.
    package func runJoined(_ first: SandboxCommand, _ second: SandboxCommand)
        async throws(SandboxError) -> (SandboxResult, SandboxResult)
    {
        throw SandboxError(.unavailable, "bubblewrap is here only to be compared with")
    }
}
