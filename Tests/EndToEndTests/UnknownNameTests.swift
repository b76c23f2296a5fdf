import AssayTestSupport
import FoundationEssentials
import Testing

/// A thing that is named and not there has one exit code, and one line that says what there is.
@Suite struct UnknownNameTests {
    /// A run of one task by two arms, for all cases.
    private static let store = Task { () throws -> String in
        let path = try Places.temporary() + "/a.db"
        let ran = try await assay([
            "bench", "benchmarks/experiments/demo.yaml", "--limit", "1", "--replay", "fixtures/cassettes/demo.jsonl", "--store", path, "-q",
        ])
        guard [0, 2].contains(ran.status) else { throw Unprepared(description: ran.err) }
        return path
    }

    private struct Unprepared: Error, CustomStringConvertible { let description: String }

    @Test(
        "a run, task or arm that is not there",
        arguments: [
            ("show nope", "no run is named 'nope'; 'assay list' shows them"),
            ("show demmo", "no run is named 'demmo'; did you mean 'demo'? 'assay list' shows them"),
            ("report nope -o FOLDER/r.html", "no run is named 'nope'"), ("export nope --to FOLDER/t", "no run is named 'nope'"),
            ("rerun nope", "no run is named 'nope'"), ("reverify nope", "no run is named 'nope'"), ("view nope --port 0", "no run is named 'nope'"),
            ("view nope --export FOLDER/pages", "no run is named 'nope'"), ("compare nope x", "no run is named 'nope'"),
            ("show latest/nope", "no task is named 'nope'; 'assay show demo-"), ("show latest --task nope", "no task is named 'nope'"),
            ("show latest --arm multistep", "no arm is named 'multistep'; did you mean 'multi-step'? its arms are"),
            ("compare latest/nope latest/multi-step", "no arm is named 'nope'; its arms are single-pass, multi-step"),
            ("report latest/nope -o FOLDER/r.html", "no arm is named 'nope'"),
        ])
    func stored(_ line: String, _ says: String) async throws {
        let store = try await Self.store.value
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = line.split(separator: " ").map { String($0).replacing("FOLDER", with: folder) }
        let ran = try await assay(words + ["--store", store])
        #expect(ran.status == 66, "\(ran.err)")
        #expect(ran.err.hasPrefix("error: ") && ran.err.contains(says) && ran.err.split(whereSeparator: \.isNewline).count == 1, "\(ran.err)")
    }

    @Test(
        "a word, policy or model that is not there",
        arguments: [
            ("explain tampering_suspectd", "did you mean 'tampering_suspected'? 'assay explain' lists all of them"),
            ("explain xyzzyx", "'assay explain' lists all of them"), ("sandbox explain pyton", "no policy is named 'pyton'; did you mean 'python'? known: "),
            ("models pull qwen2.5-coder-0.5", "did you mean 'qwen2.5-coder-0.5b'? known: "),
        ])
    func built(_ line: String, _ says: String) async throws {
        let ran = try await assay(line.split(separator: " ").map(String.init))
        #expect(ran.status == 66 && ran.err.contains(says), "\(ran.err)")
    }
}
