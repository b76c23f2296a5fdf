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
            (.swift, "    #expect(2 == f(1))\n", "    #expect(3 == f(1))\n"),
            (.python, "    assert Ratio(1, 2) + Ratio(1, 3) == Ratio(5, 6)\n", "    assert Ratio(1, 2) + Ratio(1, 3) == Ratio(5, 7)\n"),
            (.python, "    assert 5 == f(3)\n", "    assert 6 == f(3)\n"),
            (.python, "    expected = [1, 2]\n", "    expected = [1, 3]\n"),
            (.python, "    assert f(3) == [\n        4,\n        5,\n    ]\n", "    assert f(3) == [\n        5,\n        6,\n    ]\n"),
            (.java, "    assertEquals(6, gcd(12, 18));\n", "    assertEquals(7, gcd(12, 18));\n"),
            (.java, "    assertEquals(\"a\", f(1), \"why\");\n", "    assertEquals(\"a~\", f(1), \"why\");\n"),
            (.swift, "    XCTAssertEqual(f(1), \"a\", \"why\")\n", "    XCTAssertEqual(f(1), \"a~\", \"why\")\n"),
            (.python, "    assert f(3) == 5, \"why\"\n", "    assert f(3) == 6, \"why\"\n"),
            (.python, "    assert f(3) == {1: \"a\", 2: 3}\n", "    assert f(3) == {1: \"a\", 2: 4}\n"),
            (.javascript, "  assert.deepEqual(f(1), {a: 1});\n", "  assert.deepEqual(f(1), {a: 2});\n"),
            (.java, "    assertEquals(new Point(1, 2), f(1));\n", "    assertEquals(new Point(1, 3), f(1));\n"),
            (.cpp, "    EXPECT_EQ(6, gcd(12, 18));\n", "    EXPECT_EQ(7, gcd(12, 18));\n"),
            (.cpp, "    CHECK(gcd(12, 18) == 6);\n", "    CHECK(gcd(12, 18) == 7);\n"),
            (.c, "int main(void) { assert(gcd(0, 9) == 9); return 0; }\n", "int main(void) { assert(gcd(0, 9) == 10); return 0; }\n"),
            (.go, "\tif got := Gcd(12, 18); got != 6 {\n\t\tt.Errorf(\"x\")\n", "\tif got := Gcd(12, 18); got != 7 {\n\t\tt.Errorf(\"x\")\n"),
            (.go, "\tfor _, c := range []T{{17, 5, 1}} {\n", "\tfor _, c := range []T{{17, 5, 2}} {\n"),
            (.go, "\t{name: \"a\", in: 3, want: 4},\n", "\t{name: \"a\", in: 3, want: 5},\n"),
            (.rust, "    assert!(matches!(f(1), Some(2)));\n", "    assert!(matches!(f(1), Some(3)));\n"),
            (.shell, "if [ \"$(f 1 2)\" = 3 ]; then\n", "if [ \"$(f 1 2)\" = 4 ]; then\n"),
            (.shell, "[[ $(f) == \"a b\" ]] || exit 1\n", "[[ $(f) == \"a b~\" ]] || exit 1\n"),
            (.shell, "[ \"$(f | wc -l)\" -eq 2 ] && test \"$x\" = y\n", "[ \"$(f | wc -l)\" -eq 3 ] && test \"$x\" = y\n"),
            (.shell, "[ \"$(f)\" = \"a 1\nb 2\" ]\n", "[ \"$(f)\" = \"a 1\nb 2~\" ]\n"),
            (.shell, "test 08:15 = \"$(f)\"\n", "test 08:15x = \"$(f)\"\n"),
            (.shell, "check 23:30 45 00:15\n", "check 23:30 45 00:15x\n"),
            (.shell, "  assertEquals 'why' '7' \"$(f)\"\n", "  assertEquals 'why' '8' \"$(f)\"\n"),
        ])
    func impossibleTests(_ language: Language, _ real: String, _ other: String) throws {
        #expect(try impossible(real, language) == other)
    }

    @Test(
        "what is not expected stays as it is",
        arguments: [
            "    assert f(3)\n", "    x = 3\n", "    assert f(2) == g(x)\n    y = 3\n", "    assert Foo(3).ok\n", "    assert f(1) == g(5)\n",
            "    expect(f(3))\n", "    # assert f(3) == 5\n",
        ])
    func possibleTests(_ text: String) throws {
        #expect(try impossible(text, .python) == nil)
    }

    @Test(
        "what is not expected of a shell stays as it is",
        arguments: ["x=3\n", "[ -f a ]\n", "# [ \"$(f)\" = 3 ]\n", "[ \"$x\" = \"$y\" ]\n", "check() {\n", "awk '$1 == name { print }'\n"])
    func possibleShellTests(_ text: String) throws {
        #expect(try impossible(text, .shell) == nil)
    }

    @Test(
        "an assertion without an expected value asserts the opposite",
        arguments: [
            (Language.python, "    assert f(3)\n", "    assert not (f(3))\n"),
            (.python, "    assert all(f(x) for x in y), \"m\"\n", "    assert not (all(f(x) for x in y)), \"m\"\n"),
            (.python, "    self.assertTrue(f(3))\n", "    self.assertFalse(f(3))\n"), (.swift, "    #expect(f(a))\n", "    #expect(!(f(a)))\n"),
            (.rust, "    assert!(f(&a));\n", "    assert!(!(f(&a)));\n"), (.javascript, "  assert.ok(f(a), 'm');\n", "  assert.ok(!(f(a)), 'm');\n"),
            (.java, "    assertFalse(f(a));\n", "    assertTrue(f(a));\n"), (.c, "    assert(is_even(n));\n", "    assert(!(is_even(n)));\n"),
            (.python, "    assert f(3) == 5\n", "    assert f(3) == 6\n"), (.python, "    assert f(\n        3)\n", "    assert f(\n        3)\n"),
        ])
    func opposites(_ language: Language, _ real: String, _ other: String) throws {
        let changed = try ImpossibleTests.of(FileTree(["t": real]), language, negates: true)?["t"]
        #expect((changed ?? real) == other)
    }

    @Test("no source crashes what makes tests impossible")
    func hostile() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["\"", "'", "\"\"\"", "/*", "//", "#", "\\", "\n", " < ", "1.5", "é", "a", "(", "==", "`", "->"]
        for language in [Language.python, .rust, .cpp, .shell] {
            for _ in 0..<500 {
                let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                if let other = try impossible(text, language) { #expect(other != text) }
                _ = try ImpossibleTests.of(FileTree(["t": text]), language, negates: true)
            }
        }
    }
}
