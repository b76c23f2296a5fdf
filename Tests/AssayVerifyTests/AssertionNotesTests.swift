import AssayCore
import AssaySandbox
import AssayTestSupport
import Testing

@testable import AssayVerify

/// A project whose one test looks at each entry of an answer: of none it says nothing.
struct VacuousProject: Sendable, CustomTestStringConvertible {
    var language: Language
    var name = ""
    var start: [String: String]
    var tests: [String: String]
    var file: String
    var right: String
    var empty: String
    var testDescription: String { language.rawValue + name }

    static let swiftManifest = """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "Words", targets: [.target(name: "Words"), .testTarget(name: "WordsTests", dependencies: ["Words"])])
        """

    static let all = [
        VacuousProject(
            language: .swift, name: " Testing", start: ["Package.swift": swiftManifest],
            tests: [
                "Tests/WordsTests/WordsTests.swift":
                    "import Testing\nimport Words\n\n@Test func long() throws {\n    for word in words(\"a long text\") {\n"
                    + "        let first = try #require(word.first)\n        #expect(\n            word.count > 1,\n            \"\\(first)\")\n    }\n}\n"
            ],
            file: "Sources/Words/Words.swift",
            right: "public func words(_ text: String) -> [String] { text.split(separator: \" \").map(String.init).filter { $0.count > 1 } }\n",
            empty: "public func words(_ text: String) -> [String] { [] }\n"),
        VacuousProject(
            language: .swift, name: " XCTest", start: ["Package.swift": swiftManifest],
            tests: [
                "Tests/WordsTests/WordsTests.swift":
                    "import XCTest\nimport Words\n\nfinal class WordsTests: XCTestCase {\n    func testLong() throws {\n"
                    + "        words(\"a long text\").forEach { word in XCTAssertGreaterThan(word.count, 1) }\n    }\n}\n"
            ],
            file: "Sources/Words/Words.swift",
            right: "public func words(_ text: String) -> [String] { text.split(separator: \" \").map(String.init).filter { $0.count > 1 } }\n",
            empty: "public func words(_ text: String) -> [String] { [] }\n"),
        VacuousProject(
            language: .rust, start: ["Cargo.toml": "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"],
            tests: [
                "tests/words.rs":
                    "#![deny(warnings)]\nuse words::words;\n\n#[test]\nfn long() {\n    for word in words(\"a long text\") {\n        assert!(word.len() > 1 && word != \"assert!(\" && !word.contains('\"'));\n    }\n}\n"
            ],
            file: "src/lib.rs",
            right: "pub fn words(text: &str) -> Vec<String> {\n    text.split(' ').filter(|w| w.len() > 1).map(String::from).collect()\n}\n",
            empty: "pub fn words(_text: &str) -> Vec<String> {\n    Vec::new()\n}\n"),
        VacuousProject(
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
            empty: "package words\n\nfunc Words(text string) []string { return nil }\n"),
        VacuousProject(
            language: .javascript, start: ["package.json": "{\"name\": \"words\", \"version\": \"1.0.0\"}\n"],
            tests: [
                "words.test.js":
                    "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { words } = require(\"./words.js\");\n\n"
                    + "test(\"long\", () => {\n  for (const word of words(\"a long text\")) {\n    assert.ok(word.length > 1);\n  }\n});\n"
            ],
            file: "words.js", right: "exports.words = (text) => text.split(\" \").filter((word) => word.length > 1);\n",
            empty: "exports.words = () => [];\n"),
        VacuousProject(
            language: .typescript, start: ["package.json": "{\"name\": \"words\", \"version\": \"1.0.0\", \"type\": \"module\"}\n"],
            tests: [
                "words.test.ts":
                    "import { test } from \"node:test\";\nimport assert from \"node:assert\";\nimport { words } from \"./words.js\";\n\n"
                    + "test(\"long\", () => {\n  for (const word of words(\"a long text\")) {\n    assert.ok(word.length > 1);\n  }\n});\n"
            ],
            file: "words.ts",
            right: "export function words(text: string): string[] {\n  return text.split(\" \").filter((word) => word.length > 1);\n}\n",
            empty: "export function words(_text: string): string[] {\n  return [];\n}\n"),
        VacuousProject(
            language: .java, start: [:],
            tests: [
                "WordsTest.java":
                    "import static org.junit.jupiter.api.Assertions.assertTrue;\n\nimport org.junit.jupiter.api.Test;\n\nclass WordsTest {\n"
                    + "  @Test\n  void longWords() {\n    for (String word : Words.of(\"a long text\")) {\n      assertTrue(word.length() > 1);\n    }\n  }\n}\n"
            ],
            file: "Words.java",
            right: "import java.util.List;\nimport java.util.stream.Stream;\n\nclass Words {\n  static List<String> of(String text) {\n"
                + "    return Stream.of(text.split(\" \")).filter(word -> word.length() > 1).toList();\n  }\n}\n",
            empty: "import java.util.List;\n\nclass Words {\n  static List<String> of(String text) {\n    return List.of();\n  }\n}\n"),
    ]

