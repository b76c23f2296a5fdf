import AssayConfiguration
import AssayCore
import AssayExperiments
import AssaySandbox
import AssayStore
import AssayVerify

extension ProjectFile {
    /// The sandbox that the file asks for.
    func sandbox() throws(SandboxError) -> JailSandbox { try JailSandbox(minimumIsolation: minimumIsolation, isolation: isolation) }

    /// What judges these tasks on this machine.
    func judgingEnvironment(for tasks: [CodingTask]) async -> JudgingEnvironment {
        await JudgingEnvironment.probe(for: tasks, sandbox: try? sandbox())
    }
}

extension ExperimentRun {
    /// Executes a run with progress on the terminal; says what is stored and how to go on when it is interrupted.
    func execute(_ setup: ExperimentSetup, replay: String?, record: String?, in store: Store, quiet: Bool, goOn: String) async throws {
        let progress = Progress(quiet: quiet)
        defer { progress.finish() }
        let file = setup.file
        do {
            try await Interruption.run {
                try await execute(
                    replay: replay, record: record,
                    sandbox: { try file.sandbox() },
                    progress: progress, note: { Console.error($0) }, malformed: { MalformedInput.tell($0, of: "cassette") })
            }
        } catch {
            progress.finish()
            Console.error("stored so far: \(store.path), run \(id)\(goOn)")
            throw error
        }
    }
}
