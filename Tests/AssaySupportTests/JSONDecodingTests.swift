import AssaySupport
import FoundationEssentials
import Testing

private struct Sample: Codable, Equatable {
    enum Kind: String, Codable { case firstKind, other }
    struct Part: Codable, Equatable {
        var taskId: String
        var wallSeconds: Double
        var hasEnded: Bool?
    }
    var kind: Kind
    var partsById: [String: Part]
    var nested: [[Int]]
    var seed: UInt64
    var least: Int8
    var ratio: Float
    var nothing: String?
    var pairs: [String: Int?]
    var p95: Double
}

@Suite struct JSONDecodingTests {
    private let sample = Sample(
        kind: .firstKind, partsById: ["one_two": .init(taskId: "é\n\"", wallSeconds: 0.1, hasEnded: true), "B": .init(taskId: "", wallSeconds: 1e300)],
        nested: [[], [1, -2]], seed: .max, least: -128, ratio: 0.5, pairs: ["a_b": 1, "c": nil], p95: 3)

    @Test("what was encoded is decoded the same, and as Foundation decodes it")
    func same() throws {
        let text = try JSON.line(sample)
        #expect(try JSON.decode(Sample.self, text) == sample)
        let foundation = JSONDecoder()
        foundation.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try foundation.decode(Sample.self, from: Data(text.utf8)) == sample)
        #expect(try JSON.foreign(Sample.self, JSON.foreign(sample)) == sample)
    }

    @Test("keys are names, the keys of a dictionary are data", arguments: ["task_id", "_own", "plain", "read_URL", "a__b", "task_id_", "_"])
    func keys(_ key: String) throws {
        let text = "{\"\(key)\":1}"
        struct Named: Decodable, Equatable {
            struct Key: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init?(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            let names: [String]
            init(from decoder: any Decoder) throws { names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue) }
        }
        let foundation = JSONDecoder()
        foundation.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try JSON.decode(Named.self, text) == foundation.decode(Named.self, from: Data(text.utf8)))
        #expect(try JSON.decode([String: Int].self, text) == [key: 1])
    }

    @Test("of several keys that stand for one name the one that we write is read", arguments: 0..<20)
    func oneName(_ number: Int) throws {
        struct Row: Decodable { let taskId: String }
        // The order of a dictionary's keys depends on how many there are, too.
        let others = (0..<number).map { ",\"k\($0)\":0" }.joined()
        #expect(try JSON.decode(Row.self, #"{"taskId":"b","task_id":"a","Task_Id":"c"\#(others)}"#).taskId == "a")
        #expect(try JSON.decode(Row.self, #"{"taskId":"b"\#(others)}"#).taskId == "b")
    }

    @Test(
        "an object whose keys differ in their normal form alone is written as it came",
        arguments: [#"{"\u00e9":1,"e\u0301":2}"#, "{\"é\": 1, \"e\u{301}\": 2}"])
    func normalForms(_ text: String) throws {
        let value = try #require(JSONText.value("{\"x\":\(text)}"))
        #expect(value.json == "{\"x\":\(text)}")
        #expect(JSONText.value(#"{"a":1,"\u0061":2}"#) == .object(["a": .number(2)]))
    }

    @Test("numbers that no double holds, halves of pairs and other words keep what they are")
    func kept() throws {
        let text = #"{"big":9007199254740993,"half":"a\ud800","nan":NaN,"list":[1e999,1.0]}"#
        let value = try JSON.decode(JSONValue.self, "\u{FEFF}" + text)
        #expect(value.json == #"{"big":9007199254740993,"half":"a\ud800","list":[1e999,1.0],"nan":NaN}"#)
        #expect(try JSON.decode([Int].self, "[9007199254740993]") == [9_007_199_254_740_993])
        #expect(try JSON.decode([UInt64].self, "[18446744073709551615]") == [.max])
        #expect(try JSON.decode([String].self, #"["a\ud800"]"#) == ["a\u{FFFD}"])
    }

    @Test(
        "another shape is an error with its place",
        arguments: [
            ("[1.5]", "0"), ("[300]", "0"), ("[null]", "0"), ("[\"1\"]", "0"), ("[true]", "0"), ("{}", ""), ("[1e999]", "0"), ("[NaN]", "0"), ("[1,[]]", "1"),
        ])
    func shapes(_ text: String, _ place: String) {
        let error = #expect(throws: DecodingError.self) { try JSON.decode([UInt8].self, text) }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context): #expect(context.codingPath.map(\.stringValue).joined() == place)
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test("nesting without end is refused, not followed", arguments: ["[", "{\"a\":"])
    func bomb(_ part: String) {
        let text = String(repeating: part, count: 100_000)
        let problem = #expect(throws: JSONText.Problem.self) { try JSON.decode(JSONValue.self, text) }
        #expect(problem?.reason.contains("levels deep") == true)
        #expect(JSON.foreign([String: JSONValue].self, text) == nil)
    }
}
