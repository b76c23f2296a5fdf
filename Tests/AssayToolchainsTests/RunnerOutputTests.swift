import AssayCore
import AssayToolchains
import Testing

/// What the runners of further ecosystems print, and what contradicts itself.
@Suite struct RunnerOutputTests {
    private func words(_ outcomes: TestOutcomes) -> [String] {
        outcomes.outcomes.map { outcome in
            let how =
                !outcome.issues.isEmpty ? "failed" : outcome.isExpectedFailure ? "expected" : outcome.skipped ? "skipped" : outcome.ended ? "passed" : "running"
            return "\(how) \(outcome.name)"
        }
    }

    private func ended(_ status: Int, _ text: String) -> SandboxResult {
        SandboxResult(outcome: .exited, exitCode: status, stdout: Array(text.utf8), stderr: [])
    }

    @Test("automake's results are named after their folder, and its log is no second result")
    func automake() throws {
        let text = """
            make[1]: Entering directory '/w/sub'
            PASS: add
            Testsuite summary for twice 1.0
            make[1]: Leaving directory '/w/sub'
            make[1]: Entering directory '/w'
            PASS: add
            FAIL: wrong
            XFAIL: open.sh
               twice 1.0: ./test-suite.log
            FAIL: wrong
            ===========

            PASS: inner
            wrong: wrong.c:2: main: Assertion `1==2' failed.
            FAIL wrong (exit status: 134)

            Testsuite summary for twice 1.0
            make[1]: Leaving directory '/w'
            """
        let outcomes = try #require(AutomakeText.read(text))
        #expect(words(outcomes) == ["passed sub/add", "passed add", "failed wrong", "expected open.sh"])
    }

    @Test("GoogleTest's list of what failed at its end is no second result, and the test that died was running")
    func googleTest() {
        let text = """
            [ RUN      ] A.one
            x_test.cc:7: Failure
            Expected equality of these values:
              1
              2
            [  FAILED  ] A.one (3 ms)
            [ RUN      ] All/A.two/0
            [       OK ] All/A.two/0 (0 ms)
            [  FAILED  ] 1 test, listed below:
            [  FAILED  ] A.one
            [ RUN      ] A.one
            """
        let outcomes = GoogleTestText.read(text)
        #expect(words(outcomes) == ["failed A.one", "passed All/A.two/0", "running A.one (2)"])
        #expect(outcomes.outcomes[0].issues.first?.path == "x_test.cc" && outcomes.outcomes[0].issues.first?.line == 7)
    }

    @Test("Meson's log of tests is read as Meson counts them")
    func meson() {
        let text = """
            {"name": "a", "stdout": "", "result": "OK", "duration": 0.5, "returncode": 0}
            {"name": "b", "stdout": "ok 1 x\\nnot ok 2 y\\n1..2\\n", "result": "FAIL", "returncode": 0}
            {"name": "c", "stderr": "b: ../c.c:2: main: Assertion `1==2' failed.\\n", "result": "FAIL", "returncode": -6}
            {"name": "d", "result": "FAIL", "returncode": -11}
            {"name": "e", "result": "SKIP", "returncode": 77}
            {"name": "f", "result": "EXPECTEDFAIL", "returncode": 1}
            {"name": "g", "result": "UNEXPECTEDPASS", "returncode": 0}
            """
        let outcomes = MesonTestJSON.read(text)
        #expect(words(outcomes) == ["passed a", "failed b", "failed c", "running d", "skipped e", "expected f", "failed g"])
        #expect(outcomes.outcomes[1].issues.first?.message == "not ok: y" && outcomes.outcomes[2].issues.first?.path == "c.c")
    }

    @Test("subtests of TAP are named after those around them, and what sums them up is no test")
    func subtests() {
        let text = """
            TAP version 13
            # Subtest: a.js
                # Subtest: first
                    ok 1 - same
                    not ok 2 - other
                      ---
                      at:
                        line: 3
                        file: a.js
                      ...
                    1..2
                not ok 1 - first # time=10ms
                ok 2 - later # SKIP
                1..2
            not ok 1 - a.js # time=12ms
            # Subtest: b.js
                1..0
            not ok 2 - b.js
            1..2
            """
        let outcomes = TapText.read(text, grouped: true)
        #expect(words(outcomes) == ["passed a.js > first > same", "failed a.js > first > other", "skipped a.js > later", "failed b.js"])
        #expect(outcomes.runEnded && outcomes.outcomes[1].issues.first?.path == "a.js" && outcomes.outcomes[1].issues.first?.line == 3)
    }

