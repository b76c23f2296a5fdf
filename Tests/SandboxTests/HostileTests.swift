import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

private let limits = SandboxLimits(
    wallSeconds: 4, cpuSeconds: 1, memoryBytes: 128 << 20, processes: 24, outputBytes: 64 << 10,
    diskBytes: 8 << 20)

extension HostileCase: CustomTestStringConvertible {
    public var testDescription: String { id }
}

@Suite(.serialized) struct HostileTests {
    private static let fresh = Result { HostileSelftest(sandbox: try JailSandbox()) }
    private static let slot = Result { HostileSelftest(sandbox: try JailSandbox(isolation: .slot)) }
    private static let bare = Result { HostileSelftest(sandbox: try JailSandbox(minimumIsolation: .bare, isolation: .bare)) }

    private func check(_ judgement: HostileSelftest.Judgement) {
        #expect(judgement.contained, "\(judgement.evidence)")
        #expect(judgement.classified, "\(judgement.evidence)")
    }

    @Test("hostile programs are contained and classified", arguments: HostileCase.all)
    func classified(_ hostile: HostileCase) async throws {
        check(try await Self.fresh.get().judge(hostile))
    }

    @Test("hostile programs are contained and classified where runs of a slot share namespaces", arguments: HostileCase.all)
    func classifiedInSlot(_ hostile: HostileCase) async throws {
        check(try await Self.slot.get().judge(hostile))
    }

    @Test(
        "hostile programs are contained and classified without namespaces", .enabled(if: getuid() == 0),
        arguments: HostileCase.all.filter { $0.applies(to: .bare) })
    func classifiedBare(_ hostile: HostileCase) async throws {
        check(try await Self.bare.get().judge(hostile))
    }

    @Test("the corpus is large and its cases have names of their own")
    func corpus() {
        let ids = HostileCase.all.map(\.id)
        #expect(ids.count >= 100 && Set(ids).count == ids.count)
        #expect(HostileCase.all.allSatisfy { !$0.title.isEmpty })
    }

    /// A command that must fail, how it fails, and the same where it is allowed.
    struct Refused: Sendable, CustomTestStringConvertible {
        let command: String
        let status: Int
        let says: String
        let allowed: String
        var testDescription: String { command }
    }

    @Test(
        "the host cannot be seen or changed, by commands that work where they may",
        arguments: [
            Refused(command: "cat /etc/shadow", status: 1, says: "No such file or directory", allowed: "cat /proc/self/comm"),
            Refused(
                command: "cat /root/.bashrc", status: 1, says: "No such file or directory", allowed: "echo x > $HOME/.bashrc && cat $HOME/.bashrc"),
            Refused(command: "ls /home", status: 2, says: "No such file or directory", allowed: "ls /usr"),
            Refused(command: "echo x > /usr/x", status: 2, says: "cannot create /usr/x", allowed: "echo x > /tmp/x && cat /tmp/x"),
            Refused(command: "touch /x", status: 1, says: "Read-only file system", allowed: "touch /tmp/x && ls /tmp/x"),
            Refused(command: "cat /proc/1/environ", status: 1, says: "No such file or directory", allowed: "cat /proc/self/environ"),
            Refused(command: "cat /proc/1/cmdline", status: 1, says: "No such file or directory", allowed: "cat /proc/self/cmdline"),
            Refused(command: "ls /sys/fs/cgroup", status: 2, says: "No such file or directory", allowed: "ls /tmp"),
            Refused(
                command: "echo 1 > /proc/sys/kernel/core_pattern", status: 2, says: "cannot create /proc/sys/kernel/core_pattern",
                allowed: "cat /proc/sys/kernel/core_pattern"),
            Refused(command: "mknod /tmp/d c 1 3", status: 1, says: "Operation not permitted", allowed: "mknod --version"),
            Refused(
                command: "/usr/sbin/chroot /tmp /bin/true", status: 125, says: "Operation not permitted", allowed: "/usr/sbin/chroot --version"),
            Refused(command: "cat /dev/mem", status: 1, says: "No such file or directory", allowed: "head -c 1 /dev/urandom | wc -c"),
            Refused(command: "test -w /usr || { echo not writable >&2; exit 1; }", status: 1, says: "not writable", allowed: "test -w /tmp && echo writable"),
            Refused(command: "su -c true", status: 1, says: "su: ", allowed: "su --version"),
        ])
    func hostIsHidden(_ refused: Refused) async throws {
        let sandbox = try JailSandbox()
        let result = try await sandbox.run(SandboxCommand(["/bin/sh", "-c", refused.command], limits: limits))
        #expect(result.outcome == .exited && result.exitCode == refused.status)
        #expect(result.errorText.contains(refused.says), "\(result.errorText)")
        let control = try await sandbox.run(SandboxCommand(["/bin/sh", "-c", refused.allowed], limits: limits))
        #expect(control.succeeded && !control.outputText.isEmpty, "\(control.errorText)")
    }

