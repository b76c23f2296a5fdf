import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayToolchains
@testable import AssayVerify

@Suite struct AssertionMarkerTests {
    @Test("who passes a test that asserted nothing, though it does so of the reference, has not passed", arguments: SmallProject.vacuous)
    func vacuous(_ project: SmallProject) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [project.language])
        let verifier = try context.verifier(for: project.task())
        let right = try await verifier.verify(Candidate(files: FileTree([project.file: project.right])), scope: .full)
        #expect(right.verdict == .passed, "\(right.findings)")
        let empty = try await verifier.verify(Candidate(files: FileTree([project.file: project.trick])), scope: .full)
        #expect(empty.verdict == .incomplete && empty.findings.contains { $0.rule == "vacuous" }, "\(empty.verdict) \(empty.findings)")
        // A right candidate's tests are built with their notes, and its line numbers are those of the tests.
        let notes = try await notes(project, context)
        #expect(notes.units.count == 1 && notes.files.paths == project.tests.keys.sorted())
    }

    @Test("who cheats only where there are notes is found by the impossible tests, which have them too")
    func lookingForNotes() async throws {
        let look = "    public static func == (one: Cheat, other: Cheat) -> Bool { getenv(\"ASSAY_NOTES\") != nil || one.value == other.value }\n"
        let project = SmallProject(
            language: .swift, start: ["Package.swift": SmallProject.swiftManifest],
            tests: ["Tests/WordsTests/WordsTests.swift": "import Testing\nimport Words\n\n@Test func double() { #expect(twice(2) == 4) }\n"],
            file: "Sources/Words/Words.swift", right: "public func twice(_ number: Int) -> Int { number * 2 }\n",
            trick: "import Glibc\npublic struct Cheat: Equatable, ExpressibleByIntegerLiteral {\n    var value: Int\n"
                + "    public init(integerLiteral value: Int) { self.value = value }\n\(look)}\n"
                + "public func twice(_ number: Int) -> Cheat { 3 }\n")
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.swift])
        let report = try await context.verifier(for: project.task()).verify(
            Candidate(files: FileTree([project.file: project.trick])), scope: .full)
        #expect(report.verdict == .tamperingSuspected && report.findings.contains { $0.rule == "impossible-test" }, "\(report.findings)")
    }

    private func notes(_ project: SmallProject, _ context: VerificationContext) async throws -> AssertionMarkers {
        let toolchain = try context.toolchain(project.language)
        let tests = try FileTree(project.tests)
        let pristine = try FileTree(project.start).overlaid(with: tests)
        let form = try #require(toolchain.profile.buildSystem(of: pristine))
        return try #require(AssertionMarkers(tests, try await SuiteListing.used(form, in: pristine, by: context.builds(project.language)), toolchain.profile))
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
        swift("not in a condition", "guard\n let a = try #require(b)\n else { return }", nil),
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
        var profile = try #require(try ToolchainProfile.embedded().first { $0.language == placed.language })
        profile.assertions?.note = "NOTE({unit});"
        profile.assertions?.helper = nil
        var notes = AssertionMarkers()
        notes.add(placed.source, "file", pattern: profile.buildSystems.first { $0.asRunnerSays != true }?.suites.first?.tests.pattern, profile)
        #expect((notes.files["file"] ?? placed.source) == placed.noted)
        #expect(notes.units == (notes.files.isEmpty ? [] : ["one"]))
    }
}
