import AssayCore
import AssayExperiments
import AssayRender
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayVerify

/// `verify`: builds, tests and statically checks a folder, a change to it, or files of the call.
struct VerifyTool: Tool {
    let name = "verify"
    let title = "Verify code"
    let description = """
        Builds, tests and statically checks code in Assay's sandbox and says what the verdict is worth. Give a folder to verify it as it is; a folder with \
        a patch (as 'git diff' writes one) or with files (their new texts) to verify that change without writing it; or files alone, with their tests. \
        Known are SwiftPM, pytest, CMake, Makefile, Cargo, Go modules, JUnit 5, node --test and shell scripts. Nothing is written to the folder.
        """
    let input = Schema.object(
        [
            "folder": Schema.text("A folder inside the client's roots."),
            "files": Schema.map("Texts by path, relative to the folder.", most: ToolArguments.mostFiles),
            "patch": Schema.text("A patch to the folder.", most: ToolArguments.mostFileBytes),
            "only": Schema.text("Verify only the project in this folder below."),
            "toolchain": Schema.word(
                "Verify only the projects of this toolchain.",
                of: ["c", "cpp", "go", "java", "javascript", "python", "rust", "shell", "swift", "typescript"]),
            "wall_seconds": Schema.number("The limit of wall time of one command (default: as its project needs).", 1...3600),
            "time_limit_seconds": Schema.number("The limit of time for the whole call (default: 1800).", 1...7200),
        ], optional: ["folder", "files", "patch", "only", "toolchain", "wall_seconds", "time_limit_seconds"])
    let output = VerifyAnswer.schema

    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer {
        let files = try arguments.files()
        let (folder, patch) = (arguments.text("folder"), arguments.text("patch"))
        guard folder != nil || files != nil else { throw ToolError("say what to verify: a folder, or files") }
        guard files == nil || patch == nil else { throw ToolError("give files or a patch, not both") }
        let place = if let folder { try await context.roots().folder(folder) } else { String?.none }
        let seconds = arguments.number("time_limit_seconds") ?? 1800
        let made = try await withDeadline(seconds) {
            try await Self.report(Subject(folder: place, files: files, patch: patch), arguments, context.progress)
        }
        guard let report = made else {
            throw ToolError("it took longer than \(Text.decimal(seconds, 0)) seconds and was ended; ask for less, or raise time_limit_seconds")
        }
        return try ToolAnswer(VerifyAnswer(report), text: TerminalReport.render(report, color: false))
    }

    /// What is verified; the folder's path is real and inside the roots.
    private struct Subject: Sendable {
        var folder: String?
        var files: FileTree?
        var patch: String?
    }

    private static func report(_ subject: Subject, _ arguments: ToolArguments, _ progress: CallProgress) async throws -> ReviewReport {
        // What is here lasts until the report is made.
        let scratch = try ScratchFolder(name: "mcp")
        var choice = ProjectChoice()
        (choice.toolchain, choice.only) = (arguments.text("toolchain"), arguments.text("only"))
        progress.tell("reading the files")
        let subjects = try await subjects(subject, choice, in: scratch)
        var limits = SandboxLimits.project
        if let wall = arguments.number("wall_seconds") { limits.wallSeconds = wall }
        var verification = try await VerificationContext.open(
            for: subjects.map(\.task), sandbox: JailSandbox(), limits: limits, cache: VerdictCache(), note: { progress.tell($0) })
        verification.tell = { progress.tell($0.words) }
        var parts: [(task: CodingTask, report: ReviewReport)] = []
        for subject in subjects {
            try Task.checkCancellation()
            progress.tell("building \(subject.task.id)")
            parts.append((subject.task, try await verification.verifier(for: subject.task).verify(subject.candidate, scope: .full)))
        }
        guard var report = ReviewReport.combined(parts) else { throw ToolError("there is no project with tests that Assay knows; see 'assay verify --help'") }
        // What a hidden check looks for is not for those who write the code.
        report.findings.removeAll(where: \.hidden)
        return report
    }

    private static func subjects(_ subject: Subject, _ choice: ProjectChoice, in scratch: ScratchFolder) async throws -> [VerificationSubject] {
        if let folder = subject.folder {
            if let files = subject.files { return try await VerificationSubject.replaced(folder, with: files, choice) }
            guard let patch = subject.patch else { return try await VerificationSubject.projects(folder, choice) }
            let file = "\(scratch.path)/change.patch"
            try Files.write(patch, to: file)
            do {
                return try await VerificationSubject.patched(folder, by: file, choice)
            } catch let error as InputError {
                throw ToolError("\(error)".replacing(file + ": ", with: "the patch "))
            }
        }
        var tree = FileTree()
        try tree.set("project", .folder)
        try FolderWriter.write(tree.overlaid(with: (subject.files ?? FileTree()).moved(under: "project")), to: scratch.path)
        return try await VerificationSubject.projects("\(scratch.path)/project", choice)
    }
}
