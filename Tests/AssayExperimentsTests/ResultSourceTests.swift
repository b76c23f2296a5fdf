import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayExperiments

@Suite struct ResultSourceTests {
    /// Reads a results file of some lines.
    private func load(_ lines: [String]) throws -> ResultSet {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/a.results.jsonl"))
        return try ResultSource(named: folder + "/a.results.jsonl", store: folder + "/none.db").load()
    }

    private static let good = #"{"task_id": "t", "verdict": "passed", "tier": "A-", "suite_digest": "d"}"#

    @Test("samples of one task stand together, with why the failing ones failed")
    func samples() throws {
        let failed = ##"""
            {"task_id": "\u0074", "sample": 1, "verdict": "failed", "tier": "A-", "suite_digest": "d", "failing": ["check", "b"],
            "failure": "assertion", "x": [{"y": -1.5e+3, "z": [true, null, NaN, "\"]}\\"]}, {}, []], "lone": "\ud800"}
            """##.replacing("\n", with: " ")
        let set = try load([Self.good, "", Self.good.replacing(#""t""#, with: #""u""#), failed])
        #expect(set.name == "a.results.jsonl" && set.entries.keys.sorted().map(\.text) == ["t", "u"])
        let own = set.entries[ExactName("t")]
        #expect(own?.map(\.verdict) == [.passed, .failed] && own?.map(\.sample) == [0, 1])
        #expect(own?.last?.reason == "assertion in check and 1 more")
    }

    @Test(
        "a line that is no result is refused by its number, with what to do",
        arguments: [
            (#"{"task_id": "t", "verdict": "splendid", "tier": "B"}"#, "'splendid' is not a verdict"),
            (#"{"task_id": "t", "verdict": "passed", "tier": "S"}"#, "'S' is not an assurance tier"),
            (#"{"task_id": "t", "verdict": "passed"}"#, "'tier' is missing"), (#"{"verdict": "passed", "tier": "B"}"#, "'task_id' is missing"),
            (#"{"task_id": "u", "verdict": "passed", "tier": "B"}"#, "'suite_digest' is missing"),
            (#"{"task_id": "u", "verdict": "passed", "tier": "B", "suite_digest": ""}"#, "'suite_digest' is empty"),
            (#"{"task_id": "u", "sample": -1, "verdict": "passed", "tier": "B", "suite_digest": "d"}"#, "'sample' must be a whole number"),
            (#"{"task_id": "u", "sample": 0.5, "verdict": "passed", "tier": "B", "suite_digest": "d"}"#, "'sample' must be a whole number"),
            (#"{"task_id": "u", "sample": "0", "verdict": "passed", "tier": "B", "suite_digest": "d"}"#, "'sample' must be a whole number"),
            (#"{"task_id": "t", "sample": 0, "verdict": "passed", "tier": "B", "suite_digest": "d"}"#, "sample 0, is there twice, as in line 1"),
            (
                #"{"task_id": "t", "sample": 0, "verdict": "failed", "tier": "B", "suite_digest": "d"}"#,
                "sample 0, is there twice: passed in line 1, failed here"
            ),
            (#"{"task_id": "u", "verdict": "passed", "tier": "B", "suite_digest": "d"} x"#, "not a JSON object"),
            (#"{"task_id": "u", "verdict": "passed", "tier": "B", "suite_digest": "d", "x": 01}"#, "not a JSON object"),
            (#"["t"]"#, "not a JSON object"), ("{", "not a JSON object"),
        ])
    func refused(_ line: String, _ says: String) throws {
        let error = try #require(throws: InputError.self) { try load([Self.good, line]) }
        #expect(error.place.contains(/a\.results\.jsonl:2(:\d+)?$/) && error.message.contains(says), "\(error)")
    }
}
