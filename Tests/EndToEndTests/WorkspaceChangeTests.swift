import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// A small workspace, a change to it, and what of it is tested.
private struct Space: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    /// The file that is changed, and its new text.
    var change: (path: String, text: String)
    /// What the report says is tested.
    var says: String
    /// Names of tests that must be in the report, and of tests that must not.
    var runs: [String]
    var leaves: [String]
    var testDescription: String { name }
}

@Suite struct WorkspaceChangeTests {
    private static let cargo = Space(
        name: "cargo",
        files: [
            "Cargo.toml": "[workspace]\nmembers = ['crates/*']\nresolver = '2'\n",
            "crates/base/Cargo.toml": "[package]\nname = 'base'\nversion = '0.1.0'\nedition = '2021'\n",
            "crates/base/src/lib.rs": "pub fn one() -> u32 { 1 }\n#[test]\nfn base_is_one() { assert_eq!(one(), 1); }\n",
            "crates/user/Cargo.toml": "[package]\nname = 'the-user'\nversion = '0.1.0'\nedition = '2021'\n[dependencies]\nbase = { path = '../base' }\n",
            "crates/user/src/lib.rs": "#[test]\nfn user_sees_one() { assert_eq!(base::one(), 1); }\n",
            "crates/other/Cargo.toml": "[package]\nname = 'other'\nversion = '0.1.0'\nedition = '2021'\n",
            "crates/other/src/lib.rs": "#[test]\nfn other_stands_alone() {}\n",
        ], change: ("crates/base/src/lib.rs", "pub fn one() -> u32 { 2 - 1 }\n#[test]\nfn base_is_one() { assert_eq!(one(), 1); }\n"),
        says: "tested: base (changed), the-user (depends on base); not affected: other; --all tests everything",
        runs: ["base_is_one", "user_sees_one"], leaves: ["other_stands_alone"])

    private static let go = Space(
        name: "go.work",
        files: [
            "go.work": "go 1.19\n\nuse (\n\t./a\n\t./b\n\t./c\n)\n", "a/go.mod": "module example.org/a\n\ngo 1.19\n",
            "a/a.go": "package a\n\nfunc One() int { return 1 }\n",
            "a/a_test.go": "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n",
            "b/go.mod": "module example.org/b\n\ngo 1.19\n\nrequire example.org/a v0.0.0\n\nreplace example.org/a => ../a\n",
            "b/b_test.go":
                "package b\n\nimport (\n\t\"testing\"\n\n\t\"example.org/a\"\n)\n\nfunc TestB(t *testing.T) {\n\tif a.One() != 1 {\n\t\tt.Fatal(a.One())\n\t}\n}\n",
            "c/go.mod": "module example.org/c\n\ngo 1.19\n", "c/c_test.go": "package c\n\nimport \"testing\"\n\nfunc TestC(t *testing.T) {}\n",
        ], change: ("a/a.go", "package a\n\nfunc One() int { return 2 - 1 }\n"),
        says: "tested: example.org/a (changed), example.org/b (depends on example.org/a); not affected: example.org/c; --all tests everything",
        runs: ["TestA", "TestB"], leaves: ["TestC"])

    private static let npm = Space(
        name: "npm",
        files: [
            "package.json": #"{"private": true, "workspaces": ["packages/*"], "scripts": {"test": "npm test --workspaces"}}"#,
            "packages/a/package.json": #"{"name": "a", "scripts": {"test": "node --test"}}"#, "packages/a/index.js": "exports.one = 1;\n",
            "packages/a/a.test.js": "require('node:test')('a is one', () => {});\n",
            "packages/b/package.json": #"{"name": "b", "dependencies": {"a": "*"}, "scripts": {"test": "node --test"}}"#,
            "packages/b/b.test.js": "require('node:test')('b sees one', () => require('node:assert').equal(require('../a').one, 1));\n",
            "packages/c/package.json": #"{"name": "c", "scripts": {"test": "node --test"}}"#,
            "packages/c/c.test.js": "require('node:test')('c stands alone', () => {});\n",
        ], change: ("packages/a/index.js", "exports.one = 2 - 1;\n"), says: "tested: a (changed), b (depends on a); not affected: c; --all tests everything",
        runs: ["packages/a/a.test.js > a is one", "packages/b/b.test.js > b sees one", "packages/b > "], leaves: ["c stands alone"])

