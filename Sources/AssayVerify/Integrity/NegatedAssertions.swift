import AssayCore
import AssayToolchains

/// Assertions without an expected value, turned into their opposite: `assert f(x)`, `XCTAssertTrue(f(x))`, `#expect(f(x))`.
enum NegatedAssertions {
    /// Names of assertions, and of those that assert the opposite.
    private static let opposites: [String: String] = {
        let pairs = [
            ("assertTrue", "assertFalse"), ("XCTAssertTrue", "XCTAssertFalse"), ("EXPECT_TRUE", "EXPECT_FALSE"), ("ASSERT_TRUE", "ASSERT_FALSE"),
            ("assertIsNone", "assertIsNotNone"), ("assertNull", "assertNotNull"), ("XCTAssertNil", "XCTAssertNotNil"), ("CHECK", "CHECK_FALSE"),
            ("REQUIRE", "REQUIRE_FALSE"), ("assertIn", "assertNotIn"), ("toBeTruthy", "toBeFalsy"), ("assert_true", "assert_false"),
        ]
        return Dictionary(pairs.flatMap { [($0.0, $0.1), ($0.1, $0.0)] }, uniquingKeysWith: { one, _ in one })
    }()

    /// Calls whose one argument must hold.
    private static let calls: Set<String> = ["assert!", "#expect", "assert", "assert.ok", "ok", "XCTAssert", "#require"]

    /// Whether an assertion is about one expression: what follows is a message.
    static func isOfOne(_ name: String) -> Bool {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return calls.contains(name) || opposites[last] != nil && !["assertIn", "assertNotIn"].contains(last)
    }

    static func edits(_ source: [UInt8], _ language: Language) -> [ImpossibleTests.Edit] {
        let bare = SourceOutline(source, language).bytes
        var edits: [ImpossibleTests.Edit] = []
        for token in SourceTokens.all(in: source, language) where token.kind == .name {
            let name = String(decoding: source[token.range], as: UTF8.self)
            if let other = opposites[name] {
                edits.append(.init(range: token.range, text: other))
            } else if language == .python, name == "assert" {
                edits += statement(token.range, bare)
            } else {
                edits += call(token.range, bare)
            }
        }
        return edits
    }

    /// `assert X` and `assert X, "…"` of Python, on one line.
    private static func statement(_ word: Range<Int>, _ bare: [UInt8]) -> [ImpossibleTests.Edit] {
        let line = ImpossibleTests.line(of: word.lowerBound, bare)
        guard bare[line.lowerBound..<word.lowerBound].allSatisfy({ $0 == 32 || $0 == 9 }), let end = end(from: word.upperBound, to: line.upperBound, bare)
        else { return [] }
        let start = bare[word.upperBound..<end].firstIndex { $0 != 32 } ?? end
        return [.init(range: start..<start, text: "not ("), .init(range: end..<end, text: ")")]
    }

    /// `assert!(X)`, `#expect(X)`, `assert.ok(X)`.
    private static func call(_ word: Range<Int>, _ bare: [UInt8]) -> [ImpossibleTests.Edit] {
        var (start, open) = (word.lowerBound, word.upperBound)
        if start > 0, bare[start - 1] == 35 { start -= 1 }
        if start > 6, bare[..<start].suffix(7).elementsEqual("assert.".utf8) { start -= 7 }
        if open < bare.count, bare[open] == 33 { open += 1 }
        guard open < bare.count, bare[open] == 40, calls.contains(String(decoding: bare[start..<open], as: UTF8.self)),
            start == 0 || !isPart(bare[start - 1])
        else { return [] }
        let line = ImpossibleTests.line(of: word.lowerBound, bare)
        guard let end = end(from: open + 1, to: line.upperBound, bare), end > open + 1 else { return [] }
        return [.init(range: open + 1..<open + 1, text: "!("), .init(range: end..<end, text: ")")]
    }

    /// Where an expression ends: at a comma or closing bracket that is not its own, or at the end of the line; nil where it goes on.
    private static func end(from start: Int, to limit: Int, _ bare: [UInt8]) -> Int? {
        var depth = 0
        for place in start..<max(start, limit) {
            switch bare[place] {
            case 40, 91, 123: depth += 1
            case 41, 93, 125:
                if depth == 0 { return place }
                depth -= 1
            case 44 where depth == 0: return place
            case 92: return nil
            default: break
            }
        }
        return depth == 0 ? limit : nil
    }

    /// Whether a byte belongs to a name that would be a longer one.
    private static func isPart(_ byte: UInt8) -> Bool {
        byte == 46 || byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
