import AssaySupport
import AssayTestSupport
import Testing

/// What `make demo` shows where no model can be fetched.
@Suite struct DemoTests {
    @Test("the demo is answered by its recording alone: single-pass solves none of its first tasks, multi-step some")
    func recording() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let ran = try await assay([
            "bench", "benchmarks/experiments/toolbox.yaml", "--replay", "fixtures/cassettes/toolbox.jsonl", "--limit", "3", "--store", folder + "/a.db",
            "-o", folder + "/report.md", "-q",
        ])
        #expect(ran.status == 0 && ran.out.contains("single-pass  0/3") && ran.out.contains("multi-step   2/3"), "\(ran.out) \(ran.err)")
    }
}
