import AssayExperiments
import AssaySupport

/// A run as JUnit XML: one suite an arm, one case an attempt.
enum JUnitExperiment {
    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) -> String {
        func counts(_ own: [ExportedAttempt]) -> String {
            let seconds = own.reduce(0) { $0 + $1.cell.seconds }
            return
                "tests=\"\(own.count)\" failures=\"\(own.count { !$0.cell.solved })\" errors=\"0\" skipped=\"0\" time=\"\(Text.decimal(seconds, 3))\""
        }
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\(XMLText.quoted(document.name)) \(counts(attempts))>"]
        for arm in document.arms.map(\.arm) {
            let own = attempts.filter { $0.cell.arm == arm }
            lines.append("  <testsuite name=\(XMLText.quoted(arm)) \(counts(own))>")
            for attempt in own {
                let cell = attempt.cell
                let head =
                    "    <testcase classname=\(XMLText.quoted("\(document.name).\(arm)")) name=\(XMLText.quoted("\(cell.task) seed \(cell.seed)")) time=\"\(Text.decimal(cell.seconds, 3))\""
                guard !cell.solved else {
                    lines.append(head + "/>")
                    continue
                }
                lines += [
                    head + ">",
                    "      <failure type=\(XMLText.quoted(cell.verdict)) message=\(XMLText.quoted(TerminalText.line(attempt.outcome, limit: 300)))/>",
                    "    </testcase>",
                ]
            }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }
}

/// A run in the Common Test Report Format: one test an attempt.
enum CTRFExperiment {
    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) throws -> String {
        let items = attempts.map { attempt in
            CTRFDocument.Item(
                name: "\(attempt.cell.task) seed \(attempt.cell.seed)", status: attempt.cell.solved ? "passed" : "failed",
                duration: Int(attempt.cell.seconds * 1000), message: attempt.cell.solved ? nil : attempt.outcome, rawStatus: attempt.cell.verdict,
                tags: [attempt.cell.tier], suite: [document.name, attempt.cell.arm])
        }
        return try CTRFDocument.render(
            items, milliseconds: Int(attempts.reduce(0) { $0 + $1.cell.seconds } * 1000), extra: ["run": document.id, "suite": document.suite])
    }
}
