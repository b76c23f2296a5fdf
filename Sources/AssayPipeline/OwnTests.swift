import AssayCore
import AssaySupport

/// The tests that a change to a repository brings: its author's checks, which never overrule the given ones.
struct OwnTests {
    let attempt: Attempt

    /// The new test files of a change.
    private func files(of work: WorkTree) -> [String] {
        guard attempt.brief.isOpen else { return [] }
        return work.change.files.paths.filter { path in
            !work.start.contains(path) && attempt.brief.testPatterns.contains { FileName.matches(path, $0) }
        }
    }

    /// Says what the new tests of the best checkpoint prove; new tests that fail, where all given checks pass without them, are left out.
    func settle(_ ratchet: inout Ratchet) async throws {
        guard let best = ratchet.best else { return }
        let own = files(of: best.work)
        guard !own.isEmpty else { return }
        if best.isDone {
            try await tellProof(of: own, in: best)
        } else if best.open.isEmpty, !own.contains(where: attempt.brief.statement.contains) {
            let rest = Candidate(files: best.work.change.files.filtered { !own.contains($0) }, deleted: best.work.change.deleted)
            let work = attempt.pristine.with(rest)
            let report = try await attempt.verify(work)
            guard report.isDone else { return }
            ratchet.accept(work, report)
            try await attempt.events.record(.verified(work.change, report, round: 0, best: true))
            try await attempt.note(.fix, "dropped: \(own.listed()) (new tests that fail; every given check passes)")
        }
    }

    /// Runs the new tests on the tree without the change: what passes there as well proves nothing about the change.
    private func tellProof(of own: [String], in best: Checkpoint) async throws {
        let known = Set(try await attempt.verify(attempt.pristine).checks.map(\.id))
        let new = best.report.checks.filter { $0.kind == .test && $0.status == .passed && !known.contains($0.id) }.map(\.id)
        guard !new.isEmpty else { return try await attempt.note(.fix, "new tests: none of \(own.listed()) was run") }
        let alone = attempt.pristine.with(Candidate(files: best.work.change.files.filtered { own.contains($0) }))
        let green = try await attempt.verify(alone).passed
        let red = new.filter { !green.contains($0) }
        try await attempt.note(.fix, "new tests: \(red.count) of \(new.count) red before the change, green after it")
        let idle = new.filter { green.contains($0) }
        if !idle.isEmpty { try await attempt.note(.fix, "new tests that pass without the change too, and prove nothing of it: \(idle.listed())") }
    }
}
