import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

/// Lines of files, whatever ends them, in what a report says of them.
@Suite struct FindingPlaceTests {
    @Test(
        "an excerpt is the line that people see, without its ending",
        arguments: [
            ("a\r\n  b \r\nc", 2, "b"), ("a\r\n  b \r\nc", 3, "c"), ("a\n b\r\n", 2, "b"), ("a\r\n\r\nc\r\n", 2, ""), ("a\r\nb", 3, nil),
            ("a\r\nb", 0, nil), ("a\rb\nc", 2, "c"),
        ] as [(String, Int, String?)])
    func excerpts(_ text: String, _ line: Int, _ expected: String?) throws {
        #expect(excerpt(try FileTree(["a.py": text]), "a.py", line) == expected)
    }

    @Test(
        "a line that only ends otherwise than before is not the candidate's",
        arguments: [
            ("a\r\nb\r\nc\r\n", "a\r\nX\r\nc\r\n", [2]), ("a\nb\nc\n", "a\r\nb\r\nc\r\n", []), ("a\r\nb\r\nc", "a\nb\nc\n", []),
            ("a\r\nb\r\n", "a\r\nX\nb\r\n", [2]), ("a\nb\n", "X\r\nb\r\nY\r\n", [1, 3]),
        ])
    func touched(_ before: String, _ after: String, _ lines: [Int]) throws {
        let candidate = Candidate(files: try FileTree(["a.py": after]))
        let findings = (1...3).map { Finding(kind: .staticCheck, rule: "r", message: "m", path: "a.py", line: $0) }
        let marked = TouchedLines(candidate, over: try FileTree(["a.py": before])).mark(findings)
        #expect(marked.filter { $0.preexisting != true }.compactMap(\.line) == lines)
    }
}
