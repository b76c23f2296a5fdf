import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// A candidate that defines what its tests are made of.
private struct Shadow: Sendable, CustomTestStringConvertible {
    var project: SmallProject
    /// What the finding names.
    var symbol: String
    var testDescription: String { project.name }

    static let manifest = SmallProject.swiftManifest
    static let xctest = [
        "Tests/WordsTests/WordsTests.swift":
            "import XCTest\nimport Words\n\nfinal class WordsTests: XCTestCase {\n    func testTwice() { XCTAssertEqual(twice(2), 4) }\n}\n"
    ]
    static let c = [
        "test_twice.c":
            "#include \"twice.h\"\n#include <assert.h>\n#include <string.h>\nint main(void) { assert(twice(2) == 4); return memcmp(\"a\", \"b\", 1) > 0; }\n"
    ]

    static let all = [
        Shadow(
            project: SmallProject(
                language: .swift, name: "an assertion of XCTest's name", start: ["Package.swift": manifest], tests: xctest,
                file: "Sources/Words/Words.swift", right: "public func twice(_ number: Int) -> Int { number * 2 }\n",
                trick: "public func XCTAssertEqual(_ one: Int, _ other: Int) {}\npublic func twice(_ number: Int) -> Int { number }\n"),
            symbol: "XCTAssertEqual"),
        Shadow(
            project: SmallProject(
                language: .swift, name: "a type of XCTest's name", start: ["Package.swift": manifest], tests: xctest,
                file: "Sources/Words/Words.swift", right: "public func twice(_ number: Int) -> Int { number * 2 }\n",
                trick: "public enum XCTest {}\npublic func twice(_ number: Int) -> Int { number * 2 }\n"), symbol: "Words.XCTest"),
        Shadow(
            project: SmallProject(
                language: .c, name: "the C library's comparison", start: ["twice.h": "int twice(int);\n", "twice.c": ""], tests: c, file: "twice.c",
                right: "#include \"twice.h\"\nint twice(int number) { return number * 2; }\n",
                trick:
                    "#include \"twice.h\"\n#include <stddef.h>\nint memcmp(const void *one, const void *other, size_t n) { (void)one; (void)other; (void)n; return 0; }\n"
                    + "int twice(int number) { return number * 2; }\n"), symbol: "memcmp"),
        Shadow(
            project: SmallProject(
                language: .rust, name: "code before main", start: ["Cargo.toml": "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"],
                tests: ["tests/words.rs": "#[test]\nfn double() {\n    assert_eq!(words::twice(2), 4);\n}\n"], file: "src/lib.rs",
                right: "pub fn twice(number: i64) -> i64 {\n    number * 2\n}\n",
                trick:
                    "extern \"C\" fn early() {}\n#[used]\n#[link_section = \".init_array\"]\nstatic EARLY: extern \"C\" fn() = early;\npub fn twice(number: i64) -> i64 {\n    number * 2\n}\n"
            ), symbol: ".init_array"),
        Shadow(
            project: SmallProject(
                language: .java, name: "a class of JUnit's name", start: [:],
                tests: [
                    "TwiceTest.java":
                        "import static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass TwiceTest {\n  @Test\n  void twice() {\n    assertEquals(4, Twice.of(2));\n  }\n}\n"
                ],
                file: "Twice.java", right: "class Twice {\n  static int of(int number) {\n    return number * 2;\n  }\n}\n",
                trick:
                    "class Twice {\n  static int of(int number) {\n    return number * 2;\n  }\n}\n\nclass AssayListener {\n  public static void main(String[] arguments) {}\n}\n"
            ), symbol: "AssayListener"),
    ]
}

@Suite struct ShadowedTestAPITests {
    @Test("who defines what tests are made of has not passed, and the name is told", arguments: Shadow.all)
    private func shadows(_ shadow: Shadow) async throws {
        let project = shadow.project
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [project.language])
        let verifier = try context.verifier(for: project.task())
        let right = try await verifier.verify(Candidate(files: FileTree([project.file: project.right])), scope: .full)
        #expect(right.verdict == .passed && !right.findings.contains { $0.rule == "shadowed-test-api" }, "\(right.findings)")
        let hack = try await verifier.verify(Candidate(files: FileTree([project.file: project.trick])), scope: .full)
        #expect(hack.verdict == .tamperingSuspected, "\(hack.verdict) \(hack.findings)")
        #expect(hack.findings.contains { $0.rule == "shadowed-test-api" && $0.message.contains(shadow.symbol) }, "\(hack.findings)")
        // Where the task's own answer defines it too, it is what was asked for.
        var own = try project.task()
        own.reference = try FileTree([project.file: project.trick])
        let asked = try await context.verifier(for: own).verify(Candidate(files: FileTree([project.file: project.trick])), scope: .full)
        #expect(!asked.findings.contains { $0.rule == "shadowed-test-api" })
    }
}