    private static let uv = Space(
        name: "uv",
        files: [
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['packages/*']\n", "packages/base/pyproject.toml": "[project]\nname = 'base'\nversion = '1'\n",
            "packages/base/src/base_words.py": "ONE = 1\n",
            "packages/base/tests/test_base.py": "import base_words\n\ndef test_base(): assert base_words.ONE == 1\n",
            "packages/user/pyproject.toml": "[project]\nname = 'user'\nversion = '1'\ndependencies = ['base']\n[tool.uv.sources]\nbase = {workspace = true}\n",
            "packages/user/src/user_words.py": "from base_words import ONE\n",
            "packages/user/tests/test_user.py": "import user_words\n\ndef test_user(): assert user_words.ONE == 1\n",
            "packages/other/pyproject.toml": "[project]\nname = 'other'\nversion = '1'\n", "packages/other/tests/test_other.py": "def test_other(): pass\n",
        ], change: ("packages/base/src/base_words.py", "ONE = 2 - 1\n"),
        says: "tested: base (changed), user (depends on base); not affected: other; --all tests everything",
        runs: ["test_base", "test_user"], leaves: ["test_other"])

    private static let swift = Space(
        name: "Swift targets",
        files: [
            "Package.swift": """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(
                name: "p",
                targets: [
                    .target(name: "Base"), .target(name: "Other"), .testTarget(name: "BaseTests", dependencies: ["Base"]),
                    .testTarget(name: "OtherTests", dependencies: ["Other"]), .testTarget(name: "OldTests", dependencies: ["Other"]),
                    .testTarget(name: "OldBaseTests", dependencies: ["Base"]),
                ])
            """, "Sources/Base/base.swift": "public func one() -> Int { 1 }\n", "Sources/Other/other.swift": "public func two() -> Int { 2 }\n",
            "Tests/BaseTests/b.swift": "import Base\nimport Testing\n@Test func baseIsOne() { #expect(one() == 1) }\n",
            "Tests/OtherTests/o.swift": "import Other\nimport Testing\n@Test func otherIsTwo() { #expect(two() == 2) }\n",
            "Tests/OldTests/o.swift": "import Other\nimport XCTest\nfinal class OldTests: XCTestCase { func testOld() { XCTAssertEqual(two(), 2) } }\n",
            "Tests/OldBaseTests/o.swift":
                "import Base\nimport XCTest\nfinal class OldBaseTests: XCTestCase { func testOldBase() { XCTAssertEqual(one(), 1) } }\n",
        ], change: ("Sources/Base/base.swift", "public func one() -> Int { 2 - 1 }\n"),
        says: "tested: BaseTests (depends on Base), OldBaseTests (depends on Base); Base (changed, without tests of its own); "
            + "not affected: OldTests, Other, OtherTests; --all tests everything", runs: ["baseIsOne", "testOldBase"],
        leaves: ["otherIsTwo", "testOld()", "OldTests.testOld"])

    private static func test(_ name: String, _ code: String) -> String {
        "import org.junit.jupiter.api.*;\nclass \(name) {\n    @Test void \(name.lowercased())() { \(code) }\n}\n"
    }

