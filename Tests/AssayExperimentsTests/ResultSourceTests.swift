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
        let failed = #"{"task_id": "t", "verdict": "failed", "tier": "A-", "failing": ["check", "b"], "failure": "assertion"}"#
        let set = try load([Self.good, failed, Self.good.replacing(#""t""#, with: #""u""#)])
        #expect(set.name == "a.results.jsonl" && set.entries.keys.sorted() == ["t", "u"])
        #expect(set.entries["t"]?.map(\.verdict) == [.passed, .failed])
        #expect(set.entries["t"]?.last?.reason == "assertion in check and 1 more")
    }

    @Test(
        "a line that is no result is refused by its number, with what to do",
        arguments: [
            (#"{"task_id": "t", "verdict": "splendid", "tier": "B"}"#, "'splendid' is not a verdict"),
            (#"{"task_id": "t", "verdict": "passed", "tier": "S"}"#, "'S' is not an assurance tier"),
            (#"{"task_id": "t", "verdict": "passed"}"#, "'tier' is missing"), (#"{"verdict": "passed", "tier": "B"}"#, "'task_id' is missing"),
            (#"["t"]"#, "not a JSON object"), ("{", "not a JSON object"),
        ])
    func refused(_ line: String, _ says: String) throws {
        let error = try #require(throws: InputError.self) { try load([Self.good, line]) }
        #expect(error.place.hasSuffix("a.results.jsonl:2") && error.message.contains(says), "\(error)")
    }
}
