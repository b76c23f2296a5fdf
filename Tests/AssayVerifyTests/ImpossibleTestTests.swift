import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

private func impossible(_ text: String, _ language: Language) throws -> String? {
    try ImpossibleTests.of(FileTree(["t": text]), language)?["t"]
}

@Suite struct ImpossibleTestTests {
    @Test(
        "one expected value of an assertion becomes another",
        arguments: [
            (Language.python, "    assert f(3) == 5\n", "    assert f(3) == 6\n"),
            (.python, "    assert f([1, 2]) == [2, 4]\n", "    assert f([1, 2]) == [2, 5]\n"),
            (.python, "    assert f(1) is True == True\n", "    assert f(1) is True == False\n"),
            (.python, "        self.assertEqual(f(3), \"a(b\")\n", "        self.assertEqual(f(3), \"a(b~\")\n"),
            (.python, "    assert abs(f(3) - 1.5) <= 1e-6\n", "    assert abs(f(3) - 2.5) <= 1e-6\n"),
            (.javascript, "test('a', () => { assert.deepStrictEqual(f([1]), [2]); });\n", "test('a', () => { assert.deepStrictEqual(f([1]), [3]); });\n"),
            (.rust, "    assert_eq!(f(1), Vec::<i64>::from([2, 4]));\n", "    assert_eq!(f(1), Vec::<i64>::from([2, 5]));\n"),
            (.swift, "    #expect(f(1) == [2])\n", "    #expect(f(1) == [3])\n"),
            (.swift, "    XCTAssertEqual(f(1), 2)\n", "    XCTAssertEqual(f(1), 3)\n"),
        ])
    func impossibleTests(_ language: Language, _ real: String, _ other: String) throws {
        #expect(try impossible(real, language) == other)
    }

    @Test(
        "what is not expected stays as it is",
        arguments: [
            "    assert f(3)\n", "    assert 5 == f(3)\n", "    x = 3\n", "    assert f(1) == g(5)\n", "    expect(f(3))\n", "    # assert f(3) == 5\n",
        ])
    func possibleTests(_ text: String) throws {
        #expect(try impossible(text, .python) == nil)
    }

    @Test("no source crashes what makes tests impossible")
    func hostile() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["\"", "'", "\"\"\"", "/*", "//", "#", "\\", "\n", " < ", "1.5", "é", "a", "(", "==", "`", "->"]
        for language in [Language.python, .rust, .cpp] {
            for _ in 0..<500 {
                let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                if let other = try impossible(text, language) { #expect(other != text) }
            }
        }
    }
}
