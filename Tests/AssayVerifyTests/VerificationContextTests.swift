import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Testing

@testable import AssayVerify

@Suite struct VerificationContextTests {
    @Test("a context that is opened for a task has the toolchain of its generator too")
    func generator() async throws {
        let brief = TaskBrief(id: "one", title: "one", statement: "", language: .shell, deliverables: ["one.sh"])
        let plain = CodingTask(brief: brief, form: .project, hidden: HiddenChecks())
        let generated = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(generator: "print()"))
        let (sandbox, profiles) = (try JailSandbox(), try ToolchainProfile.embedded())
        let alone = try await VerificationContext.open(for: [plain], sandbox: sandbox, profiles: profiles)
        #expect(throws: HarnessError.self) { try alone.toolchain(.python) }
        let both = try await VerificationContext.open(for: [plain, generated], sandbox: sandbox, profiles: profiles)
        #expect(try both.toolchain(.python).profile.language == .python && both.toolchain(.shell).profile.language == .shell)
    }

    /// A Python profile whose linter is a file that nothing can run: the interpreter in its first line is not there.
    private func profile(in folder: String) throws -> ToolchainProfile {
        var profile = try #require(try ToolchainProfile.embedded().first { $0.language == .python })
        let linter = folder + "/ruff"
        try Data("#!/no/such/interpreter\n".utf8).write(to: URL(filePath: linter))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: linter)
        var tool = try #require(profile.tools["ruff"])
        (tool.names, tool.root) = ([linter], nil)
        profile.tools["ruff"] = tool
        return profile
    }

    @Test("a linter that cannot be run is a note with the program's name, and costs no verdict")
    func brokenLinter() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let task = CodingTask(
            brief: TaskBrief(
                id: "one", title: "one", statement: "", language: .python, deliverables: ["one.py"],
                visibleTests: try FileTree(["test_one.py": "import one\n\n\ndef test_happy():\n    assert one.one() == 1\n"])),
            form: .project, hidden: HiddenChecks())
        let context = try await VerificationContext.open(for: [task], sandbox: JailSandbox(), profiles: [profile(in: folder)])
        let answer = Candidate(files: try FileTree(["one.py": "def one():\n    return 1\n"]))
        let report = try await context.verifier(for: task).verify(answer, scope: .full)
        #expect(report.verdict == .passed, "\(report.findings)")
        #expect(report.checks.contains { $0.id == "ruff" && $0.status == .notRun })
        let note = try #require(report.findings.first { $0.rule == "ruff.not-run" })
        #expect(note.severity == .note && note.message.hasPrefix("ruff could not run: ") && note.message.contains("\(folder)/ruff"), "\(note.message)")
    }
}
