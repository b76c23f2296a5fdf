import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// One candidate in one workspace: the steps of a profile, filled in and run.
struct ProjectSession {
    let builds: BuildEnvironment
    let task: CodingTask
    let source: ProjectSource
    /// The files that are built: tests may hold assertion markers, and have other names.
    let marked: FileTree
    /// The names that hidden tests have here.
    let renamed: RenamedTests
    /// The values for the profile's templates; the nonce identifies what the sandboxed runner writes.
    var template = CommandTemplate()
    let nonce = UUID().uuidString
    /// Identifies what assertion markers write: the candidate's process knows it.
    let markerNonce = UUID().uuidString
    /// The mounts of the prepared data of the toolchain, at `/cache`.
    let prepared: [SandboxMount]
    var workspace: Workspace
    /// The lower folder of the workspace, if it is layered.
    var base: String?
    /// Test programs that the build left.
    var artifacts: [String] = []
    /// The test program of a suite, where a build makes one for each.
    var suiteArtifacts: [String: String] = [:]
    /// The folder of the workspace for what a build makes.
    private static let made = ".assay"
    /// What tests became whose files are empty now, by the path of the test.
    private(set) var compiledTests: [String: String] = [:]
    /// Whether tests that are taken as a text are given without their values, which only their runner has.
    var veilsTests = false
    /// Whether commands have a loopback network of their own, as a project's tests may; a suite's functions have none.
    let hasLoopback: Bool
    /// The way in which the candidate was built, for toolchains that have several.
    var route: BuildRoute?
    /// The words by which its build system says that something is not installed.
    var missing: [ToolchainProfile.Missing] = []
    /// The limits of its build.
    var buildLimits: SandboxLimits
    /// The limits of a run of tests that compiles something first.
    var compilingLimits: SandboxLimits

    var runner: ToolchainRunner { builds.runner }
    var profile: ToolchainProfile { builds.runner.profile }
    /// The files of all tests.
    var testFiles: [String] { source.suites.flatMap(\.allFiles).uniqued() }

    /// Writes the files of a candidate to a new workspace.
    init(_ source: ProjectSource, of task: CodingTask, by builds: BuildEnvironment) async throws {
        self.source = source
        self.task = task
        self.builds = builds
        buildLimits = builds.runner.buildLimits
        compilingLimits = builds.runner.limits.compilingTest(of: builds.runner.profile, usual: Self.usualLimits(of: task))
        let hidden = task.expectation == .strict ? Self.hiddenTests(of: task, source, builds.runner.profile) : []
        renamed = RenamedTests(source.tree, hidden: hidden, source.suites, of: task)
        marked = renamed.applied(to: source.markers.map { source.tree.overlaid(with: $0.files) } ?? source.tree)
        // Without namespaces there is no network of one's own.
        hasLoopback = if task.expectation == .asRunnerSays { try await builds.runner.sandbox.keepsPlaces } else { false }
        prepared = try await builds.runner.preparedMounts()
        workspace = try Workspace(name: builds.runner.profile.id)
        try workspace.write(marked)
        for folder in task.shared {
            var place = FileTree()
            try place.set(folder.path, .folder)
            try workspace.write(place)
        }
        for listing in source.suites where listing.suite.keepsPristineTests == true {
            var kept = FileTree()
            for path in listing.files { try kept.set(".assay/pristine/" + path, source.pristine[path] ?? "") }
            try workspace.write(kept)
        }
        template = builds.runner.toolchain.template(nonce: nonce)
        let tests = testFiles
        let sources = source.tree.paths.filter { builds.runner.profile.isSource($0) && !tests.contains($0) }
        template.lists = ["sources": sources, "tests": tests, "members": task.members?.selectors ?? []]
    }

    /// The limits of a task's tests where nobody gives others.
    static func usualLimits(of task: CodingTask) -> SandboxLimits { task.expectation == .asRunnerSays ? .project : SandboxLimits() }

    /// Sets the file of a whole program as `{program}`, and without its extension as `{stem}`.
    mutating func name(program path: String) {
        template.values["program"] = path
        template.values["stem"] = String(path.prefix { $0 != "." })
    }

    /// Returns mounts that hide from a run what only a build needs.
    func maskMounts() throws -> [SandboxMount] {
        builds.masks.over(try (profile.buildOnly ?? []).map { try template.fill($0) })
    }

