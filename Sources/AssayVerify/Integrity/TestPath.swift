/// Tells by its name whether a file belongs to a project's tests, or is code of others that lies in its tree.
enum TestPath {
    private static let tests: Set<String> = [
        "test", "tests", "testing", "tester", "testdata", "testlib", "testutil", "testutils", "unittest", "unittests", "spec", "specs", "mock", "mocks",
        "fixture",
        "fixtures", "example", "examples", "sample", "samples", "demo", "demos", "bench", "benches", "benchmark", "benchmarks", "fuzz", "conftest", "jest",
        "vitest", "mocha", "karma", "setup",
    ]
    private static let others: Set<String> = [
        "vendor", "vendored", "third_party", "thirdparty", "third-party", "3rdparty", "external", "extern", "deps", "node_modules", "build", "target", "dist",
        ".build", ".venv", "venv", "site-packages",
    ]

    /// Whether a word of a path's folders or of the file's own name, without its extension, is one of tests.
    static func isOfTests(_ path: String) -> Bool {
        path.split(separator: "/").contains { part in words(of: part).contains { tests.contains($0) } || part == "t" }
    }

    /// Whether a file lies in a folder for the code of others, or for what is built.
    static func isOfOthers(_ path: String) -> Bool { path.split(separator: "/").dropLast().contains { others.contains($0.lowercased()) } }

    /// The words of a name such as `XCTestKit` or `test_util.c`, in small letters.
    private static func words(of name: Substring) -> [String] {
        let letters = Array(name.utf8)
        func isUpper(_ index: Int) -> Bool { letters.indices.contains(index) && (65...90).contains(letters[index]) }
        func isLower(_ index: Int) -> Bool { letters.indices.contains(index) && (97...122).contains(letters[index]) }
        var words: [[UInt8]] = [[]]
        for index in letters.indices {
            let begins = isUpper(index) && (!isUpper(index - 1) || isLower(index + 1))
            if begins || !isUpper(index) && !isLower(index) { words.append([]) }
            if isUpper(index) { words[words.count - 1].append(letters[index] + 32) } else if isLower(index) { words[words.count - 1].append(letters[index]) }
        }
        return words.map { String(decoding: $0, as: UTF8.self) }
    }
}
