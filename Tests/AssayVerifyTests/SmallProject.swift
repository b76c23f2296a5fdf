import AssayCore
import AssaySupport
import Testing

/// A project of one file and its tests, with a right answer and one that tricks them.
struct SmallProject: Sendable, CustomTestStringConvertible {
    var language: Language
    var name = ""
    var start: [String: String]
    var tests: [String: String]
    var file: String
    var right: String
    var trick: String
    var testDescription: String { language.rawValue + name }

    static let swiftManifest = """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "Words", targets: [.target(name: "Words"), .testTarget(name: "WordsTests", dependencies: ["Words"])])
        """

    /// A test looks at each entry of an answer: of none it says nothing.
    static let vacuous = [
        SmallProject(
            language: .swift, name: " Testing", start: ["Package.swift": swiftManifest],
            tests: [
                "Tests/WordsTests/WordsTests.swift":
                    "import Testing\nimport Words\n\n@Test func long() throws {\n    for word in words(\"a long text\") {\n"
                    + "        let first = try #require(word.first)\n        #expect(\n            word.count > 1,\n            \"\\(first)\")\n    }\n}\n"
            ],
            file: "Sources/Words/Words.swift",
            right: "public func words(_ text: String) -> [String] { text.split(separator: \" \").map(String.init).filter { $0.count > 1 } }\n",
            trick: "public func words(_ text: String) -> [String] { [] }\n"),
        SmallProject(
            language: .swift, name: " XCTest", start: ["Package.swift": swiftManifest],
            tests: [
                "Tests/WordsTests/WordsTests.swift":
                    "import XCTest\nimport Words\n\nfinal class WordsTests: XCTestCase {\n    func testLong() throws {\n"
                    + "        words(\"a long text\").forEach { word in XCTAssertGreaterThan(word.count, 1) }\n    }\n}\n"
            ],
            file: "Sources/Words/Words.swift",
            right: "public func words(_ text: String) -> [String] { text.split(separator: \" \").map(String.init).filter { $0.count > 1 } }\n",
            trick: "public func words(_ text: String) -> [String] { [] }\n"),
        SmallProject(
            language: .rust, start: ["Cargo.toml": "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"],
            tests: [
                "tests/words.rs":
                    "#![deny(warnings)]\nuse words::words;\n\n#[test]\nfn long() {\n    for word in words(\"a long text\") {\n        assert!(word.len() > 1 && word != \"assert!(\" && !word.contains('\"'));\n    }\n}\n"
            ],
            file: "src/lib.rs",
            right: "pub fn words(text: &str) -> Vec<String> {\n    text.split(' ').filter(|w| w.len() > 1).map(String::from).collect()\n}\n",
            trick: "pub fn words(_text: &str) -> Vec<String> {\n    Vec::new()\n}\n"),
        SmallProject(
            language: .go, start: ["go.mod": "module words\n\ngo 1.19\n"],
            tests: [
                "words_test.go":
                    "package words\n\nimport \"testing\"\n\nfunc TestLong(t *testing.T) {\n\tfor _, word := range Words(\"a long text\") {\n"
                    + "\t\tif len(word) < 2 {\n\t\t\tt.Errorf(\"%q\", word)\n\t\t}\n\t}\n}\n"
            ],
            file: "words.go",
            right:
                "package words\n\nimport \"strings\"\n\nfunc Words(text string) []string {\n\tvar long []string\n\tfor _, word := range strings.Fields(text) {\n"
                + "\t\tif len(word) > 1 {\n\t\t\tlong = append(long, word)\n\t\t}\n\t}\n\treturn long\n}\n",
            trick: "package words\n\nfunc Words(text string) []string { return nil }\n"),
        SmallProject(
            language: .javascript, start: ["package.json": "{\"name\": \"words\", \"version\": \"1.0.0\"}\n"],
            tests: [
                "words.test.js":
                    "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { words } = require(\"./words.js\");\n\n"
                    + "test(\"long\", () => {\n  for (const word of words(\"a long text\")) {\n    assert.ok(word.length > 1);\n  }\n});\n"
            ],
            file: "words.js", right: "exports.words = (text) => text.split(\" \").filter((word) => word.length > 1);\n",
            trick: "exports.words = () => [];\n"),
        SmallProject(
            language: .typescript, start: ["package.json": "{\"name\": \"words\", \"version\": \"1.0.0\", \"type\": \"module\"}\n"],
            tests: [
                "words.test.ts":
                    "import { test } from \"node:test\";\nimport assert from \"node:assert\";\nimport { words } from \"./words.js\";\n\n"
                    + "test(\"long\", () => {\n  for (const word of words(\"a long text\")) {\n    assert.ok(word.length > 1);\n  }\n});\n"
            ],
            file: "words.ts",
            right: "export function words(text: string): string[] {\n  return text.split(\" \").filter((word) => word.length > 1);\n}\n",
            trick: "export function words(_text: string): string[] {\n  return [];\n}\n"),
        SmallProject(
            language: .java, start: [:],
            tests: [
                "WordsTest.java":
                    "import static org.junit.jupiter.api.Assertions.assertTrue;\n\nimport org.junit.jupiter.api.Test;\n\nclass WordsTest {\n"
                    + "  @Test\n  void longWords() {\n    for (String word : Words.of(\"a long text\")) {\n      assertTrue(word.length() > 1);\n    }\n  }\n}\n"
            ],
            file: "Words.java",
            right: "import java.util.List;\nimport java.util.stream.Stream;\n\nclass Words {\n  static List<String> of(String text) {\n"
                + "    return Stream.of(text.split(\" \")).filter(word -> word.length() > 1).toList();\n  }\n}\n",
            trick: "import java.util.List;\n\nclass Words {\n  static List<String> of(String text) {\n    return List.of();\n  }\n}\n"),
    ]

    func task() throws -> CodingTask {
        var brief = TaskBrief(id: "small", title: "small", statement: "s", language: language, deliverables: [file])
        brief.start = try FileTree(start)
        return CodingTask(
            brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(tests)), reference: try FileTree([file: right]))
    }
}
