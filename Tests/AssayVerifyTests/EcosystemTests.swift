import AssayCore
import Testing

/// Small projects of further build systems and runners, judged beside what these say themselves.
@Suite struct EcosystemTests {
    private static let right = "#include <assert.h>\nint main(void) { assert(1 + 1 == 2); return 0; }\n"
    private static let wrong = "#include <assert.h>\nint main(void) { assert(1 + 1 == 3); return 0; }\n"
    private static let automake = (file: "/usr/bin/automake", install: "apt-get install automake")
    private static let gtest = (file: "/usr/include/gtest/gtest.h", install: "apt-get install libgtest-dev")
    private static let catch2 = (file: "/usr/include/catch2/catch.hpp", install: "apt-get install catch2")
    private static let doctest = (file: "/usr/include/doctest/doctest.h", install: "apt-get install doctest-dev")
    private static let mocha = (file: "/usr/share/nodejs/mocha", install: "apt-get install mocha")
    private static let shunit2 = (file: "/usr/bin/shunit2", install: "apt-get install shunit2")

    private static let automakeFiles = [
        "configure.ac": "AC_INIT([twice],[1.0])\nAM_INIT_AUTOMAKE([foreign])\nAC_PROG_CC\nAC_CONFIG_FILES([Makefile sub/Makefile])\nAC_OUTPUT\n",
        "Makefile.am":
            "SUBDIRS = sub\ncheck_PROGRAMS = add\nadd_SOURCES = add.c\nTESTS = add later.sh open.sh\nXFAIL_TESTS = open.sh\nTEST_EXTENSIONS = .sh\nSH_LOG_COMPILER = sh\n",
        "sub/Makefile.am": "check_PROGRAMS = add\nTESTS = add\n", "sub/add.c": right, "later.sh": "#!/bin/sh\nexit 77\n", "open.sh": "#!/bin/sh\nexit 1\n",
    ]
    private static func cmake(_ package: String, _ include: String, _ discover: String, _ link: String) -> String {
        "cmake_minimum_required(VERSION 3.10)\nproject(twice CXX)\nset(CMAKE_CXX_STANDARD 17)\nenable_testing()\nfind_package(\(package) REQUIRED)\n"
            + "include(\(include))\nadd_executable(cases cases.cpp)\ntarget_link_libraries(cases PRIVATE \(link))\n\(discover)(cases)\n"
    }

