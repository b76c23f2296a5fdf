package import AssaySupport

/// Names of what a run holds, each error with what there is.
extension StoredRun {
    /// The most names that an error lists.
    private static let most = 12

    /// Throws unless an arm is one of a run's.
    package static func check(arm: String, of known: [String], in run: String) throws(InputError) {
        try check(arm, of: known, in: run, "arm", all: "its arms are \(known.listed(atMost: most))")
    }

    /// Throws unless a task is one of a run's.
    package static func check(task: String, of known: [String], in run: String) throws(InputError) {
        try check(task, of: known, in: run, "task", all: "'assay show \(run)' lists them")
    }

    private static func check(_ name: String, of known: [String], in run: String, _ kind: String, all: String) throws(InputError) {
        guard !known.contains(where: { ExactName($0) == ExactName(name) }) else { return }
        let near = TextDistance.question(name, of: known)
        throw InputError("run \(run)", "no \(kind) is named '\(TerminalText.line(name, limit: 60))'; \(near)\(all)", kind: .missing)
    }
}
