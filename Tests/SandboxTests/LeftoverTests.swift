import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// A class, so that two tasks hold the same one.
private final class Flag: Sendable {
    let isSet = Atomic(false)
}

/// What a candidate, or a launcher that is ended, leaves to those who come after.
@Suite(.serialized) struct LeftoverTests {
    /// Leaves all that a program can leave.
    private static let untidy = """
        import fcntl, os, resource, signal, socket, sys, threading, time
        os.umask(0)
        places = ["/tmp", "/dev/shm", os.environ["TMPDIR"], os.environ.get("HOME", "/tmp"), ".", "/var/tmp", "/usr/lib", "/etc", "/"]
        for place in places:
            try:
                os.makedirs(place, exist_ok=True)
                for name in ("left", "usercustomize.py", "sitecustomize.py", "conftest.py", ".profile"):
                    with open(place + "/" + name, "w") as file: file.write("raise SystemExit('left')")
            except OSError: pass
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        held = [open("/usr/bin/env"), open("/dev/null")]
        for file in held: fcntl.flock(file, fcntl.LOCK_EX)
        for family, name in ((socket.AF_UNIX, "\\0left"), (socket.AF_UNIX, os.environ["TMPDIR"] + "/socket"), (socket.AF_INET, ("127.0.0.1", 4711))):
            try:
                listener = socket.socket(family); listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(name); listener.listen(); held.append(listener); os.set_inheritable(listener.fileno(), True)
            except OSError: pass
        for signal_number in set(range(1, 32)) - {signal.SIGCHLD}:
            try: signal.signal(signal_number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0: time.sleep(600)
            os._exit(0)
        os.wait()
        print("left")
        """

    /// Tells all that can be seen of the place where it runs.
    private static let curious = """
        import fcntl, os, resource, socket
        def listed(place):
            try: return sorted(os.listdir(place))
            except OSError as error: return error.errno
        def read(path):
            try: return open(path).read()
            except OSError as error: return error.errno
        print([listed(place) for place in ("/tmp", "/dev/shm", os.environ["TMPDIR"], os.environ.get("HOME", "/tmp"), ".", "/var/tmp", "/usr/lib/python3", "/etc", "/")])
        print([name for name in listed("/proc") or [] if name.isdigit() and int(name) > 10] if isinstance(listed("/proc"), list) else None)
        print([len(read(path).splitlines()) if isinstance(read(path), str) else None for path in ("/proc/net/unix", "/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg", "/proc/net/tcp", "/proc/mounts")])
        print(resource.getrlimit(resource.RLIMIT_NOFILE), os.umask(0o22), socket.gethostname(), len(os.listdir("/proc/self/fd")), sorted(os.environ))
        for path in ("/usr/bin/env", "/dev/null"):
            with open(path) as file: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for family, name in ((socket.AF_UNIX, "\\0left"), (socket.AF_INET, ("127.0.0.1", 4711))):
            try:
                socket.socket(family).connect(name); print("connected", name)
            except OSError: pass
        """

    @Test(
        "what one candidate leaves, the next one in the same place does not find", arguments: [Isolation.fresh, .slot, .bare], [false, true])
    func nothingFound(_ isolation: Isolation, _ hasLoopback: Bool) async throws {
        guard isolation != .bare || getuid() == 0 && !hasLoopback else { return }
        let sandbox = try JailSandbox(minimumIsolation: isolation == .bare ? .bare : .noCgroup, isolation: isolation)
        func run(_ program: String) async throws -> SandboxResult {
            var command = SandboxCommand(["/usr/bin/python3", "-c", program], policies: ["base", "python"], limits: HostileSelftest.limits)
            command.loopback = hasLoopback
            return try await sandbox.run(command)
        }
        let before = try await run(Self.curious)
        #expect(before.succeeded, "\(before.errorText)")
        for _ in 0..<3 {
            let left = try await run(Self.untidy)
            #expect(left.outputText == "left\n" && left.leftoversKilled > 0, "\(left.errorText)")
            let after = try await run(Self.curious)
            #expect(after.succeeded && after.outputText == before.outputText, "\(after.outputText) \(after.errorText)")
        }
        #expect(await sandbox.idleLaunchers.count == 1)
    }

