import AssayCore

/// A review report as JUnit XML: the part that all readers share, one case a check.
enum JUnitReport {
    static func render(_ report: ReviewReport) -> String {
        let checks = report.checks.filter { $0.status != .notRun }
        let errors = checks.count { isError($0.status) }
        let failures = checks.count { $0.status == .failed }
        let skipped = checks.count { $0.status == .skipped }
        let counts =
            "tests=\"\(checks.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"\(Text.decimal(report.duration, 3))\""
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"assay\" \(counts)>",
            "  <testsuite name=\(quoted(report.task)) \(counts)>",
            "    <properties>",
            "      <property name=\"verdict\" value=\(quoted(report.verdict.rawValue))/>",
            "      <property name=\"assurance\" value=\(quoted(report.tier.rawValue))/>",
            "      <property name=\"sandbox tier\" value=\"\(report.sandbox.tier)\"/>",
            "    </properties>",
        ]
        for check in checks { lines += testCase(check, report) }
        lines += ["  </testsuite>", "</testsuites>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func testCase(_ check: CheckResult, _ report: ReviewReport) -> [String] {
        let own = report.findings.filter { finding in
            finding.test == check.id || finding.test == nil && concerns(finding, check)
        }
        let place = own.first.flatMap(\.path).map { " file=\(quoted($0))" } ?? ""
        let line = own.first.flatMap(\.line).map { " line=\"\($0)\"" } ?? ""
        let head =
            "    <testcase classname=\(quoted("\(report.task).\(check.kind.rawValue)")) name=\(quoted(check.id)) time=\"\(Text.decimal(check.seconds ?? 0, 3))\"\(place)\(line)"
        guard check.status != .passed else { return [head + "/>"] }
        if check.status == .skipped { return [head + ">", "      <skipped/>", "    </testcase>"] }
        let message = own.first?.message ?? check.status.rawValue
        let element = isError(check.status) ? "error" : "failure"
        let text = own.map { finding in
            let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
            return (place.isEmpty ? "" : place + ": ") + finding.message + (finding.excerpt.map { "\n  " + $0 } ?? "")
        }.joined(separator: "\n")
        return [
            head + ">",
            "      <\(element) type=\(quoted(own.first?.rule ?? check.status.rawValue)) message=\(quoted(TerminalText.line(message, limit: 300)))>\(escaped(text))</\(element)>",
            "    </testcase>",
        ]
    }

    private static func concerns(_ finding: Finding, _ check: CheckResult) -> Bool {
        switch check.kind {
        case .build: finding.kind == .compile
        case .staticCheck: finding.kind == .staticCheck && finding.rule.hasPrefix(check.id.split(separator: " ").first ?? "")
        case .test, .oracle: false
        }
    }

    private static func isError(_ status: CheckStatus) -> Bool { [.crashed, .timeout, .missing].contains(status) }

    private static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    /// XML 1.0 knows few control characters, and no way to write the others.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
