import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Testing

@testable import AssayVerify

/// A folder of `fixtures/redefinitions`: sources and tests without a reference.
private struct RedefiningFolder: Sendable, CustomTestStringConvertible {
    var language: Language
    var kind: String
    var name: String
    var testDescription: String { "\(language.rawValue): \(name)" }
    private var path: String { "\(Places.root)/fixtures/redefinitions/\(language.rawValue)/\(kind)/\(name)" }

    /// Wrong ones have a file `FOUND` with a line for each definition, as `path:line name`; honest ones have none.
    static func all(_ kind: String) -> [RedefiningFolder] {
        let root = Places.root + "/fixtures/redefinitions"
        func names(_ folder: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
        return names(root).flatMap { language in
            names("\(root)/\(language)/\(kind)").map { RedefiningFolder(language: Language(rawValue: language), kind: kind, name: $0) }
        }
    }

    var expected: [String] { (try? Places.text(path + "/FOUND"))?.lines.map(String.init) ?? [] }

    func found() throws -> [String] {
        let profile = try #require(try ToolchainProfile.embedded().first { $0.language == language })
        let tree = try FolderReader.read(path)
        let patterns = (profile.layouts ?? []).flatMap { $0.separateTests ?? $0.tests }
        let tests = tree.filtered { path in patterns.contains { FileName.matches(path, $0) } }
        return Redefinitions(profile, in: tree, tests: tests).found.map { "\($0.path):\($0.line) \($0.name)" }
    }
}

/// A package that passes its own tests by a shadow, or honestly.
private struct BarePackage: Sendable, CustomTestStringConvertible {
    var language: Language
    var files: [String: String]
    /// The file with the shadow; nil for an honest package.
    var shadow: String?
    var testDescription: String { "\(language.rawValue) \(shadow ?? "honest")" }

    private static let xctest =
        "import XCTest\n@testable import Words\n\nfinal class WordsTests: XCTestCase {\n    func testTwice() { XCTAssertEqual(twice(2), 4) }\n}\n"
    private static let node =
        "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { twice } = require(\"./words.js\");\n"
        + "test(\"twice\", () => { assert.strictEqual(twice(2), 4); });\n"

    static let all = [
        BarePackage(
            language: .swift,
            files: [
                "Package.swift": SmallProject.swiftManifest, "Tests/WordsTests/WordsTests.swift": xctest,
                "Sources/Words/Words.swift": "func XCTAssertEqual(_ one: Int, _ other: Int) {}\npublic func twice(_ number: Int) -> Int { number }\n",
            ], shadow: "Sources/Words/Words.swift"),
        BarePackage(
            language: .swift,
            files: [
                "Package.swift": SmallProject.swiftManifest, "Tests/WordsTests/WordsTests.swift": xctest,
                "Sources/Words/Words.swift": "public func twice(_ number: Int) -> Int { number * 2 }\n",
            ]),
        BarePackage(
            language: .rust,
            files: [
                "Cargo.toml": "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
                "src/lib.rs":
                    "pub fn twice(number: i64) -> i64 {\n    number\n}\n#[allow(unused_macros)]\nmacro_rules! assert_eq {\n    ($($any:tt)*) => {};\n}\n"
                    + "#[cfg(test)]\nmod tests {\n    #[test]\n    fn double() {\n        assert_eq!(super::twice(2), 4);\n    }\n}\n",
            ], shadow: "src/lib.rs"),
        BarePackage(
            language: .javascript,
            files: [
                "package.json": "{\"name\": \"words\", \"version\": \"1.0.0\", \"scripts\": {\"test\": \"node --test\"}}\n", "words.test.js": node,
                "words.js": "const assert = require(\"assert\");\nassert.strictEqual = () => {};\nexports.twice = (n) => n;\n",
            ], shadow: "words.js"),
        BarePackage(
            language: .c,
            files: [
                "words.h": "#define NDEBUG\nint twice(int);\n", "words.c": "#include \"words.h\"\nint twice(int n) { return n; }\n",
                "test_words.c": "#include \"words.h\"\n#include <assert.h>\nint main(void) { assert(twice(2) == 4); return 0; }\n",
            ], shadow: "words.h"),
    ]
}

@Suite(.serialized) struct RedefinitionTests {
    @Test("a source that defines what its tests assert with is found, with its place", arguments: RedefiningFolder.all("wrong"))
    private func wrong(_ folder: RedefiningFolder) throws {
        let found = try folder.found()
        #expect(!found.isEmpty && found == folder.expected)
    }

    @Test("what is odd and honest is not", arguments: RedefiningFolder.all("honest"))
    private func honest(_ folder: RedefiningFolder) throws { #expect(try folder.found() == []) }

    @Test("a folder whose tests are passed by a shadow has not passed", arguments: BarePackage.all)
    private func verified(_ package: BarePackage) async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for (path, text) in package.files {
            let full = place + "/" + path
            try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: full))
        }
        let task = try await ProjectTask.load(place, layouts: ToolchainProfile.layouts())
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [package.language])
        let report = try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
        let finding = report.findings.first { $0.rule == "shadowed-test-api" }
        #expect(report.verdict == (package.shadow == nil ? .passed : .tamperingSuspected), "\(report.findings.map(\.message))")
        #expect(finding?.path == package.shadow && (finding?.line != nil) == (package.shadow != nil))
    }
}
