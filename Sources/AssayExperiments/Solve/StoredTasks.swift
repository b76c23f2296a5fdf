import AssayCore
import AssayRepositories
package import AssayStore
import AssaySuites
import AssaySupport

extension ExperimentRecord {
    /// Whether the run is one attempt that `assay solve` made.
    package var isSingle: Bool { seeds == 1 && name.hasPrefix(ExperimentSetup.solvePrefix) }
}

/// The tasks of a stored run, found again where they were.
struct StoredTasks {
    /// The tasks of the run; of a suite all of them.
    let suite: Suite
    /// Where they were found.
    let place: String
    /// The repository of a run on one.
    let work: RepositoryWork?

    /// Reads the suite of a run, or another one that stands for it, or the commit of its repository.
    init(of record: ExperimentRecord, movedTo path: String? = nil) async throws {
        guard let text = record.repository, path == nil else {
            place = path ?? record.suite
            suite = try SuiteLoader.load(place)
            work = nil
            return
        }
        let subject = try await SolveSubject(JSON.decode(RepositoryQuestion.self, text))
        (place, work) = (subject.place, subject.work)
        suite = Suite(name: subject.task.id, tasks: [subject.task])
    }
}
