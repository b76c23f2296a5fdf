import AssayCore
import AssaySandbox
import AssaySelftest
import Testing

/// Runs with a network of their own, as those of projects are.
@Suite(.serialized) struct LoopbackTests {
    private let limits = SandboxLimits(
        wallSeconds: 4, cpuSeconds: 1, memoryBytes: 128 << 20, processes: 24, outputBytes: 64 << 10, diskBytes: 8 << 20)

    @Test("hostile programs are contained and classified where runs have a loopback of their own", arguments: HostileCase.all)
    func classifiedWithLoopback(_ hostile: HostileCase) async throws {
        let judgement = try await HostileSelftest(sandbox: JailSandbox(), hasLoopback: true).judge(hostile)
        #expect(judgement.contained, "\(judgement.evidence)")
        #expect(judgement.classified, "\(judgement.evidence)")
    }

    @Test("loopback is there only when it is asked for")
    func loopback() async throws {
        let script = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); c = socket.create_connection(s.getsockname()); print('ok')"
        let command = SandboxCommand(["/usr/bin/python3", "-c", script], policies: ["base", "python"], limits: limits)
        var open = command
        open.loopback = true
        let sandbox = try JailSandbox()
        #expect(try await sandbox.run(open).outputText == "ok\n")
        #expect(try await !sandbox.run(command).succeeded)
    }

    @Test("with a loopback, the interfaces are those of the run, and there are none to ask for without")
    func interfaces() async throws {
        let script = """
            import array, fcntl, socket, struct
            names = array.array("B", bytes(4096))
            try: kind = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            except OSError: raise SystemExit("no socket")
            asked = struct.pack("iL", 4096, names.buffer_info()[0])
            size = struct.unpack("iL", fcntl.ioctl(kind.fileno(), 0x8912, asked))[0]
            print([bytes(names)[at:at + 16].split(b"\\0")[0].decode() for at in range(0, size, 40)])
            """
        var command = SandboxCommand(["/usr/bin/python3", "-c", script], policies: ["base", "python"], limits: limits)
        #expect(try await JailSandbox().run(command).errorText == "no socket\n")
        command.loopback = true
        #expect(try await JailSandbox().run(command).outputText == "['lo']\n")
    }

    @Test("with a loopback, addresses that lead elsewhere are told, and the calls fail by themselves")
    func elsewhere() async throws {
        let script = """
            import socket
            for host, port in [("127.0.0.1", 9), ("192.0.2.1", 80), ("2001:db8::1", 443)]:
                try: socket.create_connection((host, port), 5)
                except OSError as error: print(error.errno)
            try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.2", 7))
            except OSError as error: print(error.errno)
            """
        var command = SandboxCommand(["/usr/bin/python3", "-c", script], policies: ["base", "python"], limits: limits)
        command.loopback = true
        let result = try await JailSandbox().run(command)
        // ECONNREFUSED, then ENETUNREACH.
        #expect(result.outputText == "111\n101\n101\n101\n" && result.outcome == .exited)
        let told = result.violations.map { "\($0.syscall) \($0.detail)" }
        #expect(result.violations.count == 3 && result.violations.allSatisfy { $0.watched == true }, "\(told)")
        for (line, address) in zip(told, ["connect tried to reach 192.0.2.1 port 80", "2001:db8::1 port 443", "sendto tried to reach 192.0.2.2 port 7"]) {
            #expect(line.contains(address))
        }
    }

    @Test("many addresses do not hide a call that is denied after them")
    func many() async throws {
        let script = """
            import ctypes, socket
            for port in range(1, 80):
                try: socket.create_connection(("192.0.2.1", port), 5)
                except OSError: pass
            ctypes.CDLL(None).ptrace(0, 0, 0, 0)
            """
        var command = SandboxCommand(["/usr/bin/python3", "-c", script], policies: ["base", "python"], limits: limits)
        command.loopback = true
        let result = try await JailSandbox().run(command)
        #expect(result.violations.contains { $0.syscall == "ptrace" && $0.watched != true })
        #expect(result.violations.count { $0.watched == true } == 16)
    }
}
