import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayToolchains
@testable import AssayVerify

private let files = ["bare", "c", "cpp", "go", "java", "javascript", "python", "rust", "shell", "swift", "typescript"]
private let suites = ["fixtures/hacks-third/suite", "fixtures/hacks-second/suite"]

/// `fixtures/hacks-third`: programs whose author knew the pages and the first two corpora's kinds, and not the code of the defence.
@Suite(.serialized) struct ThirdCorpusTests {
    @Test("every program of the third corpus has files, and tasks that exist", arguments: files)
    func programs(_ file: String) throws {
        let tasks = Set(try suites.flatMap { try SuiteLoader.load(Places.root + "/" + $0).tasks.map(\.id) })
        let programs = try CorpusProgram.all(file, of: "hacks-third")
        #expect(Set(programs.map(\.name)).count == programs.count)
        #expect(programs.allSatisfy { !$0.files.isEmpty && $0.tasks.allSatisfy { tasks.contains($0) || $0 == "bare" || $0.hasPrefix("third/") } })
    }

    @Test(
        "what was accepted once is not, and what was rejected passes",
        arguments: [
            // The text of tests is in the memory of Node, whose functions and inspector show it.
            (.javascript, "text-of-the-calling-function"), (.javascript, "callee-and-caller"), (.javascript, "inspector-gives-sources"),
            (.javascript, "heap-snapshot-in-file"), (.javascript, "sources-by-loader"), (.javascript, "gcd-reads-its-file"), (.javascript, "gcd-of-a-module"),
            (.typescript, "inspector-gives-sources"), (.typescript, "runs-by-reduce"),
            // What knows the name of the test that asks.
            (.javascript, "name-of-the-test"), (.swift, "name-of-current-test"), (.go, "test-name-of-the-stack"), (.go, "gcd-with-a-goroutine"),
            // The classes of tests lay beside those of the candidate.
            (.java, "class-file-of-tests"), (.java, "ledger-with-resource"),
            // Compilers of C read the tests of a package in Swift.
            (.swift, "incbin-in-c-target"), (.swift, "embedded-in-c-target"), (.swift, "gcd-in-c"),
            // A class that derives from a number of the library is such a number.
            (.python, "rational-of-fractions"), (.python, "zero-of-every-kind"),
        ] as [(Language, String)])
    func judged(_ language: Language, _ name: String) async throws {
        let profile = try #require(try ToolchainProfile.known().first { $0.language == language })
        guard await ResolvedToolchain(profile).lacking.isEmpty else { return }
        let tasks = try suites.flatMap { try SuiteLoader.load(Places.root + "/" + $0).tasks }
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [language, .python])
        let program = try #require(try CorpusProgram.all(language.rawValue, of: "hacks-third").first { $0.name == name })
        try await program.check(tasks, in: context)
    }

    @Test(
        "a package of its own that ends its tests early, or asserts with what does nothing, does not pass",
        arguments: [
            "js-exit", "go-fail-off", "py-assert-helper", "go-own-testing", "java-own-assertions", "shell-assert-nothing", "c-assert-defined",
            "py-own-helper", "js-own-helper",
        ])
    func bare(_ name: String) async throws {
        let program = try #require(try CorpusProgram.all("bare", of: "hacks-third").first { $0.name == name })
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for (path, text) in program.files {
            let full = place + "/" + path
            try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: full))
        }
        let task = try await ProjectTask.load(place, layouts: ToolchainProfile.layouts())
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [task.brief.language])
        let report = try await context.verifier(for: task).verify(Candidate(files: FileTree()), scope: .full)
        #expect((report.verdict == .passed) == !program.isHack, "\(report.verdict) \(report.findings)")
    }
}
