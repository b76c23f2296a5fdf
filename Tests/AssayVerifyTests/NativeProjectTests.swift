import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import AssayVerify
import FoundationEssentials
import Testing

@Suite struct NativeProjectTests {
    private static let goModule = ["go.mod": "module twice\n\ngo 1.19\n", "twice.go": "package twice\n\nfunc Twice(x int) int { return 2 * x }\n"]
    private static let goTest = "package twice\n\nimport \"testing\"\n\nfunc TestTwice(t *testing.T) {\n\tif Twice(2) != 4 {\n\t\tt.Fatal()\n\t}\n}\n"
    private static let crate = ["Cargo.toml": "[package]\nname = \"twice\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"]
    private static let makefile = "CC = cc\ntest: test.c\n\t$(CC) $(CFLAGS) $< -o $@-program\n\t./$@-program\n.PHONY: test\n"
    private static let cmake =
        "cmake_minimum_required(VERSION 3.10)\nproject(twice C)\nenable_testing()\nforeach(name add sub)\n  add_executable(test_${name} ${name}.c)\n"
        + "  add_test(NAME \"${name}\" COMMAND test_${name})\nendforeach()\n"

    private static let projects = [
        OwnRunner(
            name: "Go: a skipped test, an example, a seed, another package with data, a file behind a tag", language: .go,
            files: goModule.merging([
                "twice_test.go": goTest,
                "more_test.go":
                    "package twice\n\nimport (\n\t\"fmt\"\n\t\"testing\"\n)\n\nfunc TestLong(t *testing.T) { t.Skip(\"long\") }\n\nfunc ExampleTwice() {\n\tfmt.Println(Twice(3))\n\t// Output: 6\n}\n\n"
                    + "func FuzzTwice(f *testing.F) {\n\tf.Add(3)\n\tf.Fuzz(func(t *testing.T, x int) {})\n}\n",
                "tagged_test.go": "//go:build database\n\npackage twice\n\nimport \"testing\"\n\nfunc TestDatabase(t *testing.T) { t.Fatal() }\n",
                "b/b_test.go":
                    "package b\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestTwice(t *testing.T) {\n\tif _, err := os.ReadFile(\"testdata/x\"); err != nil {\n\t\tt.Fatal(err)\n\t}\n}\n",
                "b/testdata/x": "x",
            ]) { $1 }, verdict: .passed, counts: [4, 0, 1]),
        OwnRunner(
            name: "Go: an example that fails", language: .go,
            files: goModule.merging([
                "twice_test.go": goTest,
                "example_test.go": "package twice\n\nimport \"fmt\"\n\nfunc ExampleTwice() {\n\tfmt.Println(Twice(3))\n\t// Output: 7\n}\n",
            ]) { $1 }, verdict: .failed, counts: [1, 1, 0]),
        OwnRunner(
            name: "Go: what vet finds stops a test, as go test has it", language: .go,
            files: goModule.merging(["twice_test.go": goTest + "\nfunc TestFormat(t *testing.T) { t.Logf(\"%d\", \"x\") }\n"]) { $1 },
            verdict: .compileError, counts: [0, 0, 0], says: "Logf format %d"),
        OwnRunner(
            name: "Rust: ignored, behind a feature, made by a macro, in the documentation", language: .rust,
            files: crate.merging([
                "src/lib.rs":
                    "/// ```\n/// assert_eq!(twice::twice(2), 4);\n/// ```\npub fn twice(x: i32) -> i32 { 2 * x }\n\n#[cfg(test)]\nmod tests {\n    use super::twice;\n"
                    + "    macro_rules! check { ($name:ident, $x:expr) => { #[test] fn $name() { assert_eq!(twice($x), $x + $x); } }; }\n    check!(one, 1);\n    check!(two, 2);\n"
                    + "    #[test]\n    #[ignore]\n    fn slow() { panic!() }\n    #[cfg(feature = \"extra\")]\n    #[test]\n    fn extra() { panic!() }\n}\n",
                "tests/whole.rs": "use std::io::Write;\n#[test]\nfn writes() { std::io::stdout().write_all(b\"half a line\").unwrap(); }\n",
            ]) { $1 }, verdict: .passed, counts: [4, 0, 1]),
        OwnRunner(
            name: "Rust: an example in the documentation fails", language: .rust,
            files: crate.merging(["src/lib.rs": "/// ```\n/// assert_eq!(twice::twice(2), 5);\n/// ```\npub fn twice(x: i32) -> i32 { 2 * x }\n"]) { $1 },
            verdict: .failed, counts: [0, 1, 0]),
        OwnRunner(
            name: "make: the first target runs the tests, and the compiler's own words", language: .c,
            files: ["Makefile": makefile, "test.c": "#include <assert.h>\nint main(void) { assert(1 + 1 == 2); return 0; }\n"], verdict: .passed,
            counts: [1, 0, 0]),
        OwnRunner(
            name: "make: a failing program", language: .c, files: ["Makefile": makefile, "test.c": "int main(void) { return 3; }\n"], verdict: .failed,
            counts: [0, 1, 0]),
        OwnRunner(
            name: "CMake: tests of a loop", language: .c,
            files: ["CMakeLists.txt": cmake, "add.c": "int main(void) { return 0; }\n", "sub.c": "int main(void) { return 0; }\n"], verdict: .passed,
            counts: [2, 0, 0]),
        OwnRunner(
            name: "CMake: tests behind an option", language: .c,
            files: [
                "CMakeLists.txt":
                    "cmake_minimum_required(VERSION 3.10)\nproject(twice C)\noption(TWICE_BUILD_TESTS \"\" OFF)\nif(TWICE_BUILD_TESTS)\n  enable_testing()\n  add_executable(a a.c)\n  add_test(NAME a COMMAND a)\nendif()\n",
                "a.c": "int main(void) { return 0; }\n",
            ], verdict: .passed, counts: [1, 0, 0]),
        OwnRunner(
            name: "CMake: what it says when it cannot go on", language: .c,
            files: [
                "CMakeLists.txt": "project(twice C)\nenable_testing()\nmessage(FATAL_ERROR \"no such platform\")\nadd_test(NAME a COMMAND a)\n",
                "a.c": "int x;\n",
            ],
            verdict: .compileError, counts: [0, 0, 0], says: "no such platform"),
        OwnRunner(
            name: "node --test: suites, a loop, skip and todo, a file that is a test", language: .javascript,
            files: [
                "package.json": "{\"name\": \"twice\", \"scripts\": {\"test\": \"node --test\"}}",
                "test/twice.js":
                    "const { describe, it } = require(\"node:test\");\nconst assert = require(\"node:assert\");\ndescribe(\"twice\", () => {\n"
                    + "  for (const x of [1, 2]) it(`twice ${x}`, () => assert.equal(x + x, 2 * x));\n  it(\"later\", { skip: true }, () => {});\n  it(\"open\", { todo: true }, () => assert.fail());\n});\n",
                "test/plain.js": "require(\"node:assert\").ok(true);\n",
            ], verdict: .passed, counts: [3, 0, 2]),
        OwnRunner(
            name: "node: a script that prints TAP behind a coverage tool that is not there", language: .javascript,
            files: [
                "package.json":
                    "{\"scripts\": {\"test\": \"npm run lint && npm run tests-only\", \"lint\": \"eslint .\", \"tests-only\": \"nyc node tap.js\"}}",
                "tap.js": "console.log('TAP version 13\\n# first\\nok 1 same\\nnot ok 2 same\\n1..2'); process.exitCode = 1;\n",
            ], verdict: .failed, counts: [1, 1, 0], says: "first > same (2)"),
        OwnRunner(
            name: "node: a script without a protocol is one test", language: .javascript,
            files: ["package.json": "{\"scripts\": {\"test\": \"node check.js\"}}", "check.js": "require(\"assert\").equal(1, 1);\n"], verdict: .passed,
            counts: [1, 0, 0]),
        OwnRunner(
            name: "Java: dynamic and parameterised tests, each by itself, and a disabled class", language: .java,
            files: [
                "TwiceTest.java":
                    "import static org.junit.jupiter.api.Assertions.assertEquals;\nimport java.util.stream.Stream;\nimport org.junit.jupiter.api.*;\n"
                    + "import org.junit.jupiter.params.ParameterizedTest;\nimport org.junit.jupiter.params.provider.ValueSource;\n\nclass TwiceTest {\n"
                    + "  @TestFactory Stream<DynamicTest> all() { return Stream.of(2, 3).map(x -> DynamicTest.dynamicTest(\"of \" + x, () -> assertEquals(4, x + x))); }\n"
                    + "  @ParameterizedTest @ValueSource(ints = {1, 2}) void same(int x) { assertEquals(x, x); }\n}\n",
                "OldTest.java": "import org.junit.jupiter.api.*;\n\n@Disabled class OldTest {\n  @Test void one() {}\n  @Test void two() {}\n}\n",
            ], verdict: .failed, counts: [3, 1, 2], says: "TwiceTest.all [2] of 3"),
        OwnRunner(
            name: "bats", language: .shell,
            files: ["test/a.bats": "@test \"adds\" { [ $((1 + 1)) -eq 2 ]; }\n@test \"later\" { skip; }\n@test \"wrong\" { [ 1 -eq 2 ]; }\n"],
            verdict: .failed, counts: [1, 1, 1], says: "failed test/a.bats", needs: ("/usr/bin/bats", "apt-get install bats")),
    ]

