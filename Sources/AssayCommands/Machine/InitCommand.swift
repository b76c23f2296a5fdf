import ArgumentParser
import AssayConfiguration
import AssayExperiments
import AssaySupport
import FoundationEssentials

extension StarterFile.Kind: ExpressibleByArgument {}

/// `assay init`: a first configuration from what is here.
struct InitCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a commented assay.yaml, or an experiment file, from what it finds here.",
        discussion: """
            It looks for projects and their tests, for model servers on the usual ports of this machine (llama.cpp, Ollama, vLLM, \
            LM Studio), for fetched embedded models, and for the names of variables with API keys, whose values it does not read.

            Example:
              assay init
              assay init --dry-run            # prints what would be written
              assay init experiment -o nightly.yaml --suite fixtures/suites/demo
              assay init --minimal --force    # without comments, in place of the file that is there

            A file that is there is never replaced without --force (exit code 73).
            """)
    @Argument(help: "project (assay.yaml) or experiment (experiment.yaml).") var kind = StarterFile.Kind.project
    @Option(name: .shortAndLong, help: "The file to write (default: assay.yaml or experiment.yaml).") var output: String?
    @Option(help: "For an experiment: the suite of tasks (default: one that is found here, else two example tasks).") var suite: String?
    @Flag(help: "No comments, and only what is needed.") var minimal = false
    @Flag(name: .shortAndLong, help: "Replace a file that is there.") var force = false
    @Flag(name: [.customShort("n"), .customLong("dry-run"), .customLong("stdout")], help: "Print the file instead of writing it.") var dryRun = false
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard suite == nil || kind == .experiment else { throw ValidationError("--suite is for 'assay init experiment'") }
    }

    func run() async throws {
        let path = output ?? (kind == .project ? ProjectSection.file : "experiment.yaml")
        if !dryRun { try refuseReplacing(path) }
        let found = await StartingPoint.look(in: ".", environment: ProcessInfo.processInfo.environment)
        let file = StarterFile(found, isMinimal: minimal)
        guard kind == .experiment else {
            let verify = "assay verify ." + (found.projects.isEmpty ? "   # once there is a project with tests" : "")
            return try finish(file.project, at: path, next: [verify, "assay config show --origin"])
        }
        let folder = path.contains("/") ? path.parentFolder : "."
        let chosen = try suite.map { try Self.relative($0, to: folder) } ?? found.suite.map { try Self.relative($0, to: folder) }
        if chosen == nil, !dryRun {
            let tasks = "\(folder)/tasks.jsonl"
            guard !FileManager.default.fileExists(atPath: tasks) else {
                throw InputError(tasks, "is there already and is no suite of tasks; name a suite with --suite", kind: .unwritable)
            }
            try Files.write(StarterFile.exampleSuite, to: tasks)
            Console.note("wrote \(PathName.normalized(tasks)), two example tasks, since no suite was found here")
        }
        try finish(file.experiment(suite: chosen ?? "tasks.jsonl"), at: path, next: ["assay bench \(Text.shellLine([path])) --plan"])
    }

    private func refuseReplacing(_ path: String) throws {
        guard !force, FileManager.default.fileExists(atPath: path) else { return }
        throw InputError(path, "is there already; --force replaces it, --dry-run prints what would be written", kind: .unwritable)
    }

    /// A path as a file in another folder has to name it.
    private static func relative(_ path: String, to folder: String) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { throw InputError(path, "no such suite", kind: .missing) }
        return folder == "." || path.hasPrefix("/") ? path : URL(filePath: path).standardizedFileURL.path
    }

    /// Writes the file after it was read as Assay will read it.
    private func finish(_ text: String, at path: String, next: [String]) throws {
        _ = try ProjectFile.load(path, text: text)
        if dryRun { return Console.print(text) }
        try Files.write(text, to: path)
        Console.print("wrote \(path)")
        for command in next { Console.note("next: \(command)") }
    }
}