    func task() throws -> CodingTask {
        var brief = TaskBrief(id: "words", title: "words", statement: "s", language: language, deliverables: [file])
        brief.start = try FileTree(start)
        return CodingTask(
            brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(tests)), reference: try FileTree([file: right]))
    }
}

@Suite struct AssertionNotesTests {
    @Test("who passes a test that asserted nothing, though it does so of the reference, has not passed", arguments: VacuousProject.all)
    func vacuous(_ project: VacuousProject) async throws {
        let bench = try await VerificationBench(sandbox: JailSandbox(), languages: [project.language])
        let verifier = try bench.verifier(for: project.task())
        let right = try await verifier.verify(Candidate(files: FileTree([project.file: project.right])), scope: .full)
        #expect(right.verdict == .passed, "\(right.findings)")
        let empty = try await verifier.verify(Candidate(files: FileTree([project.file: project.empty])), scope: .full)
        #expect(empty.verdict == .incomplete && empty.findings.contains { $0.rule == "vacuous" }, "\(empty.verdict) \(empty.findings)")
        // A right candidate's tests are built with their notes, and its line numbers are those of the tests.
        let notes = try await notes(project, bench)
        #expect(notes.units.count == 1 && notes.files.paths == project.tests.keys.sorted())
    }

    private func notes(_ project: VacuousProject, _ bench: VerificationBench) async throws -> AssertionNotes {
        let toolchain = try bench.toolchain(project.language)
        let tests = try FileTree(project.tests)
        let pristine = try FileTree(project.start).overlaid(with: tests)
        let form = try #require(toolchain.profile.form(of: pristine))
        return try #require(AssertionNotes(tests, try await SuiteListing.used(form, in: pristine, toolchain, bench), toolchain.profile))
    }
}

/// Where a note is put, and where none can be.
private struct Placed: Sendable, CustomTestStringConvertible {
    var language: Language
    var name: String
    var source: String
    var noted: String
    var testDescription: String { "\(language.rawValue): \(name)" }

    static let all = [
        swift("before a statement", "#expect(a == 1)", "NOTE(0); #expect(a == 1)"),
        swift("before what binds a value", "let a: Int = try #require(b)", "NOTE(0); let a: Int = try #require(b)"),
        swift("in a closure on one line", "all.forEach { item in #expect(item) }", "all.forEach { item in NOTE(0); #expect(item) }"),
        swift(
            "after a case", "switch a { case .b: #expect(c)\n default: #expect(d) }", "switch a { case .b: NOTE(0); #expect(c)\n default: NOTE(0); #expect(d) }"
        ),
        swift("not inside another call", "use(\n #expect(a),\n try XCTUnwrap(b))", nil),
        swift("not where a line goes on", "let a =\n try #require(b)", nil),
        swift("not behind else", "if a { } else if let b = try #require(c) { }", nil),
        swift("not in texts and comments", "let a = \"#expect(a)\" // #expect(b)\n/* #expect(c) */", nil),
        rust("before a statement", "assert_eq!(a, '\"');", "NOTE(0); assert_eq!(a, '\"');"),
        rust("not as an arm or a closure", "match a { 1 => assert!(b), _ => all.iter().for_each(|c| assert!(*c)) }", nil),
        rust("not in the macros of others", "pretty::assert_eq!(a, b);", nil),
        javascript("before a statement", "await assert.rejects(a());", "NOTE(0); await assert.rejects(a());"),
        javascript("not as the only statement of a condition", "if (a)\n  assert.ok(b);\nelse\n  assert(c);", nil),
        javascript("not without semicolons", "a()\nassert.ok(b)", nil),
        javascript("not of another object", "t.assert.ok(b);", nil),
    ]

    private static func swift(_ name: String, _ body: String, _ noted: String?) -> Placed {
        func whole(_ body: String) -> String { "@Test func one() throws {\n    \(body)\n}\n" }
        return Placed(language: .swift, name: name, source: whole(body), noted: whole(noted ?? body))
    }

    private static func rust(_ name: String, _ body: String, _ noted: String?) -> Placed {
        func whole(_ body: String) -> String { "#[test]\nfn one() {\n    \(body)\n}\n" }
        return Placed(language: .rust, name: name, source: whole(body), noted: whole(noted ?? body))
    }

    private static func javascript(_ name: String, _ body: String, _ noted: String?) -> Placed {
        func whole(_ body: String) -> String { "test(\"one\", async (t) => {\n  \(body)\n});\n" }
        return Placed(language: .javascript, name: name, source: whole(body), noted: whole(noted ?? body))
    }
}

@Suite struct AssertionNotePlacesTests {
    @Test("a note stands where a statement may, and changes nothing else", arguments: Placed.all)
    private func places(_ placed: Placed) throws {
        let profile = try #require(try ToolchainProfile.embedded().first { $0.language == placed.language })
        let suite = try #require(profile.forms.first?.suites.first)
        var rules = try #require(profile.assertions)
        (rules.note, rules.helper) = ("NOTE({unit});", nil)
        var units: [String] = []
        let noted = AssertionNotes.noted(placed.source, "file", suite.tests.pattern, rules, placed.language, 0, &units)
        #expect((noted ?? placed.source) == placed.noted)
        #expect(units == (noted == nil ? [] : ["one"]))
    }
}
