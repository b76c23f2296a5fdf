import AssayCore
import AssayToolchains
import Testing

@Suite struct ProjectOutputTests {
    private func words(_ outcomes: TestOutcomes) -> [String] {
        outcomes.outcomes.map { outcome in
            let end = !outcome.issues.isEmpty ? "failed" : outcome.skipped ? "skipped" : outcome.ended ? "passed" : "running"
            return "\(end) \(outcome.name)"
        }
    }

    @Test("a Rust test is named after its crate, behind whatever was printed before it without a new line")
    func cargo() {
        let text = """
               Compiling words v0.1.0 (/w)
                 Running unittests src/lib.rs (target/debug/deps/words-0123abcd)
            { "type": "suite", "event": "started", "test_count": 2 }
            { "type": "test", "event": "started", "name": "tests::long" }
            unfinished{ "type": "test", "name": "tests::long", "event": "ok" }
            { "type": "test", "name": "tests::slow", "event": "ignored" }
            { "type": "suite", "event": "ok", "passed": 1, "failed": 0 }
                 Running tests/words.rs (target/debug/deps/words-4567cdef)
            { "type": "suite", "event": "started", "test_count": 1 }
            { "type": "test", "event": "started", "name": "long" }
            { "type": "test", "name": "long", "event": "failed", "stdout": "thread 'long' panicked at tests/words.rs:3:5:\\nno\\n" }
            { "type": "suite", "event": "failed", "passed": 0, "failed": 1 }
               Doc-tests words
            { "type": "suite", "event": "started", "test_count": 0 }
            { "type": "suite", "event": "ok", "passed": 0, "failed": 0 }
            """
        let outcomes = CargoProjectText.read(text)
        #expect(words(outcomes) == ["passed words::tests::long", "skipped words::tests::slow", "failed tests/words.rs::long"])
        #expect(outcomes.runEnded && outcomes.outcomes[2].issues.first?.line == 3)
    }

    @Test("a Rust program that dies leaves the run without its end")
    func cargoCrash() {
        let text = """
                 Running unittests src/lib.rs (target/debug/deps/words-0123abcd)
            { "type": "suite", "event": "started", "test_count": 1 }
            { "type": "test", "event": "started", "name": "long" }
            """
        let outcomes = CargoProjectText.read(text)
        #expect(words(outcomes) == ["running words::long"] && !outcomes.runEnded)
    }