    @Test("a launcher that is killed in the middle of a run is an error of the harness, leaves no process, and the next run has another")
    func killed() async throws {
        let sandbox = try JailSandbox()
        let marker = "left-\(UInt64.random(in: .min ... .max))"
        #expect(try await sandbox.run(SandboxCommand(["/bin/true"], limits: HostileSelftest.limits)).succeeded)
        let launcher = try #require(await sandbox.idleLaunchers.first)
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        chmod(place, 0o777)
        async let ended = sandbox.run(
            SandboxCommand(
                ["/usr/bin/python3", "-c", "import time; open('/w/here', 'w').close(); time.sleep(600)", marker],
                mounts: [.readWrite(host: place, inside: "/w")], limits: HostileSelftest.limits))
        while access(place + "/here", F_OK) != 0 { try await Task.sleep(for: .milliseconds(10)) }
        kill(launcher, SIGKILL)
        var error: SandboxError?
        do { _ = try await ended } catch let thrown as SandboxError { error = thrown }
        #expect(error?.code == .launcher && error?.message.contains("ended without an answer") == true, "\(String(describing: error))")
        func survivors() -> [Int32] { ProcessTable.processes { $0.contains(marker) } }
        for _ in 0..<200 where !survivors().isEmpty { try await Task.sleep(for: .milliseconds(25)) }
        #expect(survivors().isEmpty)
        #expect(try await sandbox.run(SandboxCommand(["/bin/true"], limits: HostileSelftest.limits)).succeeded)
        #expect(await !sandbox.idleLaunchers.contains(launcher))
    }

    @Test("pipes, links and folders that are swapped while results are collected are never followed, waited for or read")
    func swapped() async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        let (folder, secret) = (place + "/results", place + "/secret")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try FileManager.default.createDirectory(atPath: place + "/outside", withIntermediateDirectories: false)
        for path in [secret, place + "/outside/inner"] { try Data("hunter2".utf8).write(to: URL(filePath: path)) }
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var kind = 0
                while !isDone.isSet.load(ordering: .relaxed) {
                    kind += 1
                    let (name, next) = ("\(folder)/\(kind % 3)", "\(folder)/next")
                    unlink(next)
                    rmdir(next)
                    switch kind % 7 {
                    case 0: mkfifo(next, 0o666)
                    case 1: symlink(secret, next)
                    case 2: symlink(place + "/outside", next)
                    case 3: mkdir(next, 0o777)
                    case 5: symlink("../secret", next)
                    default: close(open(next, O_CREAT | O_WRONLY, 0o666))
                    }
                    rmdir(name)
                    rename(next, name)
                }
            }
            group.addTask {
                defer { isDone.isSet.store(true, ordering: .relaxed) }
                let collector = ResultCollector()
                for _ in 0..<3000 {
                    let all = try collector.collect(folder)
                    let one = collector.file("1", in: folder)
                    #expect((Array(all.files.values) + [one ?? []]).allSatisfy { $0.isEmpty })
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("clocks that a run reads cannot be moved by it, and what it reads of them decides no limit")
    func clocks() async throws {
        var command = SandboxCommand(
            [
                "/usr/bin/python3", "-c",
                """
                import ctypes, os, time
                libc = ctypes.CDLL(None, use_errno=True)
                for clock in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME):
                    try: time.clock_settime(clock, 1e9)
                    except OSError: pass
                try: open("/proc/self/timens_offsets", "w").write("monotonic 1000000 0")
                except OSError: pass
                time.time = time.monotonic = lambda: 0.0
                for path in ("/tmp/past", "/tmp/future"): open(path, "w").close()
                os.utime("/tmp/past", (0, 0)); os.utime("/tmp/future", (4e9, 4e9))
                while True: pass
                """,
            ], policies: ["base", "python"], limits: HostileSelftest.limits)
        command.limits.wallSeconds = 2
        let result = try await JailSandbox().run(command)
        #expect(result.outcome == .wallLimit && (2..<60).contains(result.usage.wallSeconds), "\(result.outcome) \(result.usage.wallSeconds)")
        #expect(result.violations.contains { $0.syscall == "clock_settime" })
    }
}
