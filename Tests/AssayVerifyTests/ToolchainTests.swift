import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import AssayVerify
import FoundationEssentials
import Glibc
import Testing

/// A small project of `fixtures/projects` that ends in one particular way.
struct ProjectCase: Sendable, CustomTestStringConvertible {
    var language: Language
    var name: String
    var testDescription: String { "\(language.rawValue) \(name)" }
    var outputs: String { "\(Places.root)/fixtures/outputs/\(language.rawValue)/\(name).json" }

    static let all: [ProjectCase] = {
        let folder = Places.root + "/fixtures/projects"
        let languages = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return languages.map(Language.init(rawValue:)).flatMap { language in
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(language.rawValue)")) ?? []).sorted()
                .filter { $0 != "base" }.map { ProjectCase(language: language, name: $0) }
        }
    }()

    /// The embedded profiles and those that the contributor guide shows, which are nothing but data.
    static let profiles = Result { try ToolchainProfile.embedded() + ToolchainProfile.read(Places.root + "/fixtures/toolchains") }

    /// Short clocks only where the case is about one: a busy machine may take long for anything else.
    var limits: SandboxLimits {
        let isEndless = name == "endless"
        return SandboxLimits(wallSeconds: isEndless ? 30 : 150, cpuSeconds: isEndless ? 5 : 60, memoryBytes: 300 << 20)
    }

    /// What the case's name promises.
    var verdict: Verdict {
        switch name {
        case "pass", "complex", "analyzer", "module": .passed
        case "assertion": .failed
        case "compile-error": .compileError
        case "crash": .crashed
        case "endless": .timeout
        case "memory": .resourceLimit
        default: .incomplete
        }
    }

    func task() async throws -> CodingTask {
        let folder = Places.root + "/fixtures/projects/" + language.rawValue
        let tree = try FolderReader.read(folder + "/base").overlaid(with: try FolderReader.read("\(folder)/\(name)"))
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for path in tree.paths {
            let full = place + "/" + path
            try FileManager.default.createDirectory(
                atPath: String(full[..<(full.lastIndex(of: "/") ?? full.startIndex)]), withIntermediateDirectories: true)
            try Data((tree[path] ?? "").utf8).write(to: URL(filePath: full))
        }
        var task = try await ProjectTask.load(place, layouts: ToolchainProfile.layouts(of: Self.profiles.get()))
        // They stand for tasks of a suite, whose tests must all run.
        task.expectation = .strict
        return task
    }
}

/// The report in few words: what a reader made of the tools' output.
private func brief(_ report: ReviewReport) -> String {
    let findings = report.findings.map { finding in
        let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
        let words = TerminalText.line(finding.message, limit: 120)
        return "  \(finding.severity.rawValue) \(finding.kind.rawValue)/\(finding.rule) \(place) \(words)\n"
    }
    let checks = report.checks.map { "  \($0.kind.rawValue) \($0.id): \($0.status.rawValue)\n" }
    return report.verdict.rawValue + "\n" + (findings + checks).joined()
}

@Suite(.serialized) struct ToolchainTests {
    private static let toolchains = Task {
        var found: [Language: ResolvedToolchain] = [:]
        for profile in try ProjectCase.profiles.get() { found[profile.language] = await ResolvedToolchain(profile) }
        return found
    }

    @Test("a real toolchain's project ends as its name says, and the test that did it is named", arguments: ProjectCase.all)
    func live(_ project: ProjectCase) async throws {
        let toolchain = try #require(try await Self.toolchains.value[project.language])
        // A machine without the toolchain judges nothing, and says so; its recorded outputs are still read below.
        let absent = toolchain.missing.filter { tool in
            !["clippy", "shellcheck", "lizard", "clang"].contains(tool.name) && !toolchain.profile.isExtra(tool.name)
        }
        if let first = absent.first { try Test.cancel("without \(first.name): \(first.install)") }
        let sandbox = RecordingSandbox(try JailSandbox(), tools: toolchain.paths)
        let context = try await VerificationContext(
            sandbox: sandbox, languages: [project.language], limits: project.limits, profiles: ProjectCase.profiles.get())
        let report = try await context.verifier(for: await project.task()).verify(Candidate(files: FileTree()), scope: .full)
        #expect(report.verdict == project.verdict, "\(brief(report))")
        // A JUnit file is written when all is over, so a run that is ended tells of no test.
        if ["assertion", "crash", "endless", "memory"].contains(project.name), project.testDescription != "junit endless" {
            #expect(report.findings.contains { $0.test != nil }, "\(brief(report))")
        }
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil {
            let folder = Places.root + "/fixtures/outputs/" + project.language.rawValue
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data((JSON.pretty(await sandbox.recorded) + "\n").utf8).write(to: URL(filePath: project.outputs))
            try Data(brief(report).utf8).write(to: URL(filePath: project.outputs.replacing(".json", with: ".txt")))
        }
    }

    @Test("recorded outputs of real tools are read as their golden files say", arguments: ProjectCase.all)
    func recorded(_ project: ProjectCase) async throws {
        let recorded = try JSON.decode(RecordedRuns.self, Places.text(project.outputs))
        let profile = try #require(try ProjectCase.profiles.get().first { $0.language == project.language })
        let context = try VerificationContext(
            replaying: ReplayingSandbox(recorded), toolchains: [ResolvedToolchain(profile, paths: recorded.tools)], limits: project.limits)
        let report = try await context.verifier(for: await project.task()).verify(Candidate(files: FileTree()), scope: .full)
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil {
            try Data(brief(report).utf8).write(to: URL(filePath: project.outputs.replacing(".json", with: ".txt")))
        }
        #expect(brief(report) == (try Places.text(project.outputs.replacing(".json", with: ".txt"))))
    }

    @Test("a missing toolchain is unavailable, with the command that installs it, never a failed candidate")
    func unavailable() async throws {
        var profile = try #require(try ToolchainProfile.embedded().first { $0.language == .go })
        profile.tools["go"] = .init(names: ["no-such-go"], version: ["version"], install: "apt-get install golang-go")
        let toolchain = await ResolvedToolchain(profile)
        #expect(toolchain.lacking.map(\.name) == ["go"])
        let error = #expect(throws: HarnessError.self) { try toolchain.check() }
        #expect(error?.code == .toolchain && error?.message.contains("apt-get install golang-go") == true)
    }

    @Test("a language without a profile is told with those that have one")
    func unknown() async throws {
        let error = await #expect(throws: HarnessError.self) {
            try await VerificationContext(sandbox: JailSandbox(), languages: [Language(rawValue: "klingon")])
        }
        let message = error?.message ?? ""
        #expect(message.contains("'klingon'") && message.contains("python, rust") && message.contains("ASSAY_TOOLCHAINS"))
    }

    @Test(
        "a folder of profiles that cannot be used is refused with its place",
        arguments: [
            (["a.json": "{"], "a.json: not a toolchain profile"), (["a.json": "{\"id\": 3}"], "a.json: not a toolchain profile"),
            (["a.json": perl, "b.json": perl], "b.json: 'perl' is a profile for Perl as well"),
        ])
    func refused(_ files: [String: String], _ words: String) throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        let error = #expect(throws: HarnessError.self) { try ToolchainProfile.read(folder) }
        #expect(error?.message.contains(words) == true)
        let missing = #expect(throws: HarnessError.self) { try ToolchainProfile.read(folder + "/none") }
        #expect(missing?.message.contains("cannot be read") == true)
    }

    private static let perl = (try? Places.text(Places.root + "/fixtures/toolchains/perl.json")) ?? ""
}
