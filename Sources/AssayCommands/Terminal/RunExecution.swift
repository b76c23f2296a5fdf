import AssayConfiguration
import AssayCore
import AssayExperiments
import AssaySandbox
import AssayStore
import AssayToolchains
import AssayVerify

extension ProjectFile {
    /// The sandbox that the file asks for.
    func sandbox() throws(SandboxError) -> JailSandbox { try JailSandbox(minimumIsolation: minimumIsolation, isolation: isolation) }

    /// What judges these tasks on this machine.
    func judgingEnvironment(for tasks: [CodingTask], with profiles: [ToolchainProfile]? = nil) async -> JudgingEnvironment {
        await JudgingEnvironment.probe(for: tasks, sandbox: try? sandbox(), profiles: profiles)
    }
}

extension ExperimentRun {
    /// Executes a run with progress on the terminal; says what is stored and how to go on when it is interrupted.
    func execute(_ setup: ExperimentSetup, replay: String?, record: String?, in store: Store, jobs: Int = 1, quiet: Bool, goOn: String) async throws {
        let progress = Progress(quiet: quiet)
        defer { progress.finish() }
        let file = setup.file
        let phases = setup.isSingle ? LivePhases(progress) : nil
        do {
            try await Interruption.run {
                func execute(_ watch: any EventSink) async throws {
                    try await self.execute(
                        replay: replay, record: record, jobs: jobs,
                        sandbox: { try file.sandbox() },
                        progress: progress, watch: watch, note: { progress.line($0) }, malformed: { MalformedInput.tell($0, of: "cassette") })
                }
                guard let phases else { return try await execute(NoEvents()) }
                try await phases.show { try await execute(phases) }
            }
        } catch {
            progress.finish()
            Console.error("stored so far: \(store.path), run \(id)\(goOn)")
            throw error
        }
    }
}
