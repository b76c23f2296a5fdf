package import AssayExperiments

/// The functions that read what the pages show; each call reads the store anew, so that a run can be watched.
package struct DashboardSource: Sendable {
    /// A run as its page shows it.
    package struct Run: Sendable {
        /// The results of the run.
        package let document: ExperimentDocument
        /// The command that repeats the run.
        package let command: String
        /// How far it has come.
        package let live: LiveRun

        /// Makes the content of a run's page.
        package init(document: ExperimentDocument, command: String, live: LiveRun) {
            self.document = document
            self.command = command
            self.live = live
        }
    }

    /// The name of the database.
    package let name: String
    /// Returns the list of stored runs, the newest first.
    package let runs: @Sendable () throws -> [RunSummary]
    /// Returns a run by its id.
    package let run: @Sendable (String) throws -> Run
    /// Returns how far a run has come.
    package let live: @Sendable (String) throws -> LiveRun
    /// Returns an attempt by its run's id and its own number.
    package let attempt: @Sendable (String, Int64) async throws -> AttemptDocument
    /// Compares two arms, each `RUN/ARM`; with the run of both, where they are of one.
    package let comparison: @Sendable (String, String) async throws -> (pair: ExperimentDocument.Pair, run: ExperimentDocument?)
    /// Returns a number that changes whenever the store does.
    package let version: @Sendable () throws -> Int

    /// Makes a source of all kinds of pages.
    package init(
        name: String, runs: @escaping @Sendable () throws -> [RunSummary], run: @escaping @Sendable (String) throws -> Run,
        live: @escaping @Sendable (String) throws -> LiveRun, attempt: @escaping @Sendable (String, Int64) async throws -> AttemptDocument,
        comparison: @escaping @Sendable (String, String) async throws -> (pair: ExperimentDocument.Pair, run: ExperimentDocument?),
        version: @escaping @Sendable () throws -> Int
    ) {
        self.name = name
        self.runs = runs
        self.run = run
        self.live = live
        self.attempt = attempt
        self.comparison = comparison
        self.version = version
    }
}
