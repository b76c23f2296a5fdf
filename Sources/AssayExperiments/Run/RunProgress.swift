import AssayCore
import AssayStore
import AssaySupport

/// The progress of a run, and an estimate of the time left.
struct RunProgress {
    private let total: Int
    private var done: Int
    private var solved: Int
    private var lost = 0
    /// The total duration of the attempts that finished since the run was opened, in seconds.
    private var seconds = 0.0

    init(_ attempts: [AttemptRecord]) {
        total = attempts.count
        done = attempts.count { $0.result.status == .done }
        solved = attempts.count(where: \.result.isSolved)
    }

    /// Counts one more attempt; nil is one that was lost to the harness.
    mutating func add(_ result: AttemptResult?) {
        guard let result else { return lost += 1 }
        done += 1
        solved += result.isSolved ? 1 : 0
        seconds += result.seconds
    }

    /// The counts and the remaining time on one line.
    var line: String {
        let left = done > 0 && seconds > 0 ? Int(seconds / Double(done) * Double(total - done)) : 0
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
