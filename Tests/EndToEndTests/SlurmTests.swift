import AssaySupport
import AssayTestSupport
import FoundationEssentials
import GRDB
import Subprocess
import SystemPackage
import Testing

/// Runs on a real Slurm with two nodes.
@Suite(.serialized, .enabled(if: SlurmCluster.root != nil, "make slurm"))
struct SlurmTests {
    /// A suite whose model writes down every call, takes a moment, and knows all answers but those of odd tasks.
    private func additions(tasks: Int) throws -> (suite: Additions, experiment: String) {
        let suite = try Additions(tasks: tasks)
        try suite.write(
            """
            import os, re, sys, time
            number = int(re.search(r"def add_(\\d+)", sys.stdin.read()).group(1))
            with open("\(suite.folder)/calls", "a") as calls:
                calls.write(f"{number}\\n")
            time.sleep(float(os.environ.get("PAUSE", "0")))
            print(f"```python\\ndef add_{number}(n):\\n    return n + {number - number % 2}\\n```")
            """, "model.py")
        let command = "[python3, \(suite.folder)/model.py]"
        let path = try suite.experiment([("one", command), ("two", command)], stop: "fixed")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try suite.write(text.replacing("store: runs.db\n", with: ""), "experiment.yaml")
        return (suite, path)
    }

    private func calls(_ suite: Additions) -> Int {
        ((try? String(contentsOfFile: suite.folder + "/calls", encoding: .utf8)) ?? "").split(separator: "\n").count
    }

    /// What the only run of a database says, without times.
    private func said(_ path: String) async throws -> [String] {
        try await DatabaseQueue(path: path).read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT json_array(arm, task, seed, status, verdict, calls, prompt_tokens, completion_tokens) FROM attempt_summary
                    ORDER BY task, seed, arm
                    """)
        }
    }

    private func bench(_ path: String, _ words: [String], _ cluster: SlurmCluster, _ suite: Additions, pause: String = "0") async throws -> Ran {
        var environment = cluster.environment
        environment["PAUSE"] = pause
        return try await assay(["bench", path, "--on", "slurm"] + words, in: suite.folder, environment: environment)
    }

    @Test("a run over two nodes is the run of one machine, and its merge is there for whoever waits no longer")
    func same() async throws {
        let (suite, path) = try additions(tasks: 5)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let cluster = try await SlurmCluster.start()
        let ran = try await bench(path, ["--shards", "3", "--store", "all.db"], cluster, suite)
        await cluster.stop()
        #expect(ran.status == 0 && ran.err.contains("submitted job") && ran.out.contains("one-arm"), "\(ran.err) \(ran.out)")
        let local = try await assay(["bench", path, "--store", "local.db", "-q"], in: suite.folder)
        #expect(local.status == 0, "\(local.err)")
        let (there, here) = (try await said(suite.folder + "/all.db"), try await said(suite.folder + "/local.db"))
        #expect(there == here && there.count == 10)
        #expect(calls(suite) == 20)
        // Given again, it is shown again, without a cluster.
        let again = try await assay(["bench", path, "--store", "all.db"], in: suite.folder)
        #expect(again.status == 0 && again.err.contains("has done all of this already"), "\(again.err)")
    }

    @Test("a node and the controller that fail in the middle lose nothing, and nothing is paid twice but what was under way")
    func failures() async throws {
        let (suite, path) = try additions(tasks: 8)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let cluster = try await SlurmCluster.start()
        async let running = bench(path, ["--shards", "4", "--store", "all.db"], cluster, suite, pause: "0.5")
        while calls(suite) < 3 { try await Task.sleep(for: .milliseconds(100)) }
        try await cluster.fail(node: "vn1")
        while calls(suite) < 6 { try await Task.sleep(for: .milliseconds(100)) }
        cluster.killController()
        try await Task.sleep(for: .seconds(2))
        try await cluster.startController()
        // For as long as it takes: how fast the nodes come back depends on the machine.
        let administrator = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(3))
                try await cluster.resumeNodes()
            }
        }
        defer { administrator.cancel() }
        let ran = try await running
        await cluster.stop()
        #expect(ran.status == 0, "\(ran.err) \(ran.out)")
        let all = try await said(suite.folder + "/all.db")
        #expect(all.count == 16 && all.allSatisfy { $0.contains("\"done\"") })
        // Each of the two failures may have cost what each of two nodes was waiting for.
        #expect((16...20).contains(calls(suite)), "\(calls(suite)) calls")
    }

    @Test("a submitter that is killed leaves its job, and the same command waits for it again")
    func attach() async throws {
        let (suite, path) = try additions(tasks: 4)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let cluster = try await SlurmCluster.start()
        let words = ["--shards", "2", "--store", "all.db"]
        let none = try await bench(path, words + ["--attach"], cluster, suite)
        #expect(none.status == 66 && none.err.contains("no job was submitted"), "\(none.err)")
        let environment = cluster.environment.merging(["PAUSE": "0.5"]) { $1 }
        _ = try await Subprocess.run(
            .path(FilePath(Places.products + "/assay")), arguments: Arguments(["bench", path, "--on", "slurm"] + words),
            environment: .inherit.updating(environment.mapValues { $0 as String? }), workingDirectory: FilePath(suite.folder), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            while calls(suite) < 2 { try await Task.sleep(for: .milliseconds(100)) }
            try execution.send(signal: .kill)
        }
        let ran = try await bench(path, words + ["--attach"], cluster, suite)
        let other = try await bench(path, words + ["--limit", "2"], cluster, suite)
        await cluster.stop()
        #expect(ran.status == 0 && ran.err.contains("going on with the 2 shards") && !ran.err.contains("submitted job"), "\(ran.err)")
        #expect(calls(suite) == 8)
        #expect(other.status == 65 && other.err.contains("another experiment"), "\(other.err)")
    }

    @Test("without Slurm, and with flags that do not fit, one line says what to do")
    func refused() async throws {
        let (suite, path) = try additions(tasks: 2)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let none = try await assay(["bench", path, "--on", "slurm", "--store", "all.db"], in: suite.folder, environment: ["PATH": "/usr/bin:/bin"])
        #expect(none.status == 3 && none.err.contains("sbatch cannot be run"), "\(none.err)")
        let flags = try await assay(["bench", path, "--nodes", "2"], in: suite.folder)
        #expect(flags.status == 64 && flags.err.contains("go with --on slurm"), "\(flags.err)")
        let shard = try await assay(["bench", path, "--on", "slurm", "--shard", "1/2"], in: suite.folder)
        #expect(shard.status == 64, "\(shard.err)")
    }
}