    @Test("points of TAP are named after the comment above them, and counted where they are alike")
    func tape() {
        let text = """
            TAP version 13
            # short
            ok 1 should be equal
            ok 2 should be equal
            # long
            not ok 3 should be equal
              ---
                operator: equal
                at: Test.<anonymous> (/w/test/long.js:7:9)
              ...
            ok 4 later # SKIP

            1..4
            # tests 4
            """
        let outcomes = TapText.read(text, grouped: true)
        #expect(
            words(outcomes) == [
                "passed short > should be equal", "passed short > should be equal (2)", "failed long > should be equal", "skipped long > later",
            ])
        #expect(outcomes.runEnded && outcomes.outcomes[2].issues.first?.path == "test/long.js" && outcomes.outcomes[2].issues.first?.line == 7)
    }

    @Test("a Go test of another folder is named after it, and its place begins there")
    func go() {
        let text = """
            {"Action":"run","Package":"b","Test":"TestTwice"}
            {"Action":"output","Package":"b","Test":"TestTwice/two","Output":"    twice_test.go:7: got 3\\n"}
            {"Action":"fail","Package":"b","Test":"TestTwice/two"}
            {"Action":"fail","Package":"b","Test":"TestTwice"}
            {"Action":"run","Package":".","Test":"TestTwice"}
            {"Action":"pass","Package":".","Test":"TestTwice"}
            {"Action":"fail","Package":"b"}
            """
        let outcomes = GoTestJSON.read(text)
        #expect(words(outcomes) == ["failed b.TestTwice", "passed TestTwice"])
        let issue = outcomes.outcomes[0].issues.first
        #expect(issue?.path == "b/twice_test.go" && issue?.line == 7 && issue?.message == "two: got 3")
    }

    @Test(
        "what a compiler or CMake prints for people is read",
        arguments: [
            ("/w/src/a.c:3:5: error: 'x' undeclared", "gcc src/a.c:3 'x' undeclared"),
            ("src/a.c:3:5: error: unused variable 'x' [-Werror=unused-variable]", "gcc.-Wunused-variable src/a.c:3 unused variable 'x'"),
            ("a.c:1:10: fatal error: zlib.h: No such file or directory", "gcc a.c:1 zlib.h: No such file or directory"),
            ("/usr/bin/ld: a.o: undefined reference to `twice'", "ld : undefined reference to `twice'"),
            ("CMake Error at CMakeLists.txt:4 (find_package):\n  Could not find Foo\n\n", "cmake CMakeLists.txt:4 Could not find Foo"),
        ])
    func compilers(_ text: String, _ expected: String) {
        let found = GccText.read(text).map { "\($0.rule) \($0.path.map { path in "\(path):" } ?? ":")\($0.line.map(String.init) ?? "") \($0.message)" }
        #expect(found == [expected.replacing("ld : ", with: "ld : ")])
    }

    @Test(
        "a failing build without a known diagnostic is told by the lines that say why",
        arguments: [
            (
                "-- Checking\n-- Checking more\nconfigure: error: no acceptable C compiler found\nmake: *** [Makefile:3: all] Error 1",
                "configure: error: no acceptable C compiler found"
            ),
            ("one\ntwo", "one\ntwo"),
            ("sh: 1: flex: not found\nmake[1]: *** [x] Error 127\nmake[1]: Leaving directory '/w'", "sh: 1: flex: not found"),
        ])
    func builds(_ text: String, _ expected: String) { #expect(BuildEnd.words(text) == expected) }

    @Test(
        "what is not installed is named, with the command that installs it",
        arguments: [
            (
                Language.go, "a.go:3:8: no required module provides package github.com/x/y; to add it:\n\tgo get github.com/x/y", "github.com/x/y",
                "go mod download"
            ),
            (.go, "go: github.com/x/y@v1.2.3: module lookup disabled by GOPROXY=off", "github.com/x/y@v1.2.3", "go mod download"),
            (.rust, "error: no matching package named `serde` found\nlocation searched: registry `crates-io`", "serde", "cargo fetch"),
            (
                .c,
                "CMake Error at CMakeLists.txt:3 (find_package):\n  By not providing \"FindCatch2.cmake\" in CMAKE_MODULE_PATH this project\n"
                    + "  has asked CMake to find a package configuration file provided by\n  \"Catch2\", but CMake did not find one.\n", "Catch2",
                "apt-get install catch2"
            ),
            (.c, "meson.build:3:0: ERROR: Dependency \"glib-2.0\" not found, tried pkgconfig and cmake", "glib-2.0", "apt-cache search glib-2.0"),
            (.cpp, "a.cpp:1:10: fatal error: gtest/gtest.h: No such file or directory", "gtest", "apt-get install libgtest-dev libgmock-dev"),
            (.c, "/bin/sh: 1: flex: not found\nmake: *** [Makefile:2: lexer.c] Error 127", "flex", "apt-get install flex"),
            (
                .c, "checking for GLIB... no\nconfigure: error: Package requirements (glib-2.0 >= 2.40) were not met:", "glib-2.0 >= 2.40",
                "apt-cache search dev"
            ),
            (
                .java, "Cannot access central in offline mode and the artifact org.a:b:jar:1 has not been downloaded from it before.", "org.a:b:jar:1",
                "mvn dependency:go-offline test"
            ),
        ])
    func missing(_ language: Language, _ text: String, _ name: String, _ command: String) throws {
        let profile = try #require(try ToolchainProfile.embedded().first { $0.language == language })
        let needs = try profile.buildSystems.flatMap { $0.missing ?? [] }.flatMap { try $0.needs(in: text) }
        #expect(Set(needs.map(\.package)) == [name] && needs.first?.command == command, "\(needs)")
    }
}
