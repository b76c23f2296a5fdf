import AssaySupport
import AssayTestSupport
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// A launcher that is ended from outside while an experiment runs, as by a machine that is short of memory.
@Suite struct KilledLauncherTests {
    /// Kills every launcher of the commands whose arguments have a word, as soon as it runs a candidate.
    private static func killLaunchers(of word: String) -> Int {
        let commands = ProcessTable.children(of: getpid()).filter { ProcessTable.arguments(of: $0).contains { $0.contains(word) } }
        let launchers = commands.flatMap(ProcessTable.children).filter { ProcessTable.arguments(of: $0).contains("serve") }
        return launchers.count { launcher in
            let runs = ProcessTable.children(of: launcher).flatMap(ProcessTable.children)
            let isJudging = runs.contains { ProcessTable.arguments(of: $0).contains { $0.contains("candidate_driver") } }
            return isJudging && kill(launcher, SIGKILL) == 0
        }
    }

    @Test("attempts whose launcher is killed are lost to the harness, never failed, and the same command tries them again")
    func lost() async throws {
        let suite = try Additions(tasks: 2)
        defer { try? FileManager.default.removeItem(atPath: suite.folder) }
        let knows = try String(contentsOfFile: suite.folder + "/knows.py", encoding: .utf8)
        // Of its own, so that no earlier verdict is known.
        try suite.write(knows.replacing("python\\n", with: "python\\nimport time\\ntime.sleep(1)  # \(UUID())\\n"), "knows.py")
        let path = try suite.experiment([("right", suite.knows), ("again", suite.knows)], stop: "fixed")
        // On a thread of its own: those of the tests may all be at work while the candidate runs.
        let killed = Mutex(0)
        let killer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "killer"))
        killer.schedule(deadline: .now(), repeating: .milliseconds(50))
        killer.setEventHandler {
            let count = Self.killLaunchers(of: path)
            killed.withLock { $0 += count }
        }
        killer.activate()
        let ran = try await assay(["bench", path, "-j", "1"], in: suite.folder)
        killer.cancel()
        #expect(killed.withLock { $0 } > 0)
        #expect(ran.status == 3 && ran.err.contains("4 attempts were lost to the harness"), "\(ran.err)")
        #expect(!ran.err.contains("failed") && ran.out.contains("0/0"), "\(ran.out) \(ran.err)")
        let again = try await assay(["bench", path, "-j", "1"], in: suite.folder)
        #expect(again.status == 0 && again.out.contains("2/2") && !again.err.contains("failed"), "\(again.out) \(again.err)")
        let store = try await assay(["list", "--store", "runs.db", "--json"], in: suite.folder)
        #expect(store.out.ranges(of: "\"done\"").count == 1, "\(store.out)")
    }
}
