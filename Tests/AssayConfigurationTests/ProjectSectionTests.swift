import AssayConfiguration
import AssayCore
import Testing

@Suite struct ProjectSectionTests {
    @Test("a project says how it is built and tested, and other keys of its file are not in the way")
    func commands() throws {
        let text =
            "models: {m: {provider: command, command: [echo]}}\nbuild: make all\ntest: {command: ./run --junit out.xml, reader: junit, report: out.xml}\n"
        let commands = try ProjectSection.read(text)
        #expect(commands == ProjectCommands(build: "make all", test: "./run --junit out.xml", reader: .junit, report: "out.xml"))
        #expect(try ProjectSection.read("test: {command: make check}") == ProjectCommands(build: nil, test: "make check", reader: .exitCode, report: nil))
        #expect(try ProjectSection.read("roles: {implementer: m}") == nil)
    }

    @Test(
        "what cannot be meant is refused with its place",
        arguments: [
            ("test: {reader: tap}", "1:7: 'test' needs 'command'"), ("build: make", "needs 'test:"), ("test: {command: a, reader: junit}", "needs 'report'"),
            ("test: {command: a, reader: xml}", "'test.reader'"), ("test: {comand: a}", "did you mean 'command'?"),
        ])
    func refused(_ text: String, _ words: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try ProjectSection.read(text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("assay.yaml:") == true)
    }

    @Test("a file of models may hold a project's commands too")
    func both() throws {
        let text = "models: {m: {provider: command, command: [echo]}}\nroles: {implementer: m}\npipeline: {kind: single-pass}\ntest: {command: make check}\n"
        #expect(try ProjectFile.load("x.yaml", text: text).arms.count == 1)
    }
    @Test("what a file does not say of limits is as a task needs it, for a repository's tests as large suites do")
    func limits() throws {
        let text = "models: {m: {provider: command, command: [echo]}}\nroles: {implementer: m}\npipeline: {kind: single-pass}\n"
        let plain = try ProjectFile.load("x.yaml", text: text)
        #expect(plain.limits == SandboxLimits() && plain.projectLimits == .project)
        let own = try ProjectFile.load("x.yaml", text: text + "verify: {limits: {wall: 60}}\n")
        #expect(own.projectLimits.wallSeconds == 60 && own.projectLimits.cpuSeconds == SandboxLimits.project.cpuSeconds)
    }
}
