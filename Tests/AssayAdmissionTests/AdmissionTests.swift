import AssayCore
import AssaySupport
import Testing

@testable import AssayAdmission
@testable import AssayVerify

private func changes(_ text: String, _ language: Language) throws -> [String] {
    try Mutant.of(FileTree(["a": text]), language, most: 1000).map(\.change)
}

private func impossible(_ text: String, _ language: Language) throws -> String? {
    try ImpossibleTests.of(FileTree(["t": text]), language)?["t"]
}

@Suite struct AdmissionTests {
    @Test("faults are put into code, not into comments, types or what errors say")
    func mutants() throws {
        #expect(try changes("if a < 10 and b:  # a < b\n    c = \"x\"\n", .python) == ["< → <=", "10 → 11", "and → or", "\"x\" → \"\"", "c = \"x\" → nothing"])
        #expect(try changes("// a < b\nvector<int> f(int a) { return a + 1; } /* 1 + 1 */\n", .cpp) == ["+ → -", "1 → 2"])
        #expect(try changes("    raise ValueError(\"no\")\n", .python) == [])
        #expect(try changes("func f() -> Int { -1 }", .swift) == ["1 → 2"])
    }

    @Test("no source crashes the tokens, and every mutant differs in one place")
    func hostile() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["\"", "'", "\"\"\"", "/*", "//", "#", "\\", "\n", " < ", "1.5", "é", "a", "(", "==", "`", "->"]
        for language in [Language.python, .rust, .cpp] {
            for _ in 0..<500 {
                let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                for mutant in try Mutant.of(FileTree(["a": text]), language, most: 100) { #expect(mutant.files["a"] != text) }
                _ = try ImpossibleTests.of(FileTree(["t": text]), language)
            }
        }
    }

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

    @Test("a suite whose stub passes, whose reference fails or whose tests are weak is refused")
    func refused() async throws {
        let bench = try await Bench.shared.value
        func row(_ reference: String, _ test: String) async throws -> SuiteAdmission.Row {
            var brief = TaskBrief(id: "t", title: "t", statement: "t", language: .python, deliverables: ["a.py"])
            brief.interface = [InterfaceSymbol(symbol: "f", signature: "def f(n)", file: "a.py")]
            let task = CodingTask(
                brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["test_a.py": "from a import f\n\ndef test_f():\n    \(test)\n"])),
                reference: try FileTree(["a.py": reference]), stub: try FileTree(["a.py": "def f(n):\n    return 0\n"]))
            return try await SuiteAdmission(bench: bench, repetitions: 1, mutants: 10).admit(task)
        }
        let right = "def f(n):\n    return n + 1 if n < 5 else 0\n"
        let good = try await row(right, "assert [f(n) for n in (0, 1, 4, 5)] == [1, 2, 5, 0]")
        #expect(good.admitted, "\(good.survivors)")
        #expect(good.stubs.map(\.id) == ["own", "empty", "constant", "always-equal", "skip", "exit-when-called", "exit"])
        let weak = try await row(right, "assert f(1) == 2")
        #expect(!weak.admitted && !weak.survivors.isEmpty)
        let empty = try await row(right, "assert f(1) is not None")
        #expect(!empty.admitted && empty.stubs.contains { $0.id == "own" && $0.verdict == .passed })
        let broken = try await row(right, "assert f(1) == 3")
        #expect(!broken.admitted && broken.reference == .failed)
    }
}