    @Test(
        "a name of TAP may have a number sign, and what is still to do may fail",
        arguments: [
            ("ok 1 - #size of a", "passed #size of a"), ("not ok 1 a # todo why", "skipped a"), ("ok 1 a # skip", "skipped a"),
            ("not ok 1 - a#skip", "skipped a"), ("not ok 1 - a # todos", "failed a # todos"),
        ])
    func directives(_ line: String, _ expected: String) { #expect(words(TapText.read(line + "\n1..1")) == [expected]) }

    @Test("one stream of TAP after another is read, and one that is cut short is no end")
    func streams() {
        let whole = TapText.read("1..1\nok 1 a\n1..2\nok 1 a\nok 2 b", grouped: true)
        #expect(words(whole) == ["passed a", "passed a (2)", "passed b"] && whole.runEnded && whole.problems.isEmpty)
        let trailing = TapText.read("ok 1 a\n1..1\nok 1 b\n1..1", grouped: true)
        #expect(words(trailing) == ["passed a", "passed b"] && trailing.runEnded && trailing.problems.isEmpty)
        #expect(!TapText.read("1..2\nok 1 a\n1..1\nok 1 a", grouped: true).runEnded)
    }

    @Test("comments of bats tell why the test before them failed")
    func bats() {
        let text = """
            1..2
            not ok 1 adds
            # (from function `check' in file test/help.bash, line 5,
            #  in test file test/a.bats, line 3)
            #   `[ 1 -eq 2 ]' failed
            # what it printed
            ok 2 later # skip
            """
        let outcomes = TapText.read(text, grouped: true)
        #expect(words(outcomes) == ["failed adds", "skipped later"])
        let issue = outcomes.outcomes[0].issues.first
        #expect(issue?.path == "test/a.bats" && issue?.line == 3 && issue?.message == "`[ 1 -eq 2 ]' failed")
    }

    @Test("a test that bats has begun is running where the stream is cut, and is none in a whole stream")
    func begunTest() {
        let cut = TapText.read("1..3\nsuite a.bats\nbegin 1 quick\nok 1 quick\nbegin 2 hangs long\n", grouped: true)
        #expect(cut.outcomes.map(\.name) == ["quick", "hangs long"] && cut.outcomes.map(\.ended) == [true, false] && !cut.runEnded)
        let whole = TapText.read("1..1\nbegin 1 quick\nbegin 7 words\nok 1 quick\n", grouped: true)
        #expect(words(whole) == ["passed quick"] && whole.runEnded)
    }

    @Test("shunit2's tests and failed assertions are read, with colours or without")
    func shunit2() throws {
        let text = "testOne\ntestTwo\n\u{1B}[1;31mASSERT:\u{1B}[0msum expected:<1> but was:<2>\n\nRan \u{1B}[1;36m2\u{1B}[0m tests.\n\nFAILED (failures=1)\n"
        let outcomes = try #require(ShUnitText.read(text))
        #expect(words(outcomes) == ["passed testOne", "failed testTwo"])
        #expect(ShUnitText.read("testOne\n") == nil)
        // A function of another name counts where the number says that it is a test.
        let other = try #require(ShUnitText.read("added\nASSERT:no\ntestTwo\n\nRan 2 tests.\n"))
        #expect(words(other) == ["failed added", "passed testTwo"])
        let printed = try #require(ShUnitText.read("testOne\nprinted\n\nRan 1 test.\n"))
        #expect(words(printed) == ["passed testOne"])
    }

    @Test("where a command's status contradicts its output the status counts")
    func status() {
        let points = "ok 1 a\nnot ok 2 b\n1..2\n"
        #expect(words(ProjectText.read(ended(1, points), name: "make test")) == ["passed a", "failed b"])
        #expect(words(ProjectText.read(ended(0, points), name: "make test")) == ["passed make test"])
        let silent = ProjectText.read(ended(2, "ok 1 a\n1..1\nmake: *** [x] Error 2"), name: "make test")
        #expect(words(silent) == ["passed a"] && silent.problems.count == 1)
        #expect(words(ProjectText.read(ended(0, "all is well"), name: "make test")) == ["passed make test"])
        let unity = "test/a.c:12:test_one:PASS\ntest/a.c:15:test_two:FAIL: Expected 1 Was 2\n2 Tests 1 Failures 0 Ignored\n"
        #expect(words(ProjectText.read(ended(1, unity), name: "make test")) == ["passed test_one", "failed test_two"])
    }

    @Test("in a report of pytest's tests have the names that pytest gives them")
    func pytest() {
        let text = """
            <?xml version="1.0"?><testsuites><testsuite name="pytest" failures="1"><testcase classname="tests.test_a" name="test_one[x-1]" file="tests/test_a.py" line="3"/>
            <testcase classname="tests.test_a.TestIt.Inner" name="test_two" file="tests/test_a.py"><failure message="no"/></testcase><testcase classname="c.X" name="y"/>
            </testsuite></testsuites>
            """
        #expect(words(JUnitXML.read(text)) == ["passed tests/test_a.py::test_one[x-1]", "failed tests/test_a.py::TestIt::Inner::test_two", "passed y"])
    }

    @Test("several reports of JUnit are one run, with tests named by their classes, those of one name counted")
    func reports() {
        let text =
            #"<?xml version="1.0"?><testsuite failures="1"><testcase classname="a.A" name="one"><system-out><![CDATA[<?xml version="1.0"?><a/>]]></system-out>"#
            + #"</testcase><testcase classname="a.A" name="one"><failure message="no"/></testcase></testsuite>"# + "\n\0"
            + #"<?xml version="1.0"?><testsuite><testcase classname="a.B" name="one"><skipped/></testcase></testsuite>"# + "\n\0"
        let outcomes = JUnitXML.read(all: text)
        #expect(words(outcomes) == ["passed a.A.one", "failed a.A.one (2)", "skipped a.B.one"] && outcomes.runEnded)
        #expect(!JUnitXML.read(all: text + "\0<?xml version=\"1.0\"?><testsuite>").runEnded && !JUnitXML.read(all: "").runEnded)
    }
}
