import AssayCore
import AssaySandbox
import AssaySupport
import AssayVerify
import Testing

/// A Swift package and the way in which it can be built.
private struct Package: Sendable, CustomTestStringConvertible {
    var name: String
    var route: BuildRoute
    var verdict = Verdict.passed
    var files: [String: String]
    var testDescription: String { name }

    static func manifest(_ targets: String, extra: String = "") -> String {
        "// swift-tools-version: 6.0\nimport PackageDescription\nlet package = Package(name: \"P\"\(extra), targets: [\(targets)])\n"
    }
    static let plain = #".target(name: "A"), .testTarget(name: "ATests", dependencies: ["A"])"#
    static let check = "import Testing\n@testable import A\n@Test func one() { #expect(a() == 1) }\n"

    static let all = [
        Package(
            name: "modules that build on each other, in folders of their own", route: .direct,
            files: [
                "Package.swift": manifest(
                    #".target(name: "A", dependencies: ["B"]), .target(name: "B", path: "Lib/B"), .testTarget(name: "ATests", dependencies: ["A", .target(name: "B")])"#
                ),
                "Sources/A/A.swift": "import B\nfunc a() -> Int { b() }\n", "Lib/B/deep/B.swift": "public func b() -> Int { 1 }\n",
                "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "a language mode of its own", route: .direct,
            files: [
                "Package.swift": manifest(plain).replacing("])\n", with: "], swiftLanguageModes: [.v5])\n"),
                // A global variable that anyone may change is an error from version 6 on.
                "Sources/A/A.swift": "var one = 1\nfunc a() -> Int { one }\n", "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "the language mode of the tools", route: .direct, verdict: .compileError,
            files: [
                "Package.swift": manifest(plain), "Sources/A/A.swift": "var one = 1\nfunc a() -> Int { one }\n",
                "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "names with blanks and apostrophes", route: .direct,
            files: [
                "Package.swift": manifest(plain), "Sources/A/it's A.swift": "func a() -> Int { 1 }\n",
                "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "test classes among comments, strings and helpers", route: .direct,
            files: [
                "Package.swift": manifest(plain), "Sources/A/A.swift": "func a() -> Int { 1 }\n",
                "Tests/ATests/T.swift": ##"""
                import Foundation
                import XCTest
                @testable import A
                // func testComment() {}
                /* class Gone: XCTestCase { /* nested */ func testGone() {} } */
                final class ATests: XCTestCase {
                    struct Helper { func value() -> Int { 1 } }
                    let text = "func testString() { \(String("}")) "
                    let raw = #"class Raw: XCTestCase { \"#
                    let long = """
                        } class Long: XCTestCase {
                        """
                    override func setUp() { XCTAssertFalse(text.isEmpty) }
                    func testOne() throws { XCTAssertEqual(a(), Helper().value()) }
                    @MainActor func testMain() async throws -> Void { XCTAssertEqual(a(), 1) }
                    func testFile() { XCTAssertTrue(FileManager.default.fileExists(atPath: "\(#filePath)")) }
                }
                """##,
            ]),
        Package(
            name: "resources", route: .toolchain,
            files: [
                "Package.swift": manifest(
                    #".target(name: "A", resources: [.process("words.txt"), .copy("Data")]), .testTarget(name: "ATests", dependencies: ["A"])"#),
                "Sources/A/A.swift":
                    "import Foundation\nfunc a() -> Int { Bundle.module.url(forResource: \"words\", withExtension: \"txt\") == nil ? 0 : has(\"more\") }\n"
                    + "func has(_ name: String) -> Int { Bundle.module.url(forResource: name, withExtension: \"txt\", subdirectory: \"Data\") == nil ? 0 : 1 }\n",
                "Sources/A/words.txt": "one\n", "Sources/A/Data/more.txt": "two\n", "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "a program under test", route: .toolchain,
            files: [
                "Package.swift": manifest(#".executableTarget(name: "A"), .testTarget(name: "ATests", dependencies: ["A"])"#),
                "Sources/A/main.swift": "print(a())\n", "Sources/A/A.swift": "func a() -> Int { 1 }\n",
                "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "settings of a target", route: .toolchain,
            files: [
                "Package.swift": manifest(
                    #".target(name: "A", swiftSettings: [.define("ONE")]), .testTarget(name: "ATests", dependencies: ["A"])"#),
                "Sources/A/A.swift": "#if ONE\nfunc a() -> Int { 1 }\n#endif\n", "Tests/ATests/T.swift": check,
            ]),
        Package(
            name: "test classes that inherit", route: .toolchain,
            files: [
                "Package.swift": manifest(plain), "Sources/A/A.swift": "func a() -> Int { 1 }\n",
                "Tests/ATests/T.swift":
                    "import XCTest\n@testable import A\nclass Base: XCTestCase {}\nfinal class ATests: Base { func testOne() { XCTAssertEqual(a(), 1) } }\n",
            ]),
    ]
}

/// What a report says, without what differs from run to run.
private func substance(_ report: ReviewReport) -> [String] {
    report.checks.map { "\($0.id) \($0.kind) \($0.status)" }.sorted()
        + report.findings.map { "\($0.kind) \($0.rule) \($0.severity) \($0.path ?? "") \($0.line ?? 0) \($0.message)" }.sorted()
        + [report.verdict.rawValue]
}

@Suite(.serialized) struct SwiftRouteTests {
    /// Shared, so that what one candidate leaves could be seen by the next.
    private static let fast = Task { try await context(.direct, patient) }

    private static let patient = SandboxLimits(wallSeconds: 150, cpuSeconds: 60, memoryBytes: 300 << 20)

    private static func context(_ route: BuildRoute, _ limits: SandboxLimits) async throws -> VerificationContext {
        try await VerificationContext(sandbox: try JailSandbox(), languages: [.swift], limits: limits, directBuild: route == .direct)
    }

    private func report(
        _ task: CodingTask, _ candidate: FileTree, by route: BuildRoute, limits: SandboxLimits = patient
    ) async throws -> ReviewReport {
        let isShared = route == .direct && limits == Self.patient
        let context = try await isShared ? Self.fast.value : Self.context(route, limits)
        return try await context.verifier(for: task).verify(Candidate(files: candidate), scope: .full)
    }

    @Test("a package that is built without SwiftPM is judged as with it", arguments: ProjectCase.all.filter { $0.language == .swift })
    func projects(_ project: ProjectCase) async throws {
        var task = try await project.task()
        let delivered = task.brief.start.filtered { $0.hasPrefix("Sources/") }
        // One pristine tree for all, so that SwiftPM's first build is made once.
        let pass = try #require(ProjectCase.all.first { $0.language == .swift && $0.name == "pass" })
        task.brief.start = try await pass.task().brief.start
        // Which of two limits an endless loop meets first must not hang on how busy the machine is.
        var limits = project.limits
        limits.wallSeconds = Self.patient.wallSeconds
        let fast = try await report(task, delivered, by: .direct, limits: limits)
        let slow = try await report(task, delivered, by: .toolchain, limits: limits)
        #expect(fast.route == (project.name == "none" ? .toolchain : .direct) && slow.route == .toolchain)
        #expect(fast.verdict == project.verdict)
        #expect(substance(fast) == substance(slow))
    }

    @Test("tests that were compiled before are used again only for the very same interface")
    func reuse() async throws {
        let tests = try FileTree(["Tests/ATests/T.swift": Package.check + "@Test func two() { #expect(a() != 2) }\n"])
        let start = try FileTree(["Package.swift": Package.manifest(Package.plain), "Sources/A/A.swift": ""])
        let brief = TaskBrief(
            id: "package", title: "package", statement: "", language: .swift, start: start,
            deliverables: ["Sources/A/A.swift"], visibleTests: tests)
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
        let answers: [(code: String, verdict: Verdict)] = [
            ("func a() -> Int { 1 }", .passed), ("func a() -> Int { let one = 1; return one }", .passed),
            ("func a() -> Double { 1 }", .passed), ("func a() -> Int { 2 }", .failed), ("func a() -> Int8 { 1 }", .passed),
            ("func a() -> Double { 2 }", .failed), ("func a() -> String { \"1\" }", .compileError),
            ("func a(_ of: Int = 1) -> Int { of }", .passed), ("func a() throws -> Int { 1 }", .compileError),
        ]
        for answer in answers {
            let report = try await report(task, FileTree(["Sources/A/A.swift": answer.code + "\n"]), by: .direct)
            #expect(report.verdict == answer.verdict && report.route == .direct, "\(answer.code): \(substance(report))")
        }
    }

    @Test("whatever is not plain is SwiftPM's to build, and the route is told", arguments: Package.all)
    private func routes(_ package: Package) async throws {
        let tests = try FileTree(package.files.filter { $0.key.hasPrefix("Tests/") })
        let start = try FileTree(package.files.filter { !$0.key.hasPrefix("Tests/") })
        let brief = TaskBrief(
            id: "package", title: "package", statement: "", language: .swift, start: start, deliverables: start.paths,
            visibleTests: tests)
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(), stub: FileTree())
        let fast = try await report(task, FileTree(), by: .direct)
        #expect(fast.route == package.route)
        #expect(fast.verdict == package.verdict, "\(substance(fast))")
        if package.route == .toolchain { return }
        #expect(substance(fast) == substance(try await report(task, FileTree(), by: .toolchain)))
    }

    @Test(
        "tests that are drawn are compiled apart where they can do without the others, and with them where not",
        arguments: ["1", "one()"], ["Testing", "XCTest"])
    func drawn(_ expected: String, _ library: String) async throws {
        let (check, drawn) =
            library == "Testing"
            ? (
                "import Testing\n@testable import A\nfunc one() -> Int { 1 }\n@Test func known() { #expect(a(0) == one()) }\n",
                "import Testing\n@testable import A\n@Test func fresh() { #expect(a({seed}) == \(expected)) }\n"
            )
            : (
                "import XCTest\n@testable import A\nfunc one() -> Int { 1 }\nfinal class Known: XCTestCase { func testKnown() { XCTAssertEqual(a(0), one()) } }\n",
                "import XCTest\n@testable import A\nfinal class Fresh: XCTestCase { func testFresh() { XCTAssertEqual(a({seed}), \(expected)) } }\n"
            )
        let generator =
            "import json, sys\ntext = \(try JSON.line(drawn))\nprint(json.dumps({'path': 'Tests/ATests/D.swift', 'text': text.replace('{seed}', sys.argv[1])}))\n"
        let start = try FileTree(["Package.swift": Package.manifest(Package.plain), "Sources/A/A.swift": ""])
        let brief = TaskBrief(id: "drawn", title: "drawn", statement: "", language: .swift, start: start, deliverables: ["Sources/A/A.swift"])
        let task = CodingTask(
            brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["Tests/ATests/T.swift": check]), generator: generator),
            reference: try FileTree(["Sources/A/A.swift": "func a(_ n: Int) -> Int { 1 }\n"]))
        let context = try await VerificationContext(sandbox: try JailSandbox(), languages: [.swift, .python], limits: Self.patient)
        for (answer, verdict) in [("{ 1 }", Verdict.passed), ("{ n == 0 ? 1 : 2 }", .failed), ("{ 2 - 1 }", .passed)] {
            let answer = try FileTree(["Sources/A/A.swift": "func a(_ n: Int) -> Int \(answer)\n"])
            let report = try await context.verifier(for: task).verify(Candidate(files: answer), scope: .full)
            #expect(report.verdict == verdict && report.route == .direct, "\(report.findings)")
            #expect(report.checks.count { $0.kind == .test } == 2)
        }
    }
}
