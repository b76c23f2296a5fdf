import AssaySuites
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct PredictionFileTests {
    private func read(_ text: String, _ name: String) throws -> PredictionFile {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        return try PredictionFile("\(folder)/\(name)")
    }

    private static let good = #"{"instance_id": "a", "model_patch": "diff", "score": NaN, "note": "\ud800"}"#

    @Test(
        "an odd entry is told with its place, and the others are taken",
        arguments: [
            (
                "\(good)\r\nnot json\n{\"instance_id\": \"../b\", \"model_patch\": \"x\"}\n", "p.jsonl",
                ["p.jsonl:2:1: not a JSON object", "p.jsonl:3: the key 'instance_id'"]
            ),
            ("[\(good), 3]", "p.json", ["p.json item 2: must be an object"]),
            ("{\"a\": {\"model_patch\": \"diff\", \"x\": 1e999}, \"b\": {\"model_patch\": 3}}", "p.json", ["p.json 'b': the key 'model_patch'"]),
        ])
    func odd(_ text: String, _ name: String, _ says: [String]) throws {
        let file = try read(text, name)
        #expect(file.predictions.map(\.instance) == ["a"] && file.predictions.map(\.patch) == ["diff"])
        #expect(file.malformed.count == says.count)
        for (error, words) in zip(file.malformed, says) { #expect(error.description.contains(words), "\(error)") }
    }

    @Test("instances whose names differ in their normal form alone are two", arguments: ["p.json", "p.jsonl"])
    func normalForms(_ name: String) throws {
        let text =
            name == "p.json"
            ? "{\"\u{e9}\": {\"model_patch\": \"x\"}, \"e\u{301}\": {\"model_patch\": \"y\"}}"
            : "{\"instance_id\": \"e\u{301}\", \"model_patch\": \"y\"}\n{\"instance_id\": \"\u{e9}\", \"model_patch\": \"x\"}\n"
        let predictions = try read(text, name).predictions
        #expect(predictions.map { $0.instance.utf8.count } == [3, 2] && predictions.map(\.patch) == ["y", "x"])
    }

    @Test("one prediction or several lines of them in a file whose name ends in .json are read", arguments: [1, 2])
    func linesByAnotherName(_ count: Int) throws {
        let file = try read(String(repeating: Self.good + "\n", count: count), "p.json")
        #expect(file.predictions.map(\.instance) == Array(repeating: "a", count: count) && file.malformed.isEmpty)
    }

    @Test("a file that is no JSON is refused with the reason", arguments: ["{", "3", "[1,"])
    func refused(_ text: String) {
        let error = #expect(throws: InputError.self) { try read(text, "p.json") }
        #expect(error?.message.contains(text == "3" ? "neither a JSON list nor an object" : "not JSON: ") == true)
    }

    @Test(
        "lists of tests are read as lists and as texts that hold one; anything else is refused",
        arguments: [
            (#""FAIL_TO_PASS": ["a"], "PASS_TO_PASS": "[\"b\", \"c\"]""#, ResolvingTests(failToPass: ["a"], passToPass: ["b", "c"])),
            (#""PASS_TO_PASS": null"#, nil), (#""FAIL_TO_PASS": [], "PASS_TO_PASS": ["a"]"#, nil), (#""note": 1"#, nil), (#""FAIL_TO_PASS": "a""#, nil),
            (#""PASS_TO_PASS": [1]"#, nil),
        ])
    func lists(_ keys: String, _ tests: ResolvingTests?) throws {
        let file = try read("{\"instance_id\": \"a\", \"model_patch\": \"\", \(keys)}", "p.json")
        #expect(file.predictions.first?.tests == tests)
        #expect(file.malformed.isEmpty == (tests != nil || keys.contains("note") || keys.contains("[],")))
    }
}
