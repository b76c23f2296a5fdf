package import AssayCore
import AssaySupport

/// Keeps the best candidate: another replaces it only if it ranks higher and passes every check that the best one passes.
package struct Ratchet: Sendable {
    /// The best candidate so far.
    package private(set) var best: Candidate?
    /// The report on the best candidate.
    package private(set) var report: ReviewReport?
    /// The confirmed findings of a review of the best candidate.
    var open: [ReviewFinding] = []
    private var seen: Set<String> = []

    /// Makes a ratchet without a candidate.
    package init() {}

    /// Whether this text was tried before, ignoring white space and comments.
    package mutating func isRepeat(_ candidate: Candidate) -> Bool {
        !seen.insert(Self.normalized(candidate)).inserted
    }

    /// Takes the candidate if it ranks higher than the best one without losing a passed check; returns whether it was taken.
    package mutating func offer(_ candidate: Candidate, _ report: ReviewReport) -> Bool {
        guard let current = self.report, best != nil else {
            best = candidate
            self.report = report
            return true
        }
        guard report.verdict != .tamperingSuspected, report.verdict != .sandboxViolation,
            report.passed.isSuperset(of: current.passedExceptStatic),
            report.staticErrors <= current.staticErrors || !current.verdict.isSolved,
            Self.score(report) > Self.score(current)
        else { return false }
        best = candidate
        self.report = report
        open = []
        return true
    }

    /// Accepts a candidate that passes every visible check and fixes a confirmed finding.
    mutating func replace(_ candidate: Candidate, _ report: ReviewReport) {
        open = []
        best = candidate
        self.report = report
    }

    /// The rank: passed checks count most, then whether it compiles, then few static errors; a higher number ranks higher.
    private static func score(_ report: ReviewReport) -> Int {
        let passed = report.passedExceptStatic.count
        let compiles = report.verdict == .compileError ? 0 : 1
        return (passed + compiles) * 1000 - min(report.staticErrors, 999)
    }

    private static func normalized(_ candidate: Candidate) -> String {
        var text = ""
        for path in candidate.files.paths {
            for line in (candidate.files[path] ?? "").lines {
                let code = String(line).trimmed
                if code.isEmpty || code.hasPrefix("#") || code.hasPrefix("//") { continue }
                text += code + "\n"
            }
        }
        return Digest.of(text)
    }
}
