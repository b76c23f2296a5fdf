import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc
import Testing

@Suite(.serialized) struct EnduranceTests {
    private func descriptors() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }

    /// Launchers that are children of this process, by pid.
    private func launchers() -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            names.filter { name in
                guard Int(name) != nil, let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
                else { return false }
                return text.contains("(assay-jail) ") && text.contains(" \(getpid()) ")
            })
    }

    @Test("hundreds of concurrent runs leave no descriptor, process, cgroup or file behind")
    func leavesNothing() async throws {
        let old = launchers()
        let before = descriptors()
        do {
            let sandbox = try JailSandbox()
            try await withThrowingTaskGroup(of: SandboxResult.self) { group in
                for number in 0..<240 {
                    if number >= 6 { #expect(try await group.next()?.outcome == .exited) }
                    group.addTask {
                        try await sandbox.run(
                            SandboxCommand(["/bin/sh", "-c", "echo x > /tmp/x; sleep 60 & exit 0"], limits: Selftest.limits))
                    }
                }
                for try await result in group { #expect(result.leftoversKilled <= 1) }
            }
            let slots = launchers().subtracting(old)
            #expect((1...6).contains(slots.count))
            for slot in slots {
                let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(slot)/fd")) ?? []
                #expect(open.count <= 4, "\(open)")
                for hierarchy in ["", "/memory", "/pids", "/cpuacct"] {
                    #expect(!FileManager.default.fileExists(atPath: "/sys/fs/cgroup\(hierarchy)/assay-\(slot)"))
                }
            }
        }
        #expect(launchers().subtracting(old).isEmpty)
        #expect(descriptors() <= before + 8, "other suites may open a few meanwhile")
        let shared = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
        #expect(!shared.contains { $0.hasPrefix("assay-\(getpid())-") })
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
                SandboxCommand(["/usr/bin/python3", "-I", "-c", program, name], policies: ["base", "python"], limits: Selftest.limits))
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