    @Test("nothing is inherited but the policy's environment")
    func environment() async throws {
        setenv("ASSAY_TEST_SECRET", "hunter2", 1)
        let result = try await JailSandbox().run(
            SandboxCommand(["/bin/sh", "-c", "env; ls -l /proc/self/fd"], environment: ["EXTRA": "1"], limits: limits))
        #expect(!result.outputText.contains("hunter2"))
        #expect(result.outputText.contains("EXTRA=1"))
        #expect(result.outputText.contains("HOME=/tmp/home"))
        let descriptors = result.outputText.split(separator: "\n").count { $0.contains(" -> ") }
        #expect(descriptors <= 4)  // 0, 1, 2 and the one that lists them
    }

    @Test("of endless output the head and the tail are kept, and the cut is said")
    func headAndTail() async throws {
        let result = try await JailSandbox().run(
            SandboxCommand(["/bin/sh", "-c", "echo first; seq 1 1000000"], limits: limits))
        #expect(result.outcome == .outputLimit && result.stdoutTruncated)
        #expect(result.outputText.hasPrefix("first\n"))
        #expect(result.outputText.contains(" bytes cut]…"))
        #expect(result.stdoutTail > 0 && result.stdout.count == limits.outputBytes + result.stdoutTail)
    }

    @Test("one slot runs many commands, and each finds a fresh jail")
    func reuse() async throws {
        let sandbox = try JailSandbox()
        for number in 0..<8 {
            let result = try await sandbox.run(
                SandboxCommand(["/bin/sh", "-c", "ls /tmp /dev/shm; echo \(number) > /tmp/kept; echo $$"], limits: limits))
            #expect(result.outputText.contains("home") && !result.outputText.contains("kept"))
            #expect(result.outputText.hasSuffix("2\n"), "every run has process numbers of its own")
        }
    }

    @Test("a slot's next run has its own limits, whatever the one before had")
    func limitsAreNotInherited() async throws {
        let sandbox = try JailSandbox()
        let hungry = SandboxCommand(
            ["/usr/bin/python3", "-c", "x = bytearray(200 << 20); print(len(x))"], policies: ["base", "python"], limits: limits)
        var unlimited = hungry
        unlimited.limits.memoryBytes = 0
        let first = try await sandbox.run(hungry)
        #expect(first.outcome == .oom || first.isolationLevel != .full)
        #expect(try await sandbox.run(unlimited).succeeded)
        let again = try await sandbox.run(hungry)
        #expect(again.outcome == .oom || again.isolationLevel != .full)
    }

