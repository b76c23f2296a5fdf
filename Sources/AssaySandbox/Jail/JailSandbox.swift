package import AssayCore
import AssaySupport
import SystemPackage

/// Runs commands through `assay-jail`, each in a fresh jail.
package struct JailSandbox: Sandbox {
    private let slots: WorkerSlots
    private let policies: PolicyFolder
    /// The weakest isolation level that is accepted.
    private let minimumIsolation: IsolationLevel

    /// Finds the launcher, or takes the one that is named, and writes the policies where it can read them.
    ///
    /// Without a named isolation it is `fresh`, or `bare` where no namespaces can be had and `bare` is accepted.
    package init(
        minimumIsolation: IsolationLevel = .noCgroup, isolation: Isolation? = nil, launcher: String? = nil
    ) throws(SandboxError) {
        ScratchFolder.sweep()
        let path: String
        if let launcher { path = launcher } else { path = try LauncherLocation.find() }
        slots = WorkerSlots(launcher: path, isolation: isolation ?? (minimumIsolation > .bare ? .fresh : nil))
        policies = try PolicyFolder()
        self.minimumIsolation = minimumIsolation
    }

    /// The launchers that wait for their next command.
    package var idleLaunchers: [Int32] { get async { await slots.processes } }

    /// The digest of all policies and the weakest isolation level that is accepted.
    package var identity: String { "\(policies.digest) \(minimumIsolation.launcherTier)" }

    /// Without a mount namespace every place inside is somewhere else on the host.
    package var keepsPlaces: Bool {
        get async throws(SandboxError) { try await slots.isolation() != .bare }
    }

    /// Runs a command in a fresh jail.
    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        try await run(command, joined: nil)
    }

    /// Runs two commands, each of which reads what the other writes.
    package func runJoined(_ first: SandboxCommand, _ second: SandboxCommand)
        async throws(SandboxError) -> (SandboxResult, SandboxResult)
    {
        let forth: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        let back: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        do {
            forth = try FileDescriptor.pipe()
            back = try FileDescriptor.pipe()
        } catch {
            throw SandboxError(.launcher, "cannot make a pipe: \(error)")
        }
        for end in [forth.readEnd, forth.writeEnd, back.readEnd, back.writeEnd] {
            closeOnExec(end.rawValue)
        }
        async let one = run(first, joined: (back.readEnd, forth.writeEnd))
        async let two = run(second, joined: (forth.readEnd, back.writeEnd))
        do {
            return try await (one, two)
        } catch {
            throw error as? SandboxError ?? SandboxError(.launcher, "\(error)")
        }
    }

    /// Runs one command; a joined one has its peer's pipes as standard input and output.
    private func run(
        _ command: SandboxCommand, joined: (input: FileDescriptor, output: FileDescriptor)?
    ) async throws(SandboxError) -> SandboxResult {
        guard try await slots.isolation() == .bare else { return try await start(command, joined: joined) }
        let bare: BareCommand
        do {
            bare = try await BareCommand(command)
        } catch {
            if let joined { Self.close(joined) }
            throw error
        }
        return bare.inside(try await start(bare.command, joined: joined))
    }

    private func start(
        _ command: SandboxCommand, joined: (input: FileDescriptor, output: FileDescriptor)?
    ) async throws(SandboxError) -> SandboxResult {
        let words: [String]
        do {
            words = try self.words(for: command, joined: joined != nil)
        } catch {
            if let joined { Self.close(joined) }
            throw error
        }
        let request = try MemoryFile(words.flatMap { Array($0.utf8) + [0] })
        let outcome = try MemoryFile()
        let output = try MemoryFile()
        let error = try MemoryFile()
        let slot: WorkerSlot
        do {
            // Our copies of a pipe's ends must go, or its reader never sees the end.
            defer { if let joined { Self.close(joined) } }
            slot = try await slots.take()
            try slot.send([
                request.descriptor, outcome.descriptor, joined?.input.rawValue ?? output.descriptor,
                joined?.output.rawValue ?? output.descriptor, error.descriptor,
            ])
        }
        try await slot.answer()
        if !Task.isCancelled { await slots.give(slot) }
        let limit = command.limits.outputBytes + 65536
        return try result(
            of: command, outcome.bytes(limit: 1 << 20), stdout: output.bytes(limit: limit), stderr: error.bytes(limit: limit))
    }

    private static func close(_ ends: (input: FileDescriptor, output: FileDescriptor)) {
        try? ends.input.close()
        try? ends.output.close()
    }

    private func words(
        for command: SandboxCommand, joined: Bool
    ) throws(SandboxError) -> [String] {
        // Policies stand first, where the launcher remembers them.
        var words: [String] = []
        for name in command.policies + (command.loopback ? ["loopback"] : []) {
            words += ["--policy", try policies.path(of: name)]
        }
        words += ["--capture", "--min-tier", "\(minimumIsolation.launcherTier)"]
        if joined { words.append("--joined") }
        for mount in command.mounts {
            switch mount {
            case .readOnly(let host, let inside): words += ["--ro", "\(host):\(inside)"]
            case .readWrite(let host, let inside): words += ["--rw", "\(host):\(inside)"]
            case .overlay(let host, let inside): words += ["--overlay", "\(host):\(inside)"]
            case .layered(let base, let changes, let inside): words += ["--layered", "\(base):\(changes):\(inside)"]
            case .layeredOverlay(let base, let changes, let inside):
                words += ["--layered-overlay", "\(base):\(changes):\(inside)"]
            }
        }
        for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
            words += ["--env", "\(name)=\(value)"]
        }
        let limits = command.limits
        words += ["--limit", "wall_ms=\(Int(limits.wallSeconds * 1000))"]
        words += ["--limit", "cpu_ms=\(Int(limits.cpuSeconds * 1000))"]
        if let idle = limits.idleSeconds { words += ["--limit", "idle_ms=\(Int(idle * 1000))"] }
        words += ["--limit", "memory=\(limits.memoryBytes)"]
        words += ["--limit", "processes=\(limits.processes)"]
        words += ["--limit", "output=\(limits.outputBytes)"]
        words += ["--limit", "disk=\(limits.diskBytes)"]
        if command.loopback { words += ["--net", "loopback"] }
        words += ["--cwd", command.directory, "--"] + command.arguments
        // Words end with a NUL on their way to the launcher: one inside a word would make further options of its rest.
        if let bad = words.first(where: { $0.utf8.contains(0) }) {
            throw SandboxError(.program, "a NUL character in '\(TerminalText.line(bad))' cannot be passed to a command")
        }
        return words
    }

    private func result(
        of command: SandboxCommand, _ outcome: [UInt8], stdout: [UInt8], stderr: [UInt8]
    ) throws(SandboxError) -> SandboxResult {
        var result: SandboxResult
        do {
            result = try JSON.decode(SandboxResult.self, String(decoding: outcome, as: UTF8.self))
        } catch {
            throw SandboxError(.launcher, "the sandbox launcher gave no outcome: \(error)")
        }
        if result.outcome == .launcherError {
            let failure = result.error
            if failure?.stage == "exec" {
                throw SandboxError(
                    .program, "the sandbox cannot execute '\(TerminalText.line(command.arguments.first ?? ""))': \(failure?.message ?? "no message")")
            }
            if failure?.stage == "tier below the minimum" {
                throw SandboxError(
                    .unavailable,
                    "the isolation level here is \(result.isolationLevel?.rawValue ?? "none"), below \(minimumIsolation.rawValue); "
                        + "see 'assay sandbox probe', or accept a weaker one with --min-isolation")
            }
            throw SandboxError(
                .unavailable,
                "the sandbox could not start: \(failure?.stage ?? "unknown stage"): "
                    + "\(failure?.message ?? "no message"); see 'assay sandbox probe'")
        }
        result.stdout = stdout
        result.stderr = stderr
        return result
    }
}
