import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayAdmission
@testable import AssayVerify

private func changes(_ text: String, _ language: Language) throws -> [String] {
    try Mutant.of(FileTree(["a": text]), language, most: 1000).map(\.change)
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
            }
        }
    }

    @Test("a suite whose stub passes, whose reference fails or whose tests are weak is refused")
    func refused() async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python])
        func row(_ reference: String, _ test: String) async throws -> SuiteAdmission.Row {
            var brief = TaskBrief(id: "t", title: "t", statement: "t", language: .python, deliverables: ["a.py"])
            brief.interface = [InterfaceSymbol(symbol: "f", signature: "def f(n)", file: "a.py")]
            let task = CodingTask(
                brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["test_a.py": "from a import f\n\ndef test_f():\n    \(test)\n"])),
                reference: try FileTree(["a.py": reference]), stub: try FileTree(["a.py": "def f(n):\n    return 0\n"]))
            return try await SuiteAdmission(context: context, repetitions: 1, mutants: 10).admit(task)
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

    @Test("our own programs are admitted: the reference passes, its stub fails, faults are found", arguments: ["change-coins", "brackets"])
    func admitted(_ id: String) async throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/programs")
        let task = try #require(suite.tasks.first { $0.id == id })
        #expect(task.form == .streams && task.brief.statement.contains("Input 1:"))
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: task.languages)
        let row = try await SuiteAdmission(context: context, repetitions: 1, mutants: 12).admit(task)
        #expect(row.admitted && row.mutationScore.map { $0 >= 0.9 } == true, "\(row)")
    }
}
