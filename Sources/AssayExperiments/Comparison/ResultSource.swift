import AssayCore
package import AssayStore
import AssaySupport

/// The source of one side of a comparison.
package enum ResultSource: Sendable {
    /// A results file that `assay verify` wrote.
    case file(String)
    /// An arm of a stored run.
    case arm(String, run: ExperimentRecord, store: Store)

    /// Finds what a name on the command line means: `FILE.jsonl`, `RUN/ARM` or `DATABASE#RUN/ARM`.
    ///
    /// `open` opens the database of a path.
    ///
    /// - Throws: `InputError` when the run has several arms and none of this name.
    package init(named name: String, store path: String, open: (String) throws -> Store = Store.existing) throws {
        if name.hasSuffix(".jsonl") {
            self = .file(name)
            return
        }
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        try self.init(named: name, arm: parts.last ?? name, of: open(parts.count == 2 ? parts[0] : path))
    }

    /// Finds `RUN/ARM`, or the only arm of `RUN`, in an open database; `name` is what an error is about.
    ///
    /// - Throws: `InputError` when the run has several arms and none of this name.
    init(named name: String, arm side: String, of store: Store) throws {
        let parts = side.split(separator: "/", maxSplits: 1).map(String.init)
        let record = try store.experiment(parts.first ?? side)
        let arms = try store.arms(of: record.id).map(\.name)
        if parts.count == 2 { try StoredRun.check(arm: parts[1], of: arms, in: record.id) }
        guard let arm = parts.count == 2 ? parts[1] : (arms.count == 1 ? arms[0] : nil) else {
            throw InputError(name, "say which arm: \(arms.map { "\(record.id)/\($0)" }.joined(separator: ", "))")
        }
        self = .arm(arm, run: record, store: store)
    }

    /// Reads the verdicts; of an unfinished run those that every arm has.
    package func load() throws -> ResultSet {
        switch self {
        case .file(let path): try ResultSet(file: path)
        case .arm(let arm, let run, let store):
            try store.attempts(of: run.id).comparable
                .resultSet(arm: arm, named: "\(run.id)/\(arm)", reasons: store.reasons(of: run.id), judged: run.judged)
        }
    }

    /// The arm, where this is one of a run in a database.
    func arm(ofRun id: String, in path: String) -> String? {
        guard case .arm(let arm, let run, let store) = self, run.id == id, store.path == path else { return nil }
        return arm
    }
}
