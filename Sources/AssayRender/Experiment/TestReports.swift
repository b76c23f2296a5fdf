import AssayCore
import AssayExperiments
import AssaySupport

/// The outcome of an attempt in the terms of test reports.
private enum Outcome {
    case passed, failed
    /// Lost to the harness, which says nothing about the arm.
    case lost
    /// Not done, or not needed any more.
    case open

    init(_ attempt: ExportedAttempt) {
        let result = attempt.measured.result
        self =
            switch result.status {
            case .planned, .running: .open
            case .harnessError: .lost
            case .done: result.isSolved ? .passed : .failed
            }
    }

    /// Why an attempt that is lost or open has no verdict.
    static func reason(_ attempt: ExportedAttempt) -> String {
        let result = attempt.measured.result
        return result.status.isOpen ? "not run" : result.error ?? "lost to the harness"
    }
}

/// A run as JUnit XML: one suite an arm, one case an attempt, lost and open ones included.
enum JUnitExperiment {
    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) -> String {
        func counts(_ own: [ExportedAttempt]) -> String {
            func count(_ outcome: Outcome) -> Int { own.count { Outcome($0) == outcome } }
            let seconds = own.reduce(0) { $0 + $1.measured.result.seconds }
            return
                "tests=\"\(own.count)\" failures=\"\(count(.failed))\" errors=\"\(count(.lost))\" skipped=\"\(count(.open))\" time=\"\(Text.decimal(seconds, 3))\""
        }
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\(XMLText.quoted(document.name)) \(counts(attempts))>"]
        for arm in document.arms.map(\.arm) {
            let own = attempts.filter { $0.measured.key.arm == arm }
            lines += [
                "  <testsuite name=\(XMLText.quoted(arm)) \(counts(own))>", "    <properties>",
                "      <property name=\"verification_version\" value=\(XMLText.quoted(document.judged.list))/>", "    </properties>",
            ]
            for attempt in own {
                let (key, result) = (attempt.measured.key, attempt.measured.result)
                let head =
                    "    <testcase classname=\(XMLText.quoted("\(document.name).\(arm)")) name=\(XMLText.quoted("\(key.task) seed \(key.seed)")) time=\"\(Text.decimal(result.seconds, 3))\""
                guard let inner = inner(attempt) else {
                    lines.append(head + "/>")
                    continue
                }
                lines += [head + ">", "      " + inner, "    </testcase>"]
            }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }
}

extension JUnitExperiment {
    /// The element inside a test case that did not pass.
    private static func inner(_ attempt: ExportedAttempt) -> String? {
        func message(_ text: String) -> String { "message=\(XMLText.quoted(TerminalText.line(text, limit: 300)))" }
        return switch Outcome(attempt) {
        case .passed: nil
        case .failed: "<failure type=\(XMLText.quoted(attempt.measured.result.verdictText)) \(message(attempt.outcome))/>"
        case .lost: "<error type=\"harness_error\" \(message(Outcome.reason(attempt)))/>"
        case .open: "<skipped \(message(Outcome.reason(attempt)))/>"
        }
    }
}

/// A run in the Common Test Report Format: one test an attempt.
enum CTRFExperiment {
    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) throws -> String {
        let items = attempts.map { attempt in
            let (key, result) = (attempt.measured.key, attempt.measured.result)
            let (status, message): (String, String?) =
                switch Outcome(attempt) {
                case .passed: ("passed", nil)
                case .failed: ("failed", attempt.outcome)
                case .lost: ("other", Outcome.reason(attempt))
                case .open: ("pending", Outcome.reason(attempt))
                }
            return CTRFDocument.Item(
                name: "\(key.task) seed \(key.seed)", status: status, duration: Int(result.seconds * 1000), message: message,
                rawStatus: result.outcome, tags: [result.tierText], suite: [document.name, key.arm])
        }
        return try CTRFDocument.render(
            items, milliseconds: Int(attempts.reduce(0) { $0 + $1.measured.result.seconds } * 1000),
            extra: [
                "run": document.id, "suite": document.suite, "verification_version": document.judged.list,
            ])
    }
}
