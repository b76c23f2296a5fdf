import AssayCore
package import AssayStatistics
package import AssayStore
import AssaySuites
package import AssaySupport

/// Where one side of a comparison comes from.
package enum ResultSource: Sendable {
    /// A results file that `assay verify` wrote.
    case file(String)
    /// An arm of a stored run.
    case arm(String, run: ExperimentRecord, store: Store)

    /// Finds what a name on the command line means: `FILE.jsonl`, `RUN/ARM` or `DATABASE#RUN/ARM`.
    ///
    /// - Throws: `InputError` when the run has several arms and the name tells none of them.
    package init(named name: String, store path: String) throws {
        if name.hasSuffix(".jsonl") {
            self = .file(name)
            return
        }
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        let store = try Store.existing(parts.count == 2 ? parts[0] : path)
        let run = (parts.last ?? name).split(separator: "/", maxSplits: 1).map(String.init)
        let record = try store.experiment(run.first ?? name)
        let arms = try store.arms(of: record.id).map(\.name)
        guard let arm = run.count == 2 ? run[1] : (arms.count == 1 ? arms[0] : nil), arms.contains(arm) else {
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
                .resultSet(arm: arm, named: "\(run.id)/\(arm)", reasons: store.reasons(of: run.id))
        }
    }

    /// The gate of a run that was allowed to stop early, where two of its own arms are compared.
    package func gate(against candidate: ResultSource, alpha: Double) throws -> SequentialGate? {
        guard case .arm(let baseline, let run, let store) = self, case .arm(_, let other, let otherStore) = candidate,
            run.id == other.id, store.path == otherStore.path, run.stop == .sequential
        else { return nil }
        return try store.attempts(of: run.id).gate(baseline: baseline, alpha: alpha)
    }
}

extension ResultSet {
    /// Reads a results file.
    ///
    /// - Throws: `InputError` with the line that holds no verdict or no assurance tier.
    package init(file path: String) throws(InputError) {
        var entries: [String: [Entry]] = [:]
        for line in try JSONLines.read(path) {
            let entry = try Entry(line)
            entries[try line.text("task_id"), default: []].append(entry)
        }
        self.init(name: path.split(separator: "/").last.map(String.init) ?? path, entries: entries)
    }
}

extension ResultSet.Entry {
    fileprivate init(_ line: JSONLine) throws(InputError) {
        let (verdict, tier) = (try line.text("verdict"), try line.text("tier"))
        guard let known = Verdict(rawValue: verdict) else {
            throw InputError(line.place, "'\(TerminalText.line(verdict))' is not a verdict; write the file with 'assay verify'")
        }
        guard let knownTier = AssuranceTier(rawValue: tier) else {
            throw InputError(line.place, "'\(TerminalText.line(tier))' is not an assurance tier; write the file with 'assay verify'")
        }
        self.init(verdict: known, tier: knownTier, digest: line.object["suite_digest"]?.text, reason: Self.reason(line))
    }

    /// The first failing check, with the class of failure where it is known.
    private static func reason(_ line: JSONLine) -> String? {
        guard case .array(let failing)? = line.object["failing"], let first = failing.first?.text else { return nil }
        return (line.object["failure"]?.text.map { "\($0) in " } ?? "") + first + (failing.count > 1 ? " and \(failing.count - 1) more" : "")
    }
}
