import AssayCore
import Testing

@testable import AssayToolchains

@Suite struct SwiftTestNameTests {
    private static let events = [
        #"{"kind":"event","payload":{"kind":"testStarted","testID":"M.One/basics()/F.swift:1:2"}}"#,
        #"{"kind":"event","payload":{"kind":"testEnded","testID":"M.One/basics()/F.swift:1:2"}}"#,
        #"{"kind":"event","payload":{"kind":"testStarted","testID":"M.Two/basics()/F.swift:9:2"}}"#,
        #"{"kind":"event","payload":{"kind":"issueRecorded","testID":"M.Two/basics()/F.swift:9:2","issue":{},"messages":[{"text":"no"}]}}"#,
        #"{"kind":"event","payload":{"kind":"testEnded","testID":"M.free(_:)/F.swift:12:2"}}"#,
        #"{"kind":"event","payload":{"kind":"testEnded","testID":"M.Two/F.swift:8:1"}}"#,
    ].joined(separator: "\n")

    @Test("tests of one name in two suites are two for a project, and what a suite lists for a task")
    func swiftTesting() {
        let project = SwiftTestingEvents.read(Self.events, withSuites: true).outcomes
        #expect(project.map(\.name) == ["M.One/basics()", "M.Two/basics()", "M.free(_:)"])
        #expect(project.map(\.issues.count) == [0, 1, 0])
        #expect(SwiftTestingEvents.read(Self.events).outcomes.map(\.name) == ["basics", "free"])
    }

    @Test("tests of classes of one name in two modules are two")
    func modules() {
        let text = """
            Test Case 'A.testOne' started at 2026-01-01 00:00:00.000
            Test Case 'A.testOne' passed (0.001 seconds)
            Test Case 'A.testOne' started at 2026-01-01 00:00:00.000
            /w/Tests/B/A.swift:3: error: A.testOne : XCTAssertTrue failed -
            Test Case 'A.testOne' failed (0.001 seconds)
            """
        let project = XCTestText.read(text, withClasses: true).outcomes
        #expect(project.map(\.name) == ["A/testOne", "A/testOne (2)"] && project.map(\.issues.count) == [0, 1])
    }

    @Test("methods of one name in two classes are two for a project, with the place of each failure")
    func xctest() {
        let text = """
            Test Case 'A.testOne' started at 2026-01-01 00:00:00.000
            Test Case 'A.testOne' passed (0.001 seconds)
            Test Case 'B.testOne' started at 2026-01-01 00:00:00.000
            /w/Tests/B.swift:3: error: B.testOne : XCTAssertEqual failed: ("1") is not equal to ("2") -
            Test Case 'B.testOne' failed (0.001 seconds)
            Test Case 'B.testTwo' skipped (0.001 seconds)
            """
        let project = XCTestText.read(text, withClasses: true).outcomes
        #expect(project.map(\.name) == ["A/testOne", "B/testOne", "B/testTwo"] && project.map(\.skipped) == [false, false, true])
        #expect(project[1].issues.map(\.line) == [3] && project[1].issues.map(\.path) == ["Tests/B.swift"] && project[0].issues.isEmpty)
        #expect(XCTestText.read(text).outcomes.map(\.name) == ["testOne", "testTwo"])
    }
}
