import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssaySandbox

@Suite struct LauncherOutcomeTests {
    /// An outcome as the launcher writes it.
    private static func outcome(_ word: String = "exited", tier: Int = 1, limit: String = "null", error: String = "null") -> String {
        """
        {"outcome":"\(word)","exit_code":0,"signal":null,"usage":{"cpu_seconds":0,"wall_seconds":0,"peak_memory_bytes":null,\
        "processes_peak":null},"limit_hit":\(limit),"violations":[],"tier":\(tier),"layers":[],"stdout_truncated":false,\
        "stderr_truncated":false,"stdout_bytes":0,"stderr_bytes":0,"stdout_tail":0,"stderr_tail":0,"leftovers_killed":0,"error":\(error)}
        """
    }

    private func error(_ text: String, of command: SandboxCommand = SandboxCommand(["/bin/true"])) throws -> SandboxError {
        try #require(
            #expect(throws: SandboxError.self) {
                try LauncherOutcome.read(Array(text.utf8), of: command, minimumIsolation: .noCgroup)
            })
    }

    @Test("an outcome of this version is read")
    func known() throws {
        let result = try LauncherOutcome.read(Array(Self.outcome().utf8), of: SandboxCommand(["/bin/true"]), minimumIsolation: .noCgroup)
        #expect(result.succeeded && result.isolationLevel == .full)
    }

    @Test(
        "a word of a newer launcher is named, with what to do about it",
        arguments: [
            (outcome("hibernated"), "outcome 'hibernated'"), (outcome(limit: "\"sockets\""), "limit 'sockets'"),
            (outcome(tier: 7), "tier '7'"),
        ])
    func unknown(_ text: String, _ word: String) throws {
        let error = try error(text)
        #expect(error.code == .launcher)
        #expect(error.message.hasPrefix("the sandbox launcher answered with the unknown \(word): "), "\(error.message)")
        #expect(error.message.contains("launcher and assay differ in version") && error.message.isOneLine)
    }

    @Test("what is no outcome at all is said to be none", arguments: ["", "{}", "no JSON"])
    func nothing(_ text: String) throws {
        #expect(try error(text).message.hasPrefix("the sandbox launcher gave no outcome"))
    }

    private static let notThere = outcome(
        "launcher_error", error: "{\"stage\":\"exec\",\"errno\":2,\"message\":\"No such file or directory\"}")

    @Test(
        "a script whose interpreter does not exist is told from one that is missing itself",
        arguments: [
            ("script", "#!/opt/none/python3 -u\n", "its interpreter '/opt/none/python3' does not exist in the sandbox"),
            ("script", "#! /opt/none\t-x\n", "its interpreter '/opt/none' does not exist in the sandbox"),
            ("script", "echo\n", "No such file or directory"), ("other", "#!/opt/none\n", "No such file or directory"),
        ])
    func interpreter(_ name: String, _ text: String, _ reason: String) throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: false)
        try Data(text.utf8).write(to: URL(filePath: folder + "/sub/" + name))
        let mounts = [SandboxMount.readOnly(host: folder, inside: "/w")]
        for command in [
            SandboxCommand(["/w/sub/script"], mounts: mounts), SandboxCommand(["sub/script"], mounts: mounts, directory: "/w"),
        ] {
            let error = try error(Self.notThere, of: command)
            #expect(error.code == .program)
            #expect(error.message == "the sandbox cannot execute '\(command.arguments[0])': \(reason)")
        }
    }

    @Test("a carriage return behind the interpreter is said")
    func carriageReturn() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("#!/bin/sh\r\n".utf8).write(to: URL(filePath: folder + "/script"))
        let error = try error(Self.notThere, of: SandboxCommand(["/w/script"], mounts: [.readOnly(host: folder, inside: "/w")]))
        #expect(error.message.contains("'/bin/sh") && error.message.contains("carriage return") && error.message.isOneLine)
    }

    @Test("no link of a candidate is followed to a file of the host")
    func links() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try FileManager.default.createDirectory(atPath: folder + "/own", withIntermediateDirectories: false)
        try Data("#!/opt/secret\n".utf8).write(to: URL(filePath: folder + "/secret"))
        try FileManager.default.createSymbolicLink(atPath: folder + "/own/script", withDestinationPath: folder + "/secret")
        try FileManager.default.createSymbolicLink(atPath: folder + "/own/up", withDestinationPath: "..")
        for path in ["/w/script", "/w/up/secret", "/w/../secret"] {
            let error = try error(Self.notThere, of: SandboxCommand([path], mounts: [.readWrite(host: folder + "/own", inside: "/w")]))
            #expect(!error.message.contains("/opt/secret"), "\(path)")
        }
    }
}
