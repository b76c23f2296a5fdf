import AssayCore

/// A state of the work that was accepted, with what is known of it.
struct Checkpoint: Sendable {
    /// The files.
    let work: WorkTree
    /// The report on the visible checks.
    let report: ReviewReport
    /// The confirmed findings of a review.
    var open: [ReviewFinding] = []

    /// Whether nothing keeps the work from being done.
    var isDone: Bool { report.isDone && open.isEmpty }
}
