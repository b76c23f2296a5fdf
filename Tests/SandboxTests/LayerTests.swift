import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct LayerTests {
    @Test("what one run wrote over a folder is there for the next, and neither changes the folder")
    func kept() async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for name in ["base", "base/sub", "changes", "changes-work"] {
            try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: false)
            chmod("\(place)/\(name)", 0o777)
        }
        for name in ["kept", "removed", "sub/changed"] {
            try Data("base\n".utf8).write(to: URL(filePath: "\(place)/base/\(name)"))
            chmod("\(place)/base/\(name)", 0o666)
        }
        chmod(place, 0o755)
        let sandbox = try JailSandbox()
        func run(_ script: String, _ mount: SandboxMount) async throws -> String {
            let result = try await sandbox.run(SandboxCommand(["/bin/sh", "-c", script], mounts: [mount], directory: "/w"))
            return result.outputText + result.errorText
        }
        let (base, changes) = (place + "/base", place + "/changes")
        let show = "cat kept sub/changed new; ls"
        let build = SandboxMount.layered(base: base, changes: changes, inside: "/w")
        let test = SandboxMount.layeredOverlay(base: base, changes: changes, inside: "/w")
        #expect(try await run("rm removed; echo more >> sub/changed; echo new > new; \(show)", build) == "base\nbase\nmore\nnew\nkept\nnew\nsub\n")
        #expect(try await run("\(show); echo lost > new; rm kept", test) == "base\nbase\nmore\nnew\nkept\nnew\nsub\n")
        #expect(try await run(show, test) == "base\nbase\nmore\nnew\nkept\nnew\nsub\n")
        #expect(try String(contentsOfFile: base + "/sub/changed", encoding: .utf8) == "base\n")
        #expect(access(base + "/removed", F_OK) == 0 && access(base + "/new", F_OK) != 0)
    }

    @Test("what is written over a folder counts against the disk limit")
    func limited() async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for name in ["base", "changes", "changes-work"] {
            try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: false)
            chmod("\(place)/\(name)", 0o777)
        }
        chmod(place, 0o755)
        var command = SandboxCommand(
            ["/bin/sh", "-c", "head -c 20000000 /dev/zero > big; sleep 20"],
            mounts: [.layered(base: place + "/base", changes: place + "/changes", inside: "/w")], directory: "/w")
        command.limits.diskBytes = 4 << 20
        #expect(try await JailSandbox().run(command).limitHit == .disk)
    }
}
