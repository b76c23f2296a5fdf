import AssayCore
import AssayStore
import AssaySupport

/// The progress of a run, and an estimate of the time left.
struct RunProgress {
    private let total: Int
    private var done: Int
    private var solved: Int
    private var lost = 0
    /// How many have come out since the run was opened, and when that was.
    private var now = 0
    private let opened: ContinuousClock.Instant

    init(_ attempts: [AttemptRecord], opened: ContinuousClock.Instant = .now) {
        self.opened = opened
        total = attempts.count
        done = attempts.count { $0.result.status == .done }
        solved = attempts.count(where: \.result.isSolved)
    }

    /// Counts one more attempt; nil is one that was lost to the harness.
    mutating func add(_ result: AttemptResult?) {
        now += 1
        guard let result else { return lost += 1 }
        done += 1
        solved += result.isSolved ? 1 : 0
    }

    /// The counts and the remaining time on one line.
    var line: String { line(at: .now) }

    /// The counts and the time that is left, if the rest comes out as fast as what came out since the run was opened.
    func line(at instant: ContinuousClock.Instant) -> String {
        let left = now > 0 ? Int((instant - opened).seconds / Double(now) * Double(total - done - lost)) : 0
        let remaining = left > 0 ? " │ about \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) to go" : ""
        return "✓ \(solved)  ✗ \(done - solved)  ! \(lost) │ \(done)/\(total)\(remaining)"
    }

    /// Describes the result of one attempt on one line.
    static func line(_ key: AttemptKey, _ result: AttemptResult?) -> String {
        let name = "\(key.arm) · \(key.task) · seed \(key.seed)"
        guard let result else { return "! \(name): lost to the harness" }
        return "\(result.isSolved ? "✓" : "✗") \(name): \(result.outcome), \(Text.decimal(result.seconds, 1)) s, \(result.reason)"
    }
}
