import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayCluster

@Suite struct ShardedJobTests {
    private let scripts = ShardScripts(
        command: ["/opt/assay", "bench", "/home/a b/x.yaml"], folder: "/home/it's", options: ["--partition=main"], atOnce: 2)

    @Test("the script of the array runs one shard in a database of its own, and quotes what it names")
    func array() {
        #expect(
            scripts.array(of: 4, in: "/shared/my run.shards") == """
                #!/bin/sh
                # One shard of a run of assay.
                cd '/home/it'\\''s' || exit 1
                exec /opt/assay bench '/home/a b/x.yaml' --shard "$SLURM_ARRAY_TASK_ID"/4 --store '/shared/my run.shards/shard-'"$SLURM_ARRAY_TASK_ID".db --jobs "${SLURM_CPUS_PER_TASK:-1}" >>'/shared/my run.shards/shard-'"$SLURM_ARRAY_TASK_ID".log 2>&1

                """)
    }

    @Test("the script that merges takes an earlier merge along, in whose place it puts its own")
    func merge() {
        #expect(
            scripts.merge(in: "/shared/r.shards", into: "/shared/r $x.db") == """
                #!/bin/sh
                # Merges the shards of a run of assay.
                cd /shared/r.shards || exit 1
                rm -f merged.db
                set -- shard-*.db
                [ ! -e '/shared/r $x.db' ] || set -- "$@" '/shared/r $x.db'
                /opt/assay merge "$@" -o merged.db >>merge.log 2>&1 || exit 1
                rm -f '/shared/r $x.db-wal' '/shared/r $x.db-shm'
                exec mv merged.db '/shared/r $x.db'

                """)
    }

    @Test("a job is kept in its folder and found again; no job is nil, and what we would not write is refused")
    func kept() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try ShardedJob.load(from: folder) == nil)
        var job = ShardedJob(plan: "p", shards: 4)
        job.array = "12"
        try job.save(to: folder)
        #expect(try ShardedJob.load(from: folder) == job)
        let hostile = ["{}", #"{"plan":"p","shards":0}"#, #"{"plan":"p","shards":2,"array":"--me"}"#, #"{"plan":"p","shards":2,"merge":""}"#, "[", ""]
        for text in hostile {
            try Data(text.utf8).write(to: URL(filePath: folder + "/job.json"))
            #expect(throws: InputError.self, "\(text)") { try ShardedJob.load(from: folder) }
        }
    }

    @Test(
        "shards are named to Slurm in ranges", arguments: [([1], "1"), ([1, 2, 3], "1-3"), ([5, 1, 2, 9], "1-2,5,9"), ([2, 4], "2,4")] as [([Int], String)])
    func ranges(numbers: [Int], text: String) { #expect(ClusterRun.ranges(numbers) == text) }

    @Test("lines of the queue are read; what is none is left out")
    func queue() {
        let lines = ["12_3|RUNNING|None", "12_[4-8%2]|PENDING|JobArrayTaskLimit", "13|COMPLETING|None", "", "slurm_load_jobs error: x", "a_1|RUNNING|None"]
        let tasks = lines.compactMap { QueuedTask($0) }
        #expect(tasks.map(\.job) == ["12", "12", "13"] && tasks.map(\.isRunning) == [true, false, false])
        #expect(tasks[1].reason == "JobArrayTaskLimit")
    }
}
