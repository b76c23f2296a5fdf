import AssayCore
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// One `assay-jail serve`: a zygote that runs one command after the other, each in a fresh jail.
///
/// A class because process and socket end exactly once, with the last owner. The protocol is
/// described at the top of `serve.c`.
final class WorkerSlot: Sendable {
    private let socket: CInt
    let process: pid_t

    /// Starts the zygote; it inherits its end of the socket, our standard error and nothing else.
    init(launcher: String, isolation: Isolation) throws(SandboxError) {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
        else { throw SandboxError(.launcher, "no socket for the launcher: \(Errno(rawValue: errno))") }
        defer { close(ends[1]) }
        var process: pid_t = 0
        let failure = Self.spawn(launcher, isolation, standardInput: ends[1], &process)
        guard failure == 0 else {
            close(ends[0])
            throw SandboxError(.unavailable, "\(launcher) cannot be started: \(Errno(rawValue: failure))")
        }
        socket = ends[0]
        self.process = process
    }

    deinit {
        close(socket)
        while waitpid(process, nil, 0) < 0 && errno == EINTR {}
    }

    private static func spawn(
        _ launcher: String, _ isolation: Isolation, standardInput: CInt, _ process: inout pid_t
    ) -> CInt {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        // A group of its own, so that Ctrl-C reaches us first; default signals, none blocked.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = [strdup(launcher), strdup("serve"), strdup("--isolation"), strdup(isolation.rawValue), nil]
        var environment = [getenv("ASSAY_CGROUP").flatMap { strdup("ASSAY_CGROUP=" + String(cString: $0)) }, nil]
        defer { (arguments + environment).forEach { free($0) } }
        return posix_spawn(&process, launcher, &actions, &attributes, &arguments, &environment)
    }

    /// Hands over a request: its words, the place of the outcome, standard input, output and error.
    func send(_ descriptors: [CInt]) throws(SandboxError) {
        guard DescriptorMessage.send(descriptors, over: socket) else {
            throw SandboxError(.launcher, "the sandbox launcher is gone: \(Errno(rawValue: errno))")
        }
    }

    /// Waits for the answer; cancelling stops the command.
    ///
    /// - Throws: `SandboxError` with the launcher's own words; the slot cannot be used again then.
    func answer() async throws(SandboxError) {
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // No thread waits: the pool has one for each core, and many jails run at a time.
                let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: .global())
                let answer = Mutex("")
                source.setEventHandler { [socket] in
                    answer.withLock { $0 = Self.receive(socket) }
                    source.cancel()
                }
                // Only then does no other process hold the socket, so that it may be closed.
                source.setCancelHandler { continuation.resume(returning: answer.withLock { $0 }) }
                source.activate()
            }
        } onCancel: {
            shutdown(socket, CInt(SHUT_WR))
        }
        guard answer == "d" else {
            throw SandboxError(
                .launcher, answer.isEmpty ? "the sandbox launcher ended without an answer" : "sandbox: \(answer.dropFirst())")
        }
    }

    private static func receive(_ socket: CInt) -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let length = recv(socket, &buffer, buffer.count, 0)
            if length < 0 && errno == EINTR { continue }
            return String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
        }
    }
}

/// The idle slots; a slot is used by one command at a time.
actor WorkerSlots {
    private let launcher: String
    private var chosen: Isolation?
    private var idle: [WorkerSlot] = []

    /// Without an isolation the strongest that the host supports is chosen.
    init(launcher: String, isolation: Isolation?) {
        self.launcher = launcher
        chosen = isolation
    }

    /// The namespaces that the runs of this slot share.
    func isolation() async throws(SandboxError) -> Isolation {
        if let chosen { return chosen }
        let found: Isolation = try await SandboxProbe.run(launcher).isolationLevel == .bare ? .bare : .fresh
        chosen = found
        return found
    }

    /// The processes of the idle slots.
    var processes: [pid_t] { idle.map(\.process) }

    /// Takes an idle slot, or starts one.
    func take() async throws(SandboxError) -> WorkerSlot {
        if let slot = idle.popLast() { return slot }
        return try WorkerSlot(launcher: launcher, isolation: await isolation())
    }

    /// Gives a slot back that answered as it should.
    func give(_ slot: WorkerSlot) { idle.append(slot) }
}
