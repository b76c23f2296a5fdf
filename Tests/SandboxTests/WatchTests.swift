import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

/// What a run may watch, where the launcher that sets the watch may read more than the run.
@Suite struct WatchTests {
    private static func run(_ paths: [String], in place: String) async throws -> SandboxResult {
        let program = """
            import ctypes, sys
            libc = ctypes.CDLL(None, use_errno=True)
            queue = libc.inotify_init1(0)
            for path in sys.argv[1:]:
                ctypes.set_errno(0)
                print(path, libc.inotify_add_watch(queue, path.encode(), 0xfff) != -1, ctypes.get_errno())
            """
        return try await JailSandbox().run(
            SandboxCommand(
                ["/usr/bin/python3", "-c", program] + paths, policies: ["base", "python"], mounts: [.readWrite(host: place, inside: "/w")],
                limits: HostileSelftest.limits))
    }

    @Test("a watch needs the run's own right to read, in a folder of the host, too", .enabled(if: getuid() == 0))
    func rights() async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for (name, mode) in [("open", mode_t(0o777)), ("closed", 0o700), ("closed/inner", 0o777)] {
            try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: false)
            chmod("\(place)/\(name)", mode)
        }
        try Data().write(to: URL(filePath: place + "/secret"))
        chmod(place + "/secret", 0o600)
        chmod(place, 0o777)
        let result = try await Self.run(["/w", "/w/open", "/w/closed", "/w/closed/inner", "/w/secret"], in: place)
        #expect(
            result.outputText == "/w True 0\n/w/open True 0\n/w/closed False 13\n/w/closed/inner False 13\n/w/secret False 13\n",
            "\(result.outputText) \(result.errorText)")
        #expect(result.violations.isEmpty)
    }

    @Test("a refused watch is told and decides nothing")
    func told() async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        chmod(place, 0o777)
        let result = try await Self.run(["/usr/lib", "/dev/null"], in: place)
        #expect(result.outputText == "/usr/lib False 13\n/dev/null False 13\n", "\(result.outputText) \(result.errorText)")
        #expect(result.succeeded && result.violations.map(\.syscall) == ["inotify_add_watch"])
        #expect(result.violations.first?.count == 2 && result.violations.first?.watched == true)
    }
}