    /// Empties the sources of tests once they are compiled, and what they became where only its runner needs that, so that what
    /// runs cannot read them.
    private mutating func hide(_ tests: FileTree) throws {
        guard task.expectation == .strict, source.suites.allSatisfy(\.suite.run.needsNoTestFile) else { return }
        workspace.empty(tests.paths.filter(profile.isSource), isLayer: base != nil)
        guard source.suites.contains(where: { $0.suite.run.compiledTest != nil }) else { return }
        // A recorded build leaves nothing.
        guard let made = try? ResultCollector().collect(workspace.path + "/" + Self.made).files else { return }
        for listing in source.suites {
            for repetition in try repetitions(of: listing.suite.run, listing.files, suite: listing.suite.id) {
                guard let test = repetition.place, tests.contains(test) else { continue }
                for name in try (listing.suite.run.compiledTest ?? []).map(repetition.template.fill) {
                    guard let text = made[name] else { continue }
                    compiledTests[test] = String(decoding: text, as: UTF8.self)
                    workspace.empty(["\(Self.made)/\(name)"])
                }
            }
        }
    }

    /// Returns the session with the sources of tests emptied.
    func hiding(_ tests: FileTree) throws -> ProjectSession {
        var session = self
        try session.hide(tests)
        return session
    }

    /// Runs the profile's linters on the files of the candidate; they never write to the build.
    func staticChecks(_ files: FileTree) async throws -> Evidence {
        try await StaticChecks(runner: runner, optional: builds.optionalChecks, isQuick: task.expectation == .asRunnerSays).evidence(
            on: files, of: source.tree, pristine: source.pristine, at: readPlace)
    }

    /// The mount in which a build works.
    var buildPlace: SandboxMount {
        base.map { .layered(base: $0, changes: workspace.path, inside: "/w") } ?? .readWrite(host: workspace.path, inside: "/w")
    }

    /// The mount of steps after the build: they see its results, and their own changes are lost.
    var readPlace: SandboxMount {
        base.map { .layeredOverlay(base: $0, changes: workspace.path, inside: "/w") } ?? .overlay(host: workspace.path, inside: "/w")
    }

    /// The mounts of folders of the user's machine.
    private var shared: [SandboxMount] { task.shared.map { .readOnly(host: $0.host, inside: "/w/" + $0.path) } }

    /// Returns the command of a step.
    func command(
        _ step: ToolchainProfile.Step, _ filled: CommandTemplate, at place: SandboxMount, limits: SandboxLimits
    ) throws -> SandboxCommand {
        var command = try runner.toolchain.command(
            step.command, filled, environment: task.environment,
            mounts: [place] + shared + [runner.drivers.mount] + prepared, limits: limits)
        command.loopback = hasLoopback
        // A command that the project states finds the Python that judges.
        if task.commands != nil, command.environment["PATH"] == nil {
            let place = RecipeSurroundings(task.recipe, runner, ofPython: task.brief.language == .python)
            command.environment["PATH"] = place.path
            command.mounts += place.mounts.filter { !command.mounts.contains($0) }
        }
        return command
    }

    /// One of the commands that a step becomes.
    struct Repetition {
        var template: CommandTemplate
        /// The thing that the step is repeated for.
        var name: String
        /// The test file or folder that the command is about; nil where it is about all tests.
        var place: String?
    }

    /// Returns the step's template for each thing it is repeated for.
    func repetitions(of step: ToolchainProfile.Step, _ tests: [String], suite: String? = nil) throws -> [Repetition] {
        func filled(_ values: [String: String], _ name: String, at place: String? = nil) -> Repetition {
            var filled = template
            filled.lists["tests"] = tests
            filled.values.merge(values) { $1 }
            return Repetition(template: filled, name: name, place: place)
        }
        switch step.each {
        case nil: return [filled([:], source.name)]
        case .test:
            return tests.map { test in
                let bare = test.lastIndex(of: ".").map { String(test[..<$0]) } ?? test
                return filled(["test": test, "bare": bare, "name": SuiteListing.stem(test)], SuiteListing.stem(test), at: test)
            }
        case .testFolder:
            let folders = tests.map(\.parentFolder).uniqued()
            return folders.map { folder in
                filled(["folder": folder, "name": folder == "." ? "root" : folder.replacing("/", with: "_")], folder, at: folder)
            }
        case .artifact:
            let own = suite.flatMap { suiteArtifacts[$0] }.map { [$0] }
            return (own ?? artifacts).map { filled(["artifact": $0], $0) }
        }
    }
}
