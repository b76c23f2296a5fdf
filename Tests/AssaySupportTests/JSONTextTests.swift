import AssaySupport
import FoundationEssentials
import Testing

private func read(_ text: String) throws -> JSONValue { try JSONText.value(Array(text.utf8)) }

@Suite struct JSONTextTests {
    @Test(
        "what was read is written as it came",
        arguments: [
            "null", "true", "[]", "{}", "0", "-1", "12.5", "1.0", "-0", "1e3", "9007199254740993", "123456789012345678901234567890", "1e999", "0.1",
            "NaN", "Infinity", "-Infinity", #""a\"b\\c""#, #""\ud800""#, #""x\udc00y""#, #"{"a":[1,{"b":null}],"c":"é"}"#, #"["\n\t\u0001"]"#,
        ])
    func same(_ text: String) throws { #expect(try read(text).json == text) }

    @Test(
        "other spellings of a string have one value",
        arguments: [
            (#""\u0041\/""#, "A/"), (#""\ud83d\ude00""#, "😀"), (#""\ud800""#, "\u{FFFD}"), (#""a\udc00b""#, "a\u{FFFD}b"), (#""\b\f\r""#, "\u{08}\u{0C}\r"),
        ])
    func strings(_ text: String, _ value: String) throws { #expect(try read(text).text == value) }

    @Test("a byte order mark and blanks around the value are skipped")
    func around() throws { #expect(try read("\u{FEFF} \r\n[ 1 , 2 ]\t\r\n") == .array([.number(1), .number(2)])) }

    @Test(
        "what is no JSON is refused with the place and the reason",
        arguments: [
            ("", 0, "ends where a value"), ("{", 1, "key in double quotes"), (#"{"a" 1}"#, 5, "':'"), ("[1,]", 3, "no JSON value"), ("[1 2]", 3, "',' or ']'"),
            ("01", 0, "no JSON value"), ("1.", 0, "no JSON value"), ("+1", 0, "no JSON value"), ("nan", 0, "no JSON value"), ("{} x", 3, "more after"),
            ("\"a", 0, "no end"), (#""\x""#, 1, "escape"), (#""\u12""#, 1, "hexadecimal"), ("\"\u{01}\"", 1, "control character"),
            (String(repeating: "[", count: 300), 256, "levels deep"),
        ])
    func refused(_ text: String, _ offset: Int, _ reason: String) {
        let problem = #expect(throws: JSONText.Problem.self) { try read(text) }
        #expect(problem?.offset == offset && problem?.reason.contains(reason) == true, "\(String(describing: problem))")
    }

    @Test("bytes that are no UTF-8 are refused, not repaired")
    func encoding() { #expect(throws: JSONText.Problem.self) { try JSONText.value([0x22, 0xFF, 0x22]) } }

    @Test("on JSON that both read, this reader and Foundation's agree; on mutated JSON neither stops the process", arguments: 0..<20)
    func fuzz(_ seed: UInt64) throws {
        let text = #"{"task_id":"a/1","x":[1,2.5,-3e2,{"y":"\u00e9\n","z":[true,false,null]}],"long":"abcdefghij"}"#
        var state = seed &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<200 {
            var bytes = Array(text.utf8)
            for _ in 0...next(3) { bytes[next(bytes.count)] = UInt8(next(128)) }
            let mine = try? JSONText.value(bytes)
            let other = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            // Foundation has no exact form of some numbers, and its JSON none of others.
            if let mine, let other, !mine.hasLiteral { #expect(mine == other) }
            if let other, mine == nil { Issue.record("refused what Foundation reads: \(String(decoding: bytes, as: UTF8.self)) \(other)") }
        }
    }
}

extension JSONValue {
    /// Whether a part of the value was kept as it was written.
    fileprivate var hasLiteral: Bool {
        switch self {
        case .literal: true
        case .array(let values): values.contains(where: \.hasLiteral)
        case .object(let values): values.values.contains(where: \.hasLiteral)
        default: false
        }
    }
}
