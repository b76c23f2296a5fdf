import AssayCore
import AssayTestSupport
import Testing

@testable import AssayToolchains

@Suite struct JUnitTests {
    @Test("passes, failures, errors and skips of a real run are told apart")
    func pytest() throws {
        let outcomes = JUnitXML.read(try Places.text(Places.root + "/fixtures/outputs/junit-pytest.xml"))
        #expect(outcomes.runEnded)
        #expect(outcomes.outcomes.map(\.name) == ["test_happy_even", "test_edge_negative", "test_integration_device", "test_edge_huge"])
        #expect(outcomes.outcomes.map(\.started) == [true, true, true, false])
        #expect(outcomes.outcomes.map(\.skipped) == [false, false, false, true])
        #expect(
            outcomes.outcomes.map { $0.issues.map(\.message) } == [
                [], ["assert -1 == -2\n +  where -1 = half(-3)"], [#"failed on setup with "OSError: no <such> device & more""#], [],
            ])
    }

    private static let cases = #"<testsuite><testcase name="a"/><testcase name="b"><failure message="no"/></testcase>"#

    @Test(
        "a file that is not whole, or not well made, is a run that did not end",
        arguments: [cases, cases + "<testcase name=", cases + "</other>", "{}", ""])
    func cut(_ text: String) {
        let outcomes = JUnitXML.read(text)
        #expect(!outcomes.runEnded)
        #expect(outcomes.outcomes.map(\.name) == (text.hasPrefix(Self.cases) ? ["a", "b"] : []))
    }

    @Test(
        "a test that is told twice is as bad as its worst telling",
        arguments: [
            (#"<testcase name="a"><skipped/></testcase><testcase name="a"/>"#, true, 0),
            (#"<testcase name="a"/><testcase name="a" status="notrun"/>"#, true, 0),
            (#"<testcase name="a"><failure message="no"/></testcase><testcase name="a"/>"#, false, 1),
        ])
    func twice(_ cases: String, _ isSkipped: Bool, _ issues: Int) {
        let outcomes = JUnitXML.read("<testsuite>\(cases)</testsuite>")
        #expect(outcomes.runEnded && outcomes.outcomes.map(\.skipped) == [isSkipped] && outcomes.outcomes.map(\.started) == [!isSkipped])
        #expect(outcomes.outcomes.flatMap(\.issues).count == issues)
    }

    @Test("deep nesting does no harm")
    func deep() {
        let isEnded = JUnitXML.read(String(repeating: "<testsuite>", count: 100_000)).runEnded
        #expect(!isEnded)
    }

    @Test("no entity is read from a file, and none grows without bound")
    func entities() throws {
        let external = JUnitXML.read(
            #"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuite><testcase name="a"><failure>&e;</failure></testcase></testsuite>"#)
        #expect(external.outcomes.allSatisfy { $0.issues.allSatisfy { !$0.message.contains("root") } })
        var bomb = #"<!DOCTYPE x [<!ENTITY e0 "0123456789">"#
        for level in 1...12 {
            bomb += "<!ENTITY e\(level) \"" + String(repeating: "&e\(level - 1);", count: 10) + "\">"
        }
        let grown = JUnitXML.read(bomb + #"]><testsuite><testcase name="a"><failure>&e12;</failure></testcase></testsuite>"#)
        #expect(grown.outcomes.flatMap(\.issues).allSatisfy { $0.message.utf8.count <= 8192 })
    }
}
