import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct RefusedCommandTests {
    private func error(of command: SandboxCommand) async throws -> SandboxError {
        let sandbox = try JailSandbox()
        return try #require(await #expect(throws: SandboxError.self) { try await sandbox.run(command) })
    }

    @Test("a program that is not there is named, and the sandbox is not blamed")
    func missing() async throws {
        let error = try await error(of: SandboxCommand(["/usr/bin/no-such-program", "x"]))
        #expect(error.code == .program)
        #expect(error.message == "the sandbox cannot execute '/usr/bin/no-such-program': No such file or directory")
    }

    @Test("a file that may not be executed is named with its reason")
    func notExecutable() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: folder + "/script"))
        #expect(chmod(folder, 0o755) == 0 && chmod(folder + "/script", 0o644) == 0)
        let error = try await error(of: SandboxCommand(["/w/script"], mounts: [.readOnly(host: folder, inside: "/w")]))
        #expect(error.code == .program)
        #expect(error.message == "the sandbox cannot execute '/w/script': Permission denied")
    }

    @Test("a script whose interpreter does not exist is refused with the interpreter's name, by its path inside", arguments: [Isolation.fresh, .bare])
    func missingInterpreter(_ isolation: Isolation) async throws {
        guard isolation != .bare || geteuid() == 0 else { return }
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("#!/opt/none/python3\n".utf8).write(to: URL(filePath: folder + "/script"))
        #expect(chmod(folder, 0o755) == 0 && chmod(folder + "/script", 0o755) == 0)
        let sandbox = try JailSandbox(minimumIsolation: .bare, isolation: isolation)
        for mount in [SandboxMount.readOnly(host: folder, inside: "/w"), .overlay(host: folder, inside: "/w")] {
            let command = SandboxCommand(["/w/script"], mounts: [mount])
            let error = await #expect(throws: SandboxError.self) { try await sandbox.run(command) }
            #expect(error?.message == "the sandbox cannot execute '/w/script': its interpreter '/opt/none/python3' does not exist in the sandbox")
        }
    }

    @Test("without namespaces a message shows the command's own paths, not the host's")
    func ownPaths() async throws {
        guard geteuid() == 0 else { return }
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        #expect(chmod(folder, 0o755) == 0)
        let sandbox = try JailSandbox(minimumIsolation: .bare, isolation: .bare)
        for arguments in [["/w/none"], ["/w/none", "/w/a\0"]] {
            let command = SandboxCommand(arguments, mounts: [.overlay(host: folder, inside: "/w")])
            let error = await #expect(throws: SandboxError.self) { try await sandbox.run(command) }
            #expect(error?.message.contains("'/w/") == true && error?.message.contains(folder) == false, "\(error?.message ?? "")")
        }
    }

    @Test(
        "a NUL character never reaches the launcher, where its rest would be an option",
        arguments: [
            SandboxCommand(["/bin/echo", "a\0--rw\0/:/host"]), SandboxCommand(["/bin/echo"], environment: ["A": "b\0--net\0host"]),
            SandboxCommand(["/bin/echo"], mounts: [.readOnly(host: "/usr", inside: "/x\0--rw\0/:/host")]),
            SandboxCommand(["/bin/echo"], directory: "/\0"),
        ])
    func nul(_ command: SandboxCommand) async throws {
        let error = try await error(of: command)
        #expect(error.code == .program && error.message.contains("NUL"))
    }

    @Test("of two joined commands one that is refused does not leave the other waiting")
    func joined() async throws {
        let sandbox = try JailSandbox()
        let reader = SandboxCommand(["/bin/cat"], limits: SandboxLimits(wallSeconds: 600))
        let error = await #expect(throws: SandboxError.self) { try await sandbox.runJoined(SandboxCommand(["/bin/echo", "\0"]), reader) }
        #expect(error?.code == .program)
    }
}
