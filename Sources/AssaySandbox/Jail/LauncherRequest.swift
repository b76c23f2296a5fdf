import AssayCore
import AssaySupport

/// The request of one run in the launcher's words (`options.c`).
struct LauncherRequest {
    /// The words in their order: options, `--`, and the command with its arguments.
    let words: [String]

    /// Writes a command as words; `policies` are files, `isJoined` says that its streams are pipes of another command.
    ///
    /// - Throws: `SandboxError` for a NUL character in any word.
    init(_ command: SandboxCommand, policies: [String], minimumIsolation: IsolationLevel, isJoined: Bool) throws(SandboxError) {
        // Policies stand first, where the launcher remembers them.
        var words = policies.flatMap { ["--policy", $0] }
        words += ["--capture", "--min-tier", "\(minimumIsolation.launcherTier)"]
        if isJoined { words.append("--joined") }
        words += command.mounts.flatMap(Self.words)
        for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) { words += ["--env", "\(name)=\(value)"] }
        words += Self.words(of: command.limits)
        if command.loopback { words += ["--net", "loopback"] }
        words += ["--cwd", command.directory, "--"] + command.arguments
        // Words end with a NUL on their way to the launcher: one inside a word would make further options of its rest.
        if let bad = words.first(where: { $0.utf8.contains(0) }) {
            throw SandboxError(.program, "a NUL character in '\(TerminalText.line(bad))' cannot be passed to a command")
        }
        self.words = words
    }

    /// The words with a NUL after each, as the launcher reads them.
    var bytes: [UInt8] { words.flatMap { Array($0.utf8) + [0] } }

    private static func words(of mount: SandboxMount) -> [String] {
        switch mount {
        case .readOnly(let host, let inside): ["--ro", "\(host):\(inside)"]
        case .readWrite(let host, let inside): ["--rw", "\(host):\(inside)"]
        case .overlay(let host, let inside): ["--overlay", "\(host):\(inside)"]
        case .layered(let base, let changes, let inside): ["--layered", "\(base):\(changes):\(inside)"]
        case .layeredOverlay(let base, let changes, let inside): ["--layered-overlay", "\(base):\(changes):\(inside)"]
        }
    }

    private static func words(of limits: SandboxLimits) -> [String] {
        var amounts = ["wall_ms=\(Int(limits.wallSeconds * 1000))", "cpu_ms=\(Int(limits.cpuSeconds * 1000))"]
        if let idle = limits.idleSeconds { amounts.append("idle_ms=\(Int(idle * 1000))") }
        amounts += [
            "memory=\(limits.memoryBytes)", "processes=\(limits.processes)", "output=\(limits.outputBytes)", "disk=\(limits.diskBytes)",
        ]
        return amounts.flatMap { ["--limit", $0] }
    }
}