    @Test("a project ends as its own runner says, test by test", arguments: projects)
    fileprivate func verdicts(_ project: OwnRunner) async throws { try await project.check() }

    @Test(
        "what is not installed is unavailable with the command that installs it, never a failed candidate",
        arguments: [
            (
                Language.go,
                ["go.mod": "module a\n\ngo 1.19\n\nrequire example.com/absent v1.0.0\n", "a_test.go": "package a\n\nimport _ \"example.com/absent\"\n"],
                "needs example.com/absent", "go mod download"
            ),
            (
                .rust,
                ["Cargo.toml": "[package]\nname = \"a\"\nversion = \"0.1.0\"\n[dependencies]\nabsent-crate = \"1\"\n", "src/lib.rs": "#[test]\nfn a() {}\n"],
                "needs absent-crate", "cargo fetch"
            ),
            (.javascript, ["package.json": "{\"scripts\": {\"test\": \"absent-runner test\"}}"], "needs absent-runner", "npm install"),
            (
                .c,
                ["CMakeLists.txt": "project(a C)\nenable_testing()\nfind_package(AbsentThing REQUIRED)\nadd_test(NAME a COMMAND a)\n", "a.c": "int x;\n"],
                "needs AbsentThing", "apt-cache search AbsentThing"
            ),
            (
                .c, ["Makefile": "test: a\n\t./a\na: a.c\n\tcc a.c -o a -labsent\n", "a.c": "int main(void) { return 0; }\n"], "needs absent",
                "apt-cache search libabsent"
            ),
            (.shell, ["a_test.sh": "testA() { assertTrue 0; }\n. ./absent/shunit2\n"], "needs shunit2", "apt-get install shunit2"),
            (
                .java,
                [
                    "pom.xml":
                        "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version><dependencies><dependency>"
                        + "<groupId>org.assertj</groupId><artifactId>assertj-core</artifactId><version>99</version></dependency></dependencies></project>",
                    "src/test/java/ATest.java": "import static org.assertj.core.api.Assertions.assertThat;\nclass ATest {}\n",
                ], "needs org.assertj", "mvn dependency:go-offline"
            ),
            (
                .javascript, ["package.json": "{\"scripts\": {\"test\": \"node a.js\"}}", "a.js": "require('absent-module/lib');\n"], "needs absent-module",
                "npm install"
            ),
            (
                .javascript,
                [
                    "package.json": "{\"private\": true, \"workspaces\": [\"packages/*\"]}",
                    "packages/first/package.json": "{\"name\": \"first\", \"version\": \"1.0.0\"}", "packages/first/index.js": "exports.one = 1;\n",
                    "packages/second/package.json": "{\"name\": \"second\", \"version\": \"1.0.0\", \"dependencies\": {\"first\": \"*\"}}",
                    "packages/second/a.test.js": "require('node:test').test('a', () => require('first'));\n",
                ], "needs first", "npm install"
            ),
        ])
    func unavailable(_ language: Language, _ files: [String: String], _ name: String, _ command: String) async throws {
        let error = await #expect(throws: HarnessError.self) { try await Self.report(files, language) }
        #expect(
            error?.code == .toolchain && error?.message.contains(name) == true && error?.message.contains("run: \(command)") == true, "\(error?.message ?? "")")
    }

    @Test(
        "a project's own commands overrule its toolchain's",
        arguments: [
            (ProjectCommands.Reader.tap, [1, 1, 0]), (.exitCode, [0, 1, 0]), (.junit, [1, 0, 1]), (.pytest, [1, 0, 1]), (.go, [1, 1, 0]), (.ctest, [1, 1, 0]),
        ])
    func ownCommands(_ reader: ProjectCommands.Reader, _ counts: [Int]) async throws {
        let xml = "<testsuite><testcase classname='A' name='one'/><testcase classname='A' name='two'><skipped/></testcase></testsuite>"
        let printed =
            switch reader {
            case .go:
                ["one", "two"].map { "{\"Action\":\"run\",\"Package\":\"m\",\"Test\":\"\($0)\"}\n" }.joined()
                    + "{\"Action\":\"pass\",\"Package\":\"m\",\"Test\":\"one\"}\n{\"Action\":\"fail\",\"Package\":\"m\",\"Test\":\"two\"}\n"
                    + "{\"Action\":\"fail\",\"Package\":\"m\"}\n"
            case .ctest:
                "    Start 1: one\n1/2 Test #1: one ....   Passed    0.01 sec\n    Start 2: two\n2/2 Test #2: two ....***Failed    0.01 sec\n"
                    + "\n50% tests passed, 1 tests failed out of 2\n"
            default: "ok 1 - one\nnot ok 2 - two\n1..2\n"
            }
        let files = [
            "Makefile": "test:\n\tfalse\n", "a.c": "int x;\n", "printed": printed,
            "run.sh":
                "test -f built || exit 9\ncat printed\nreport=${PYTEST_ADDOPTS##*--junitxml=}\necho \"\(xml)\" > ${report:-out.xml}\n[ \"$1\" = good ]\n",
        ]
        let isGood = [.junit, .pytest].contains(reader)
        let commands = ProjectCommands(
            build: "touch built", test: "sh run.sh \(isGood ? "good" : "bad")", reader: reader, report: reader == .junit ? "out.xml" : nil)
        let report = try await Self.report(files, .c, commands)
        let tests = report.checks.filter { $0.kind == .test }
        #expect([CheckStatus.passed, .failed, .skipped].map { status in tests.count { $0.status == status } } == counts, "\(report.findings.map(\.message))")
        #expect(report.verdict == (isGood ? .passed : .failed))
    }

    @Test(
        "a limit that is given holds for tests whose command compiles something",
        arguments: [
            OwnRunner(
                name: "Rust", language: .rust,
                files: crate.merging(["src/lib.rs": "#[test]\nfn sleeps() { std::thread::sleep(std::time::Duration::from_secs(600)); }\n"]) { $1 },
                verdict: .timeout, counts: [0, 0, 0], says: "limit of 8 s of wall time", wall: 8),
            OwnRunner(
                name: "make", language: .c, files: ["Makefile": makefile, "test.c": "#include <unistd.h>\nint main(void) { return sleep(600); }\n"],
                verdict: .timeout, counts: [0, 0, 0], says: "limit of 8 s of wall time", wall: 8),
        ])
    func limits(_ project: OwnRunner) async throws { try await project.check() }

    @Test("what npm installed beside a project is seen by its tests, and cannot be written to")
    func installed() async throws {
        let files = [
            "package.json": "{\"scripts\": {\"test\": \"node check.js\"}}", ".gitignore": "node_modules/\n",
            "node_modules/helper/index.js": "exports.two = 2;\n",
            "check.js":
                "const assert = require('assert');\nassert.equal(require('helper').two, 2);\n"
                + "assert.throws(() => require('fs').writeFileSync('node_modules/helper/index.js', ''), /EROFS|EACCES/);\n",
        ]
        #expect(try await Self.report(files, .javascript).verdict == .passed)
    }

    static func report(
        _ files: [String: String], _ language: Language, _ commands: ProjectCommands? = nil, wall: Double = 600
    ) async throws -> ReviewReport {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for (path, text) in files {
            let full = place + "/" + path
            try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: full))
        }
        var task = try await ProjectTask.load(place, layouts: ToolchainProfile.layouts())
        task.commands = commands
        #expect(task.brief.language == language)
        var limits = SandboxLimits.project
        limits.wallSeconds = wall
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [language], limits: limits)
        return try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
    }
}
