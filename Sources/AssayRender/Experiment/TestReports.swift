import AssayCore
import AssayExperiments
import AssaySupport

/// A run as JUnit XML: one suite an arm, one case an attempt.
enum JUnitExperiment {
    static func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt]) -> String {
        func counts(_ own: [ExportedAttempt]) -> String {
            let seconds = own.reduce(0) { $0 + $1.measured.result.seconds }
            return
                "tests=\"\(own.count)\" failures=\"\(own.count { !$0.measured.isSolved })\" errors=\"0\" skipped=\"0\" time=\"\(Text.decimal(seconds, 3))\""
        }
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\(XMLText.quoted(document.name)) \(counts(attempts))>"]
        for arm in document.arms.map(\.arm) {
            let own = attempts.filter { $0.measured.key.arm == arm }
            lines.append("  <testsuite name=\(XMLText.quoted(arm)) \(counts(own))>")
            for attempt in own {
                let (key, result) = (attempt.measured.key, attempt.measured.result)
                let head =
                    "    <testcase classname=\(XMLText.quoted("\(document.name).\(arm)")) name=\(XMLText.quoted("\(key.task) seed \(key.seed)")) time=\"\(Text.decimal(result.seconds, 3))\""
                guard !result.isSolved else {
                    lines.append(head + "/>")
                    continue
                }
                lines += [
                    head + ">",
                    "      <failure type=\(XMLText.quoted(result.verdictText)) message=\(XMLText.quoted(TerminalText.line(attempt.outcome, limit: 300)))/>",
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
            let (key, result) = (attempt.measured.key, attempt.measured.result)
            return CTRFDocument.Item(
                name: "\(key.task) seed \(key.seed)", status: result.isSolved ? "passed" : "failed",
                duration: Int(result.seconds * 1000), message: result.isSolved ? nil : attempt.outcome, rawStatus: result.verdictText,
                tags: [result.tierText], suite: [document.name, key.arm])
        }
        return try CTRFDocument.render(
            items, milliseconds: Int(attempts.reduce(0) { $0 + $1.measured.result.seconds } * 1000), extra: ["run": document.id, "suite": document.suite])
    }
}
