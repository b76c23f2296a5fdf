import AssayCore
import AssaySandbox
import AssaySelftest
import FoundationEssentials
import Glibc
import Testing

@Suite(.serialized) struct EnduranceTests {
    private func groups(of launcher: Int32) -> [String] {
        // Wherever our own groups are: beneath our own place in each hierarchy.
        let text = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").flatMap { line -> [String] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return [] }
            let place = parts[2] == "/" ? "" : parts[2]
            return ["/sys/fs/cgroup/\(parts[1])\(place)", "/sys/fs/cgroup\(place)"].map { "\($0)/assay-\(launcher)" }
        }.filter { FileManager.default.fileExists(atPath: $0) }
    }

    @Test("hundreds of concurrent runs leave no descriptor, process, cgroup or file behind")
    func leavesNothing() async throws {
        var launchers: [Int32] = []
        do {
            let sandbox = try JailSandbox()
            try await withThrowingTaskGroup(of: SandboxResult.self) { group in
                for number in 0..<240 {
                    if number >= 6 { #expect(try await group.next()?.outcome == .exited) }
                    group.addTask {
                        try await sandbox.run(
                            SandboxCommand(["/bin/sh", "-c", "echo x > /tmp/x; sleep 60 & exit 0"], limits: HostileSelftest.limits))
                    }
                }
                for try await result in group { #expect(result.leftoversKilled <= 1) }
            }
            launchers = await sandbox.idleLaunchers
            #expect((1...6).contains(launchers.count))
            for launcher in launchers {
                let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(launcher)/fd")) ?? []
                #expect((1...20).contains(open.count), "\(open)")
                let children = (try? String(contentsOfFile: "/proc/\(launcher)/task/\(launcher)/children", encoding: .utf8)) ?? ""
                #expect(children.split(separator: " ").count <= 1, "only the jail made ahead of the next run")
            }
        }
        for launcher in launchers {
            #expect(!FileManager.default.fileExists(atPath: "/proc/\(launcher)"))
            #expect(groups(of: launcher).isEmpty)
        }
    }

    @Test("two runs at the same time cannot see each other's files, sockets or processes")
    func apart() async throws {
        let program = """
            import os, socket, sys, time
            mine = sys.argv[1]
            open('/tmp/' + mine, 'w').close(); open('/dev/shm/' + mine, 'w').close()
            s = socket.socket(socket.AF_UNIX); s.bind('\\0meeting'); s.listen()
            time.sleep(0.5)
            seen = [n for n in os.listdir('/tmp') + os.listdir('/dev/shm') if n in ('one', 'two') and n != mine]
            numbers = [n for n in os.listdir('/proc') if n.isdigit()]
            print(seen, len(numbers))
            """
        let sandbox = try JailSandbox()
        func run(_ name: String) async throws -> SandboxResult {
            try await sandbox.run(
                SandboxCommand(["/usr/bin/python3", "-I", "-c", program, name], policies: ["base", "python"], limits: HostileSelftest.limits))
        }
        async let one = run("one")
        async let two = run("two")
        let results = try await [one, two]
        for result in results {
            #expect(result.succeeded, "\(result.errorText)")
            #expect(result.outputText == "[] 1\n")
        }
    }
}
