package import AssayCore
import AssaySupport

/// Keeps the best candidate: a new one replaces it only if no check that passed fails and at least one more passes.
package struct Ratchet: Sendable {
    /// The best candidate so far.
    package private(set) var best: Candidate?
    /// The report on the best candidate.
    package private(set) var report: ReviewReport?
    /// The findings of a review that were confirmed against the best candidate.
    var open: [ReviewFinding] = []
    private var seen: Set<String> = []

    /// Makes a ratchet without a candidate.
    package init() {}

    /// Whether this text was tried before, white space and comments aside.
    package mutating func isRepeat(_ candidate: Candidate) -> Bool {
        !seen.insert(Self.normalized(candidate)).inserted
    }

    /// Takes the candidate if it is better by rule R6; returns whether it was taken.
    package mutating func offer(_ candidate: Candidate, _ report: ReviewReport) -> Bool {
        guard let current = self.report, best != nil else {
            best = candidate
            self.report = report
            return true
        }
        guard report.verdict != .tamperingSuspected, report.verdict != .sandboxViolation,
            report.passed.isSuperset(of: current.passedApartFromStatic),
            report.staticErrors <= current.staticErrors || !current.verdict.isSolved,
            Self.score(report) > Self.score(current)
        else { return false }
        best = candidate
        self.report = report
        open = []
        return true
    }

    /// Takes a candidate that keeps every visible check and mends a confirmed finding.
    mutating func replace(_ candidate: Candidate, _ report: ReviewReport) {
        open = []
        best = candidate
        self.report = report
    }

    /// Checks passed first, then compile and static problems; larger is better.
    private static func score(_ report: ReviewReport) -> Int {
        let passed = report.passedApartFromStatic.count
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
