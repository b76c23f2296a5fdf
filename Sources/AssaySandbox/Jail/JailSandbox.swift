package import AssayCore
import AssaySupport
import SystemPackage

/// Runs commands through `assay-jail`, each in a fresh jail.
package struct JailSandbox: Sandbox {
    private let slots: WorkerSlots
    private let policies: PolicyFolder
    /// The weakest isolation level that is accepted.
    private let minimumIsolation: IsolationLevel

    /// Finds the launcher unless one is given, and writes the policies where it can read them.
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

    /// Whether paths inside are stable, which they are not without a mount namespace.
    package var keepsPlaces: Bool {
        get async throws(SandboxError) { try await slots.isolation() != .bare }
    }

    /// Runs a command in a fresh jail.
    package func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        try await run(command, joined: nil)
    }

    /// Runs a command in a fresh jail, shown to a watch meanwhile.
    package func run(_ command: SandboxCommand, watch: RunWatch) async throws(SandboxError) -> SandboxResult {
        try await run(command, joined: nil, watch: watch)
    }

    /// Runs a command in a fresh jail with a gate, which leads to whoever waits for its listener.
    package func run(_ command: SandboxCommand, gate: Gate) async throws(SandboxError) -> SandboxResult {
        var command = command
        command.loopback = true
        defer { gate.closeInner() }
        guard try await keepsPlaces else { throw SandboxError(.unavailable, "a network of its own needs namespaces; see 'assay sandbox probe'") }
        return try await start(command, as: command, joined: nil, watch: nil, gate: gate)
    }

    /// Runs two commands, each reading the output of the other.
    package func runJoined(_ first: SandboxCommand, _ second: SandboxCommand)
        async throws(SandboxError) -> (SandboxResult, SandboxResult)
    {
        let forth: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        let back: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        do {
            forth = try closedOnExecPipe()
            back = try closedOnExecPipe()
        } catch {
            throw SandboxError(.launcher, "cannot make a pipe: \(error)")
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
        _ command: SandboxCommand, joined: (input: FileDescriptor, output: FileDescriptor)?, watch: RunWatch? = nil
    ) async throws(SandboxError) -> SandboxResult {
        guard try await slots.isolation() == .bare else { return try await start(command, as: command, joined: joined, watch: watch) }
        let bare: BareCommand
        do {
            // What is wrong with the command is said of it as it was given, before its paths become the host's.
            _ = try request(for: command, joined: joined != nil)
            bare = try await BareCommand(command)
        } catch {
            if let joined { Self.close(joined) }
            throw error
        }
        return bare.inside(try await start(bare.command, as: command, joined: joined, watch: watch))
    }

    /// Starts a command; messages show it as its caller gave it.
    private func start(
        _ command: SandboxCommand, as given: SandboxCommand, joined: (input: FileDescriptor, output: FileDescriptor)?, watch: RunWatch?,
        gate: Gate? = nil
    ) async throws(SandboxError) -> SandboxResult {
        let words: LauncherRequest
        do {
            words = try self.request(for: command, joined: joined != nil)
        } catch {
            if let joined { Self.close(joined) }
            throw error
        }
        let request = try MemoryFile(words.bytes)
        let outcome = try MemoryFile()
        let output = try MemoryFile()
        let error = try MemoryFile()
        let slot: WorkerSlot
        do {
            // Our copies of a pipe's ends must go, or its reader never sees the end.
            defer { if let joined { Self.close(joined) } }
            slot = try await slots.take()
            try slot.send(
                [
                    request.descriptor, outcome.descriptor, joined?.input.rawValue ?? output.descriptor,
                    joined?.output.rawValue ?? output.descriptor, error.descriptor,
                ] + (gate.map { [$0.end] } ?? []))
            gate?.closeInner()
        }
        let looking = watch.map { Self.show(output, to: $0) }
        defer { looking?.cancel() }
        try await slot.answer()
        if !Task.isCancelled { await slots.give(slot) }
        let limit = command.limits.outputBytes + 65536
        var result = try LauncherOutcome.read(outcome.bytes(limit: 1 << 20), of: given, minimumIsolation: minimumIsolation)
        result.stdout = output.bytes(limit: limit)
        result.stderr = error.bytes(limit: limit)
        return result
    }

    /// Shows what a run prints, until it is cancelled.
    private static func show(_ output: MemoryFile, to watch: RunWatch) -> Task<Void, Never> {
        Task {
            var shown = 0
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                let grown = output.bytes(from: shown, limit: 4 << 20)
                shown += grown.count
                watch.look(grown)
            }
        }
    }

    private static func close(_ ends: (input: FileDescriptor, output: FileDescriptor)) {
        try? ends.input.close()
        try? ends.output.close()
    }

    private func request(for command: SandboxCommand, joined: Bool) throws(SandboxError) -> LauncherRequest {
        var files: [String] = []
        for name in command.policies + (command.loopback ? ["loopback"] : []) { files.append(try policies.path(of: name)) }
        return try LauncherRequest(command, policies: files, minimumIsolation: minimumIsolation, isJoined: joined)
    }
}