    private static let gradle = Space(
        name: "Gradle",
        files: [
            "settings.gradle": "include 'core', 'app', 'other'\n", "build.gradle": "plugins { id 'java' }\n", "core/build.gradle": "\n",
            "core/src/main/java/Core.java": "class Core { static int one() { return 1; } }\n",
            "core/src/test/java/CoreTest.java": test("CoreTest", "Assertions.assertEquals(1, Core.one());"),
            "app/build.gradle": "dependencies { implementation project(':core') }\n",
            "app/src/main/java/App.java": "class App { static int two() { return 2 * Core.one(); } }\n",
            "app/src/test/java/AppTest.java": test("AppTest", "Assertions.assertEquals(2, App.two());"), "other/build.gradle": "\n",
            "other/src/test/java/OtherTest.java": test("OtherTest", ""),
        ], change: ("app/src/main/java/App.java", "class App { static int two() { return Core.one() + 1; } }\n"),
        says: "tested: :app (changed); not affected: :core, :other; --all tests everything", runs: ["apptest"], leaves: ["othertest", "coretest"])

    private static func repository(_ files: [String: String]) async throws -> String {
        let folder = try Places.temporary()
        for (name, text) in files {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        for arguments in [["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "first"]] {
            let ended = try await Subprocess.run(
                .name("git"), arguments: Arguments(["-C", folder] + arguments), output: .discarded, error: .string(limit: 4096))
            try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
        }
        return folder
    }

    @Test("of a workspace what a change touches is tested, and what depends on it", arguments: [cargo, go, npm, uv, swift, gradle])
    fileprivate func affected(_ space: Space) async throws {
        let folder = try await Self.repository(space.files)
        defer { ScratchFolder.remove(folder) }
        try Data(space.change.text.utf8).write(to: URL(filePath: "\(folder)/\(space.change.path)"))
        let ran = try await assay(["verify", "--repo", ".", "--base", "HEAD", "--json"], in: folder)
        let report = try #require(JSON.foreign(JSONValue.self, ran.out), "\(ran.out) \(ran.err)")
        let tests =
            report["checks"].flatMap { checks -> [String]? in if case .array(let items) = checks { items.compactMap { $0["id"]?.text } } else { nil } } ?? []
        #expect(ran.status == 0, "\(report["findings"] ?? .null)")
        #expect(report["project"]?.texts?.contains(space.says) == true, "\(report["project"] ?? .null)")
        for name in space.runs { #expect(tests.contains { $0.hasSuffix(name) || $0.contains(name) }, "\(name): \(tests)") }
        for name in space.leaves { #expect(!tests.contains { $0.contains(name) && !$0.contains("OldBase") }, "\(name): \(tests)") }
    }

    @Test("with --all, or for a file of no member, everything is tested; for a document at the root nothing is")
    func everything() async throws {
        let folder = try await Self.repository(Self.go.files.merging(["README.md": "a\n"]) { $1 })
        defer { ScratchFolder.remove(folder) }
        func report(_ options: [String]) async throws -> String {
            let ran = try await assay(["verify", "--repo", ".", "--base", "HEAD", "--json"] + options, in: folder)
            #expect(ran.status == 0, "\(ran.out) \(ran.err)")
            return ran.out
        }
        try Data("b\n".utf8).write(to: URL(filePath: folder + "/README.md"))
        let document = try await report([])
        #expect(document.contains("tested: nothing, as no member is affected") && !document.contains("TestA"), "\(document)")
        let told = try await assay(["verify", "--repo", ".", "--base", "HEAD"], in: folder)
        #expect(told.status == 0 && told.out.contains("checks: nothing was tested, as no member is affected"), "\(told.out)")
        try Data(Self.go.change.text.utf8).write(to: URL(filePath: folder + "/a/a.go"))
        let all = try await report(["--all"])
        #expect(all.contains("TestC") && !all.contains("tested:"), "\(all)")
        try Data("x\n".utf8).write(to: URL(filePath: folder + "/tool.cfg"))
        let steered = try await report([])
        #expect(steered.contains("tested: everything, as 'tool.cfg' belongs to no member") && steered.contains("TestC"), "\(steered)")
    }
}
