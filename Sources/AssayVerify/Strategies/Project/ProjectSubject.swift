import AssayCore
import AssaySupport
import AssayToolchains

/// All that is verified of one candidate in one scope, known before any code of it runs.
struct ProjectSubject {
    let candidate: Candidate
    let scope: CheckScope
    let room: CleanRoom
    /// The task's own tests of the scope.
    let fixedTests: FileTree
    /// Tests that were generated for this verification.
    let generatedTests: FileTree
    /// The tests that no model may see, generated ones too.
    let hiddenTests: FileTree
    /// The task's own files and all tests.
    let pristine: FileTree
    let system: ToolchainProfile.BuildSystem
    let suites: [SuiteListing]

    /// Whether it is all by the project's authors: a folder as it is, or a person's change.
    ///
    /// They have no reason to deceive themselves.
    let isAuthored: Bool

    /// All tests.
    var tests: FileTree { fixedTests.overlaid(with: generatedTests) }
    /// The test files whose paths the candidate did not deliver.
    var undelivered: FileTree { tests.filtered { !room.delivered.contains($0) } }

    /// Generates tests, makes the clean room and finds the build system and its suites.
    init(_ candidate: Candidate, _ scope: CheckScope, of task: CodingTask, by builds: BuildEnvironment, generated: GeneratedTests?) async throws {
        let hidden = scope == .full ? task.hidden.files : FileTree()
        generatedTests = try await generated?.files() ?? FileTree()
        fixedTests = task.brief.visibleTests.overlaid(with: hidden)
        hiddenTests = hidden.overlaid(with: generatedTests)
        let tests = fixedTests.overlaid(with: generatedTests)
        room = CleanRoom(task: task, candidate: candidate, tests: tests)
        pristine = task.brief.start.overlaid(with: tests)
        isAuthored = task.expectation == .asRunnerSays && (candidate.isEmpty || task.allowsTestChanges)
        let profile = builds.runner.profile
        let stated = task.commands.map(ToolchainProfile.BuildSystem.init)
        guard
            let system = stated
                ?? profile.buildSystem(
                    of: pristine, judged: task.expectation, declared: task.buildSystem,
                    tools: Set(builds.runner.toolchain.paths.keys).union(task.shared.map(\.path)))
        else {
            let known = profile.buildSystems.map { $0.markers.joined(separator: " + ") }.joined(separator: "; ")
            throw HarnessError(.suite, "\(task.id): no layout that the profile '\(profile.id)' knows; it knows \(known)")
        }
        self.system = system
        self.candidate = candidate
        self.scope = scope
        suites = try await SuiteListing.used(system, in: pristine, and: room.tree, judged: task.expectation, by: builds)
    }
}
