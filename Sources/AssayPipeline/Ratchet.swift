import AssayCore
import AssaySupport

/// Keeps the checkpoint that is delivered: the last accepted one of the best rank.
struct Ratchet: Sendable {
    /// The best checkpoint so far; nil before the first answer.
    private(set) var best: Checkpoint?
    /// Digests of the texts that were tried.
    private var seen: Set<String> = []

    /// Whether this text was tried before, ignoring white space and comments.
    mutating func isRepeat(_ candidate: Candidate) -> Bool { !seen.insert(Self.normalized(candidate)).inserted }

    /// Takes a fix if it ranks higher than the best checkpoint without losing a passed check; returns whether it was taken.
    mutating func offer(_ work: WorkTree, _ report: ReviewReport) -> Bool {
        if let current = best?.report {
            guard report.verdict != .tamperingSuspected, report.verdict != .sandboxViolation,
                report.passed.isSuperset(of: current.passedExceptStatic),
                report.staticErrors <= current.staticErrors || !current.verdict.isSolved,
                Self.score(report) > Self.score(current)
            else { return false }
        }
        best = Checkpoint(work: work, report: report)
        return true
    }

    /// Takes a checkpoint that its caller has accepted: a finished stage, also on a tie, or the fix of a confirmed finding.
    mutating func accept(_ work: WorkTree, _ report: ReviewReport) { best = Checkpoint(work: work, report: report) }

    /// Sets the confirmed findings of a review of the best checkpoint.
    mutating func open(_ findings: [ReviewFinding]) { best?.open = findings }

    /// The rank: passed checks count most, then whether it compiles, then few static errors; a higher number ranks higher.
    private static func score(_ report: ReviewReport) -> Int {
        let passed = report.passedExceptStatic.count
        let compiles = report.verdict == .compileError ? 0 : 1
        return (passed + compiles) * 1000 - min(report.staticErrors, 999)
    }

    private static func normalized(_ candidate: Candidate) -> String {
        var text = candidate.deleted.sorted().map { "delete \($0)\n" }.joined()
        for path in candidate.files.paths {
            text += "file \(path)\n"
            for line in (candidate.files[path] ?? "").lines {
                let code = String(line).trimmed
                if code.isEmpty || code.hasPrefix("#") || code.hasPrefix("//") { continue }
                text += code + "\n"
            }
        }
        return Digest.of(text)
    }
}
