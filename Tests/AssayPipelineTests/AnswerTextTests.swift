import AssayCore
import AssayPipeline
import AssaySupport
import Testing

private let code = "def add(a, b):\n    return a + b\n"
private let documented = "def add(a, b):\n    \"\"\"Add.\n\n    ```\n    add(1, 2)\n    ```\n    \"\"\"\n    return a + b\n"
private let atTheMargin = "\"\"\"Numbers.\n\n```\nadd(1, 2)\n```\n\"\"\"\n\n\ndef add(a, b):\n    return a + b\n"

/// Each line of a text that holds something, two blanks and more to the right.
private func indented(_ text: String) -> String { text.allLines.map { $0.isEmpty ? "" : "   " + $0 }.joined(separator: "\n") }

@Suite struct AnswerTextTests {
    private let brief = TaskBrief(
        id: "t", title: "t", statement: "", language: .python, deliverables: ["solution.py"],
        interface: [InterfaceSymbol(symbol: "add", signature: "def add(a, b)", file: "solution.py")])

    @Test(
        "one file is read whole, whatever fences stand around and inside it",
        arguments: [
            ("```python\n\(code)```\n", code), ("```python\r\n\(code.replacing("\n", with: "\r\n"))```\r\n", code),
            ("Here:\r\n\r\n```python\r\n\(code.replacing("\n", with: "\r\n"))```\r\n\r\nIt adds.\r\n", code),
            ("~~~python\n\(code)~~~\n", code), ("~~~~\n\(code)~~~~\n", code), ("````python\n\(documented)````\n", documented),
            ("```python\n\(documented)```\n", documented),
            (
                "```python\n\(documented.replacing("```\n    add", with: "```python\n    add"))```\n",
                documented.replacing("```\n    add", with: "```python\n    add")
            ),
            ("```python\n\(atTheMargin)```\n", atTheMargin), ("```python\n\(atTheMargin)```\n\nRun:\n```sh\npython x\n```\n", atTheMargin),
            ("1. The answer:\n\n\(indented("```python\n" + code + "```"))\n", code), ("- x\n\t```python\n\tdef add(a, b):\n\t    return a + b\n\t```\n", code),
            ("```python title=\"solution.py\"\n\(code)```\n", code), ("```python\n\(code)<|endoftext|>", code),
            ("```python\n\(code)```\n<|im_end|>\n</s>", code),
            ("<think>\n```python\ndef add(a, b): pass\n```\n</think>\n```python\n\(code)```", code), ("```python\n\(code)", code),
            ("```python\ndef add(a, b):\n    return a + b```", code), ("```python\n\(code)  ```\n", code), ("\(code)<|endoftext|>", String(code.dropLast())),
            ("```\n# it's \"\"\" fine\n\(code)```\nThat's it.\n", "# it's \"\"\" fine\n" + code),
            ("```python\nTEXT = '''\n\(code)```\nDone.\n", "TEXT = '''\n" + code),
        ])
    func single(_ answer: String, _ expected: String) {
        #expect(AnswerFiles.whole(answer, brief: brief, base: FileTree()).files["solution.py"] == expected)
    }

    @Test(
        "files of any ending are read by their labels, whole where they hold fences",
        arguments: [
            "FILE: a.py\n```python\n\(atTheMargin)```\nFILE: b.sql\n```sql\nSELECT 1;\n```\n",
            "FILE: `a.py`\n\n```python\n\(atTheMargin)```\n\n**FILE: ./b.sql**\n\n```sql\nSELECT 1;\n```\n",
            "```python:a.py\n\(atTheMargin)```\n```sql title=\"b.sql\"\nSELECT 1;\n```\n", "### a.py\n~~~\n\(atTheMargin)~~~\n`b.sql`:\n~~~\nSELECT 1;\n~~~\n",
            "FILE: a.py\n```python\n\(atTheMargin)FILE: b.sql\n```sql\nSELECT 1;\n```\n",
        ])
    func several(_ answer: String) {
        let brief = TaskBrief(id: "t", title: "t", statement: "", language: .python, deliverables: ["**"])
        let written = AnswerFiles.whole(answer, brief: brief, base: FileTree())
        #expect(written.problems == [])
        #expect(written.files.paths == ["a.py", "b.sql"])
        #expect(written.files["a.py"] == atTheMargin)
        #expect(written.files["b.sql"] == "SELECT 1;\n")
    }

    @Test("a Markdown file keeps the blocks that it holds")
    func markdown() {
        let page = "# Use\n\n```sh\nmake\n```\n\nThen:\n\n```python\nadd(1, 2)\n```\n"
        let brief = TaskBrief(id: "t", title: "t", statement: "", language: .python, deliverables: ["**"])
        let written = AnswerFiles.whole("FILE: README.md\n```markdown\n\(page)```\nFILE: Makefile\n```\nall:\n```\n", brief: brief, base: FileTree())
        #expect(written.files["README.md"] == page)
        #expect(written.files["Makefile"] == "all:\n")
    }

    @Test("what may not be changed is left out and named")
    func leftOut() {
        let brief = TaskBrief(id: "t", title: "t", statement: "", language: .python, deliverables: ["a.py", "b.py"])
        let written = AnswerFiles.whole("FILE: a.py\n```\nA = 1\n```\nFILE: c.py\n```\nC = 1\n```\n", brief: brief, base: FileTree())
        #expect(written.files.paths == ["a.py"])
        #expect(written.problems == ["c.py (not deliverable)"])
    }

    @Test(
        "a file that is written anew keeps its byte order mark, its line endings and the end of its last line",
        arguments: [
            ("a\r\nb\r\nc\r\n", "a\nx\nc\n", "a\r\nx\r\nc\r\n"), ("a\r\nb", "a\nb\nc\n", "a\r\nb\r\nc\r\n"), ("a\r\nb", "x\nb\n", "x\r\nb"),
            ("\u{FEFF}a\n", "b\n", "\u{FEFF}b\n"), ("a\r\nb\nc\r\n", "a\nb\nx\nc\n", "a\r\nb\nx\nc\r\n"), ("a\nb\n", "a\r\nc\r\n", "a\nc\n"),
            ("", "a\n", "a\n"), ("\u{FEFF}", "a\n", "\u{FEFF}a\n"),
        ])
    func shape(_ old: String, _ answer: String, _ expected: String) throws {
        var base = FileTree()
        try base.set("solution.py", old)
        let written = AnswerFiles.whole("```\n\(answer)```\n", brief: brief, base: base)
        #expect(written.files["solution.py"].map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test("a change of the first line is made behind a byte order mark")
    func mark() throws {
        #expect(try SearchReplace(search: ["a"], replace: ["x"]).apply(to: "\u{FEFF}a\nb\n") == "\u{FEFF}x\nb\n")
    }

    @Test("no mixture of fences, labels and marks ends the reader", arguments: 0..<40)
    func fuzz(_ seed: UInt64) {
        let parts = [
            "```", "~~~", "````", "\n", "\n", "FILE: a.py", "\"\"\"", "'", "/*", "*/", "    ", "def add", "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE",
            "\r\n", "<think>", "</think>", "<|x|>", "é", "python", "\u{FEFF}",
        ]
        var state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var answer = ""
        for _ in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            answer += parts[Int(state >> 33) % parts.count]
        }
        for deliverables in [["solution.py"], ["**"]] {
            let brief = TaskBrief(id: "t", title: "t", statement: "", language: .python, deliverables: deliverables)
            _ = AnswerFiles.whole(answer, brief: brief, base: FileTree())
            _ = AnswerFiles.changes(answer, brief: brief, base: FileTree())
        }
    }
}
