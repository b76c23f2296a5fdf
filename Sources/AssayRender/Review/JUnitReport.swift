import AssayCore
import AssaySupport

/// A review report as JUnit XML: the part that all readers share, one case a check.
enum JUnitReport {
    static func render(_ report: ReviewReport) -> String {
        let checks = report.checks.filter { $0.status != .notRun }
        let errors = checks.count { isError($0.status) }
        let failures = checks.count { $0.status == .failed }
        let skipped = checks.count { $0.status == .skipped || $0.status == .expectedFailure }
        let counts =
            "tests=\"\(checks.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"\(Text.decimal(report.duration, 3))\""
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"assay\" \(counts)>",
            "  <testsuite name=\(XMLText.quoted(report.task)) \(counts)>",
            "    <properties>",
            "      <property name=\"verdict\" value=\(XMLText.quoted(report.verdict.rawValue))/>",
            "      <property name=\"assurance\" value=\(XMLText.quoted(report.tier.rawValue))/>",
            "      <property name=\"assurance meaning\" value=\(XMLText.quoted(report.tier.meaning))/>",
            "      <property name=\"isolation level\" value=\"\(report.sandbox.isolationLevel?.rawValue ?? "none")\"/>",
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
        let place = own.first.flatMap(\.path).map { " file=\(XMLText.quoted($0))" } ?? ""
        let line = own.first.flatMap(\.line).map { " line=\"\($0)\"" } ?? ""
        let (group, name) = Self.parts(of: check)
        let head =
            "    <testcase classname=\(XMLText.quoted("\(report.task).\(group)")) name=\(XMLText.quoted(name)) time=\"\(Text.decimal(check.seconds ?? 0, 3))\"\(place)\(line)"
        guard check.status != .passed else { return [head + "/>"] }
        if check.status == .skipped || check.status == .expectedFailure {
            return [head + ">", "      <skipped\(check.status == .skipped ? "" : " message=\"expected failure\"")/>", "    </testcase>"]
        }
        let message = own.first?.message ?? check.status.rawValue
        let element = isError(check.status) ? "error" : "failure"
        let text = own.map { finding in
            let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
            return (place.isEmpty ? "" : place + ": ") + finding.message + (finding.excerpt.map { "\n  " + $0 } ?? "")
        }.joined(separator: "\n")
        return [
            head + ">",
            "      <\(element) type=\(XMLText.quoted(own.first?.rule ?? check.status.rawValue)) message=\(XMLText.quoted(TerminalText.line(message, limit: 300)))>\(XMLText.escaped(text))</\(element)>",
            "    </testcase>",
        ]
    }

    /// A check's class and name: of a test, what its runner names before the last mark that sets names apart, so that tests of
    /// one name in two files, crates or classes are in two classes.
    static func parts(of check: CheckResult) -> (group: String, name: String) {
        let kind = check.kind.rawValue
        guard [.test, .oracle].contains(check.kind) else { return (kind, check.id) }
        let id = Substring(check.id)
        // What is in brackets or follows a blank is no name of a place: parameters, and titles that are sentences.
        let places = id[..<(id.firstIndex { "[(< ".contains($0) } ?? id.endIndex)]
        let mark = id.ranges(of: " > ").last ?? ["::", "/", "."].lazy.compactMap { places.ranges(of: $0).last }.first ?? id.firstRange(of: ": ")
        guard let mark, mark.lowerBound > id.startIndex, mark.upperBound < id.endIndex else { return (kind, check.id) }
        return ("\(kind).\(id[..<mark.lowerBound])", String(id[mark.upperBound...]))
    }

    private static func concerns(_ finding: Finding, _ check: CheckResult) -> Bool {
        switch check.kind {
        case .build: finding.kind == .compile
        case .staticCheck: finding.kind == .staticCheck && finding.rule.hasPrefix(check.id.split(separator: " ").first ?? "")
        case .test, .oracle: false
        }
    }

    private static func isError(_ status: CheckStatus) -> Bool { [.crashed, .timeout, .missing].contains(status) }
}