    @Test("what was written too fast to be seen while it ran is found at the end")
    func quickWriter() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        chmod(folder, 0o777)
        let result = try await JailSandbox().run(
            SandboxCommand(
                ["/bin/sh", "-c", "for i in 1 2 3; do head -c 6000000 /dev/zero > /w/$i; done"],
                mounts: [.readWrite(host: folder, inside: "/w")], limits: limits))
        #expect(result.outcome == .diskLimit && result.limitHit == .disk)
    }

    @Test("a cancelled run is stopped, and the sandbox goes on")
    func cancelled() async throws {
        let sandbox = try JailSandbox()
        let run = Task {
            try await sandbox.run(SandboxCommand(["/bin/sleep", "600"], limits: SandboxLimits(wallSeconds: 600)))
        }
        try await Task.sleep(for: .milliseconds(300))
        run.cancel()
        #expect(try await run.value.outcome == .interrupted)
        #expect(try await sandbox.run(SandboxCommand(["/bin/echo", "on"], limits: limits)).outputText == "on\n")
    }

    @Test("what a run leaves behind is killed and counted")
    func leftovers() async throws {
        let mark = "31\(Int.random(in: 100_000...999_999))"
        let result = try await JailSandbox().run(
            SandboxCommand(["/bin/sh", "-c", "setsid sleep \(mark) >/dev/null 2>&1 & sleep 0.2; exit 0"], limits: limits))
        #expect(result.outcome == .exited)
        #expect(result.leftoversKilled >= 1)
        #expect(ProcessTable.processes { $0.contains { $0.contains(mark) } } == [])
    }

    @Test("writes to an overlay never reach the host")
    func overlay() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        chmod(folder, 0o777)
        try Data("before".utf8).write(to: URL(filePath: folder + "/file"))
        chmod(folder + "/file", 0o666)
        let result = try await JailSandbox().run(
            SandboxCommand(
                ["/bin/sh", "-c", "echo after > file; echo new > other; cat file"],
                mounts: [.overlay(host: folder, inside: "/w")], directory: "/w", limits: limits))
        #expect(result.outputText == "after\n")
        #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "before")
        #expect(!FileManager.default.fileExists(atPath: folder + "/other"))
    }

    @Test("nothing is mounted or made through a link that an earlier run left")
    func linkedTarget() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        for name in ["work", "outside", "shared"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
            chmod("\(folder)/\(name)", 0o777)
        }
        try FileManager.default.createSymbolicLink(atPath: folder + "/work/.build", withDestinationPath: folder + "/outside")
        let command = SandboxCommand(
            ["/bin/true"], mounts: [.readWrite(host: folder + "/work", inside: "/w"), .readOnly(host: folder + "/shared", inside: "/w/.build/checkouts")],
            limits: limits)
        await #expect(throws: SandboxError.self) { try await JailSandbox().run(command) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/outside").isEmpty)
    }

    @Test("runs of one slot share user and network namespace one after the other, never at the same time")
    func slots() async throws {
        let sandbox = try JailSandbox(isolation: .slot)
        let names = SandboxCommand(
            ["/bin/sh", "-c", "readlink /proc/self/ns/net /proc/self/ns/user; readlink /proc/self/ns/mnt; sleep 0.3"], limits: limits)
        let first = try await sandbox.run(names).outputText.split(separator: "\n")
        let second = try await sandbox.run(names).outputText.split(separator: "\n")
        #expect(first.prefix(2) == second.prefix(2) && first.count == 3)
        async let one = sandbox.run(names)
        async let two = sandbox.run(names)
        let (left, right) = try await (one.outputText.split(separator: "\n"), two.outputText.split(separator: "\n"))
        #expect(Set(left).isDisjoint(with: Set(right)))
    }

    @Test("a command that does not exist is an error of the caller, said with its stage")
    func missingCommand() async throws {
        await #expect(throws: SandboxError.self) {
            try await JailSandbox().run(SandboxCommand(["/nonexistent"], limits: limits))
        }
    }

    @Test("an isolation level below the minimum fails closed, and both are named", .enabled(if: getuid() == 0))
    func failsClosed() async throws {
        let error = await #expect(throws: SandboxError.self) {
            try await JailSandbox(minimumIsolation: .noCgroup, isolation: .bare).run(SandboxCommand(["/bin/true"], limits: limits))
        }
        #expect(error?.code == .unavailable && error?.message.contains("bare, below no-cgroup") == true, "\(error?.message ?? "")")
    }
}

@Suite struct ScratchFolderTests {
    @Test("what a killed process left is swept, what a living one has is not")
    func sweep() throws {
        let dead = "/tmp/assay-sweep-4194000-test"
        let alive = "/tmp/assay-sweep-\(getpid())-test"
        for folder in [dead, alive] {
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        }
        defer { ScratchFolder.remove(alive) }
        ScratchFolder.sweep()
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: alive))
    }

    @Test("a tree with closed folders and links out of it is removed, and nothing outside")
    func remove() throws {
        let outside = try Places.temporary()
        defer { ScratchFolder.remove(outside) }
        try Data("x".utf8).write(to: URL(filePath: outside + "/kept"))
        let folder = try Places.temporary()
        try FileManager.default.createDirectory(atPath: folder + "/a/b", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder + "/a/link", withDestinationPath: outside)
        chmod(folder + "/a", 0)
        ScratchFolder.remove(folder)
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(FileManager.default.fileExists(atPath: outside + "/kept"))
    }
}
