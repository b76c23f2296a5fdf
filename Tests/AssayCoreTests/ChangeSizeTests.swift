import AssaySupport
import Testing

@testable import AssayCore

@Suite struct ChangeSizeTests {
    @Test(
        "branches are counted outside of texts and comments",
        arguments: [
            ("def f(x):\n    if x and x > 1:\n        return 'if or while'\n\n    return 0  # if\n", 2),
            ("if (a && b) { s = \"for || x\"; } // while\nfor (;;) {}\n", 3), ("let a = 1\n\n\n", 0), ("x = \"a \\\" if\" if y else z\n", 1),
        ])
    func branches(_ text: String, _ number: Int) { #expect(ChangeSize.branches(text) == number) }

    @Test("a change counts what is not blank and was not there, in files that it touches")
    func change() throws {
        let start = try FileTree(["a.py": "def f(x):\n    return x\n", "b.py": "untouched\n"])
        let files = try FileTree(["a.py": "def f(x):\n\n    if x:\n        return 1\n    return x\n", "b.py": "untouched\n", "c.py": "new\n"])
        #expect(ChangeSize(of: Candidate(files: files), against: start) == ChangeSize(added: 3, removed: 0, branches: 1))
        #expect(ChangeSize(of: Candidate(files: try FileTree(["a.py": ""])), against: start) == ChangeSize(added: 0, removed: 2, branches: 0))
        #expect(ChangeSize(of: Candidate(files: start), against: start) == ChangeSize(added: 0, removed: 0, branches: 0))
    }
}