    private static let projects = [
        OwnRunner(
            name: "Meson: suites, a skip, an expected failure and TAP", language: .c,
            files: [
                "meson.build":
                    "project('twice', 'c')\ntest('adds', executable('add', 'add.c'))\nsh = find_program('sh')\ntest('later', sh, args: ['-c', 'exit 77'])\n"
                    + "test('open', sh, args: ['-c', 'exit 1'], should_fail: true)\ntest('points', sh, args: ['-c', 'echo ok 1 one; echo 1..1'], protocol: 'tap')\n",
                "add.c": right,
            ], verdict: .passed, counts: [2, 0, 1], needs: OwnRunner.meson),
        OwnRunner(
            name: "Meson: an assertion that fails", language: .c,
            files: [
                "meson.build": "project('twice', 'c')\ntest('adds', executable('add', 'add.c'))\ntest('same', executable('same', 'same.c'))\n", "add.c": wrong,
                "same.c": right,
            ], verdict: .failed, counts: [1, 1, 0], says: "Assertion `1 + 1 == 3' failed. add.c", needs: OwnRunner.meson),
        OwnRunner(
            name: "automake: a folder below, a skip and an expected failure", language: .c, files: automakeFiles.merging(["add.c": right]) { $1 },
            verdict: .passed, counts: [2, 0, 1], needs: automake),
        OwnRunner(
            name: "automake: an assertion that fails", language: .c, files: automakeFiles.merging(["add.c": wrong]) { $1 }, verdict: .failed,
            counts: [1, 1, 1], says: "add: Assertion `1 + 1 == 3' failed. add.c", needs: automake),
        OwnRunner(
            name: "a configure script without automake", language: .c,
            files: [
                "configure": "#!/bin/sh\nsed 's/@CC@/cc/' Makefile.in > Makefile\n",
                "Makefile.in": "all: add\nadd: add.c\n\t@CC@ -o add add.c\ncheck: add\n\t./add\n", "add.c": right,
            ], verdict: .passed, counts: [1, 0, 0]),
        OwnRunner(
            name: "make: GoogleTest in the target", language: .cpp,
            files: [
                "Makefile": "all:\ncheck test: cases.cpp\n\tc++ -std=c++17 cases.cpp -lgtest -lgtest_main -pthread -o cases\n\t./cases\n",
                "cases.cpp": "#include <gtest/gtest.h>\nTEST(Twice, Right) { EXPECT_EQ(2, 1 + 1); }\nTEST(Twice, Wrong) { EXPECT_EQ(3, 1 + 1); }\n"
                    + "TEST(Twice, Later) { GTEST_SKIP(); }\n",
            ], verdict: .failed, counts: [1, 1, 1], says: "cases.cpp", needs: gtest),
        OwnRunner(
            name: "CTest: the tests of GoogleTest, each by itself", language: .cpp,
            files: [
                "CMakeLists.txt": cmake("GTest", "GoogleTest", "gtest_discover_tests", "GTest::gtest_main"),
                "cases.cpp": "#include <gtest/gtest.h>\nTEST(Twice, Right) { EXPECT_EQ(2, 1 + 1); }\nTEST(Twice, Wrong) { EXPECT_EQ(3, 1 + 1); }\n"
                    + "TEST(Twice, Later) { GTEST_SKIP(); }\n",
            ], verdict: .failed, counts: [1, 1, 1], says: "cases.cpp", needs: gtest),
        OwnRunner(
            name: "CTest: the test cases of Catch2, each by itself", language: .cpp,
            files: [
                "CMakeLists.txt": cmake("Catch2", "Catch", "catch_discover_tests", "Catch2::Catch2"),
                "cases.cpp": "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\nTEST_CASE(\"right\") { REQUIRE(1 + 1 == 2); }\n"
                    + "TEST_CASE(\"wrong\") { REQUIRE(1 + 1 == 3); }\n",
            ], verdict: .failed, counts: [1, 1, 0], says: "REQUIRE( 1 + 1 == 3 )", needs: catch2),
        OwnRunner(
            name: "CTest: the test cases of doctest, each by itself", language: .cpp,
            files: [
                "CMakeLists.txt": cmake("doctest", "doctest", "doctest_discover_tests", "doctest::doctest"),
                "cases.cpp": "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\nTEST_CASE(\"right\") { CHECK(1 + 1 == 2); }\n"
                    + "TEST_CASE(\"wrong\") { CHECK(1 + 1 == 3); }\n",
            ], verdict: .failed, counts: [1, 1, 0], says: "CHECK( 1 + 1 == 3 ) is NOT correct! cases.cpp", needs: doctest),
        OwnRunner(
            name: "mocha: suites, a number sign in a name, and what is pending", language: .javascript,
            files: [
                "package.json": "{\"scripts\": {\"test\": \"nyc mocha --reporter spec test\"}}",
                "test/twice.js":
                    "const assert = require('assert');\ndescribe('#twice', () => {\n  it('adds # skip', () => assert.equal(1 + 1, 2));\n"
                    + "  it('wrong', () => assert.equal(1 + 1, 3));\n  it('later');\n});\n",
            ], verdict: .failed, counts: [1, 1, 1], says: "#twice > wrong: AssertionError: 2 == 3 test/twice.js", needs: mocha),
        OwnRunner(
            name: "node: two commands, of which each prints TAP", language: .javascript,
            files: [
                "package.json": "{\"scripts\": {\"test\": \"node a.js && node b.js\"}}", "a.js": "console.log('TAP version 13\\n1..1\\nok 1 same')",
                "b.js": "console.log('TAP version 13\\n1..2\\nok 1 same\\nok 2 more')",
            ], verdict: .passed, counts: [3, 0, 0]),
        OwnRunner(
            name: "shunit2: tests beside a script that helps them", language: .shell,
            files: [
                "test/a_test.sh":
                    "#!/bin/sh\n. ./test/test_help.sh\ntestSum() { assertEquals 2 $((1 + 1)); }\ntestWrong() { assertEquals 3 $((1 + 1)); }\n. shunit2\n",
                "test/test_help.sh": "exit_of_nothing=1\n",
            ], verdict: .failed, counts: [1, 1, 0], says: "testWrong: expected:<3> but was:<2>", needs: shunit2),
        OwnRunner(
            name: "shell: scripts with other interpreters, one that prints TAP", language: .shell,
            files: ["test_a.sh": "#!/bin/sh\nprintf 'ok 1 - one\\nok 2 - two # SKIP\\n1..2\\n'\n", "test_b.sh": "#!/usr/bin/env bash\n[[ a == a ]]\n"],
            verdict: .passed, counts: [2, 0, 1]),
        OwnRunner(
            name: "shell: a command that is not there, and words after it", language: .shell,
            files: ["test_a.sh": "#!/bin/bash\n[ \"$(absent-command 1)\" = 3 ] || { echo 'one is wrong'; exit 1; }\n"], verdict: .failed, counts: [0, 1, 0],
            says: "absent-command: command not found"),
        OwnRunner(
            name: "bats: a test that hangs", language: .shell,
            files: ["a.bats": "@test \"quick\" { true; }\n@test \"sleeps long\" { sleep 600; }\n"], verdict: .timeout, counts: [1, 0, 0],
            says: "sleeps long was running when the limit was reached", needs: ("/usr/bin/bats", "apt-get install bats"), wall: 15),
        OwnRunner(
            name: "Maven: JUnit 4, with what Maven's own repository has", language: .java,
            files: [
                "pom.xml": OwnRunner.pom,
                "src/test/java/TwiceTest.java":
                    "import static org.junit.Assert.assertEquals;\nimport org.junit.*;\npublic class TwiceTest {\n  @Test public void right() { assertEquals(2, 1 + 1); }\n"
                    + "  @Test public void wrong() { assertEquals(3, 1 + 1); }\n  @Ignore @Test public void later() {}\n}\n",
            ], verdict: .failed, counts: [1, 1, 1], says: "TwiceTest.wrong: expected:<3> but was:<2>", needs: OwnRunner.surefire),
        OwnRunner(
            name: "Go: dependencies in the folder vendor, and a file for another system", language: .go,
            files: [
                "go.mod": "module twice\n\ngo 1.19\n\nrequire example.com/two v1.0.0\n", "vendor/example.com/two/two.go": "package two\n\nconst Two = 2\n",
                "vendor/modules.txt": "# example.com/two v1.0.0\n## explicit\nexample.com/two\n", "other_windows_test.go": "package twice\n\nfunc broken( {\n",
                "twice_test.go":
                    "package twice\n\nimport (\n\t\"testing\"\n\n\t\"example.com/two\"\n)\n\nfunc TestTwo(t *testing.T) {\n\tif two.Two != 2 {\n\t\tt.Fatal()\n\t}\n}\n",
            ], verdict: .passed, counts: [1, 0, 0]),
        OwnRunner(
            name: "Rust: members of a workspace, a default feature, an example in the documentation", language: .rust,
            files: [
                "Cargo.toml": "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n",
                "a/Cargo.toml": "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[features]\ndefault = [\"extra\"]\nextra = []\n",
                "a/src/lib.rs":
                    "/// ```\n/// assert_eq!(a::one(), 1);\n/// ```\npub fn one() -> i32 { 1 }\n#[cfg(feature = \"extra\")]\n#[test]\nfn extra() {}\n",
                "b/Cargo.toml": "[package]\nname = \"b\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\na = { path = \"../a\" }\n",
                "b/src/lib.rs": "#[test]\nfn two() { assert_eq!(a::one() + 1, 3); }\n",
            ], verdict: .failed, counts: [2, 1, 0], says: "b::two"),
    ]

    @Test("a project ends as its own runner says, test by test", arguments: projects)
    func verdicts(_ project: OwnRunner) async throws { try await project.check() }
}
