import AssayCore
import AssayRender
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// A report with every kind of finding, and texts that every format must escape.
private func report() throws -> ReviewReport {
    let nasty = "a < b && \"c\" | `d` *e* \u{1B}[31m % 1, x: y\nsecond line ]]>"
    var compile = Finding(
        kind: .compile, rule: "rustc.E0425", message: nasty, path: "src/a b.rs", line: 3, column: 7, excerpt: "let x = <y>;",
        notes: ["a note"], fixes: ["let y"])
    compile.state = .new
    var assertion = Finding(
        kind: .test, rule: "assertion", message: "wrong value", path: "tests/t.py", line: 9, test: "test_edge_one", tag: .edge,
        expected: "[1, 2]", actual: "[2]")
    assertion.state = .persisting
    var violation = Finding(
        kind: .sandboxViolation, rule: "socket", message: "the test run tried to open an IPv4 socket; this run has no network")
    violation.state = .regressed
    var lint = Finding(kind: .staticCheck, rule: "ruff.F401", severity: .note, message: "unused", path: "a.py", line: 1)
    lint.preexisting = true
    var again = lint
    again.line = 5
    var report = ReviewReport(
        task: "demo <1>", scope: .full, verdict: .failed, tier: .b,
        findings: [
            violation, compile, Finding(kind: .resource, rule: "limit.memory", message: "too much", test: "test_two", limit: .memory, signal: 9),
            assertion, lint, again,
        ],
        checks: [
            CheckResult(id: "build", kind: .build, status: .passed, seconds: 0.25),
            CheckResult(id: "test_edge_one", kind: .test, status: .failed, tag: .edge, seconds: 0.5),
            CheckResult(id: "test_two", kind: .test, status: .crashed, hidden: true),
            CheckResult(id: "test_three", kind: .test, status: .skipped),
            CheckResult(id: "test_four", kind: .test, status: .missing),
            CheckResult(id: "ruff", kind: .staticCheck, status: .failed, seconds: 0.01),
            CheckResult(id: "later", kind: .test, status: .notRun),
        ],
        limits: SandboxLimits(), toolchain: ["python": "3.11.2"], policy: ["base", "python"], sandbox: SandboxSummary(), duration: 1.5)
    var gone = Finding(kind: .compile, rule: "syntax", message: "no longer there", path: "a.py", line: 2)
    gone.state = .resolved
    report.resolved = [gone]
    report.reproduce = "assay verify 'demo <1>'"
    report.sandbox.limitsHit = [.memory]
    return report
}

@Suite struct ReportFormatTests {
    @Test("each format is what its golden file says", arguments: ReportFormat.allCases)
    func golden(_ format: ReportFormat) throws {
        let text = try format.render(report()).withoutAssets
        let path = Places.root + "/Tests/AssayRenderTests/Golden/report.\(format.rawValue)"
        if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDEN"] != nil {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
    }

    @Test("no format lets through what moves a terminal or ends its own syntax", arguments: ReportFormat.allCases)
    func hostile(_ format: ReportFormat) throws {
        let text = try format.render(report())
        #expect(!text.contains("\u{1B}"))
        if format == .html || format == .junit { #expect(!text.contains("<y>") && !text.contains("demo <1>")) }
        if format == .github { #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("::") }) }
    }

    /// What an independent reader must find; the scripts end with an error when it does not.
    static let readers: [(ReportFormat, String)] = [
        (
            .junit,
            """
            import sys; from junitparser import JUnitXml, Failure, Error, Skipped
            xml = JUnitXml.fromfile(sys.argv[1]); suite = next(iter(xml))
            kinds = [type(c.result[0]).__name__ if c.result else "passed" for c in suite]
            assert kinds == ["passed", "Failure", "Error", "Skipped", "Error", "Failure"], kinds
            assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (6, 2, 2, 1), suite
            """
        ),
        (
            .sarif,
            """
            import sys; from sarif import loader
            sarif = loader.load_sarif_file(sys.argv[1])
            report = sarif.get_report()
            counts = {s: report.get_issue_count_for_severity(s) for s in report.get_severities()}
            assert counts["error"] == 5 and counts["note"] == 2, counts
            records = sarif.get_records()
            assert any(r["Location"] == "src/a%20b.rs" and r["Line"] == 3 for r in records), records
            """
        ),
        (
            .json,
            """
            import json, sys; from jsonschema import Draft202012Validator
            schema = json.load(open(sys.argv[2] + "/docs/schemas/review-report.schema.json"))
            Draft202012Validator.check_schema(schema)
            errors = [e.message for e in Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[1])))]
            assert not errors, errors
            """
        ),
    ]

    @Test("independent readers understand what we write", arguments: readers)
    func understood(_ format: ReportFormat, _ script: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + (format == .sarif ? "/report.sarif" : "/report.xml")
        try Data(try format.render(report()).utf8).write(to: URL(filePath: file))
        let read = try await Readers.run(script, file)
        #expect(read.succeeded, "\(read.said)")
    }

    @Test(
        "a file's ending names its format",
        arguments: [("a.sarif", ReportFormat.sarif), ("a.ctrf.json", .ctrf), ("b.json", .json), ("x.xml", .junit), ("x.md", .markdown)])
    func ending(_ name: String, _ format: ReportFormat) { #expect(ReportFormat(fileName: name) == format) }

    @Test("states say what a change did: new, persisting, regressed, resolved")
    func states() throws {
        let limits = SandboxLimits()
        func made(_ findings: [Finding], _ checks: [CheckResult]) -> ReviewReport {
            ReviewReport(
                task: "t", scope: .full, verdict: .failed, tier: .b, findings: findings, checks: checks, limits: limits, toolchain: [:],
                policy: [], sandbox: SandboxSummary(), duration: 0)
        }
        let old = Finding(kind: .test, rule: "assertion", message: "a is wrong", test: "a")
        let kept = Finding(kind: .staticCheck, rule: "lint", message: "long line 80", path: "x", line: 3)
        var moved = kept
        moved.line = 7
        let broke = Finding(kind: .test, rule: "assertion", message: "b is wrong", test: "b")
        let fresh = Finding(kind: .test, rule: "assertion", message: "c is wrong", test: "c")
        let before = made([old, kept], [CheckResult(id: "b", kind: .test, status: .passed)])
        let after = made([moved, broke, fresh], []).compared(to: before)
        #expect(after.findings.map(\.state) == [.persisting, .regressed, .new])
        #expect(after.resolved?.map(\.message) == ["a is wrong"])
    }

    @Test(
        "a stored report of schema version 1 is read, and written again as version 2",
        arguments: [(2, IsolationLevel.noCgroup as IsolationLevel?), (1, .full), (3, .bare), (0, nil)])
    func versionOne(_ tier: Int, _ level: IsolationLevel?) throws {
        let stored = try Places.text("Tests/AssayRenderTests/Golden/report-version-1.json").replacing("\"tier\" : 2", with: "\"tier\" : \(tier)")
        let report = try JSON.decode(ReviewReport.self, stored)
        #expect(report.sandbox.isolationLevel == level && report.verdict == .staticFailed && report.tier == .b && report.findings.count == 6)
        let written = try JSON.pretty(report)
        #expect(written.contains("\"isolation_level\" : \(level.map { "\"\($0.rawValue)\"" } ?? "null")"))
        #expect(written.contains("\"version\" : 2") && !written.contains("\"tier\" : \(tier)"))
        #expect(try JSON.decode(ReviewReport.self, written) == report)
    }

    @Test(
        "a report of a later version, or with a level that nobody knows, is refused",
        arguments: [("\"version\" : 1", "\"version\" : 3"), ("\"tier\" : 2", "\"tier\" : 9"), ("\"tier\" : 2", "\"isolation_level\" : \"weak\"")])
    func unknownVersion(_ old: String, _ new: String) throws {
        let stored = try Places.text("Tests/AssayRenderTests/Golden/report-version-1.json")
        #expect(stored.contains(old))
        #expect(throws: DecodingError.self) { try JSON.decode(ReviewReport.self, stored.replacing(old, with: new)) }
    }

    @Test("every output that names the assurance tier says what it means", arguments: [ReportFormat.text, .markdown, .html, .junit, .sarif, .ctrf])
    func meaning(_ format: ReportFormat) throws {
        #expect(try format.render(report()).contains("tests share the candidate"))
    }

    @Test("many static findings are one line, those from before a change another, and each is shown where that is asked for")
    func styles() throws {
        var report = try report()
        report.findings = (1...5).map { Finding(kind: .staticCheck, rule: "vet", severity: .warning, message: "style \($0)", path: "f\($0 % 2).go", line: $0) }
        let short = try ReportFormat.text.render(report)
        #expect(short.contains("5 warnings in 2 files (5 vet); --all shows them") && !short.contains("style 1"))
        let long = try ReportFormat.text.render(report, showsAll: true)
        #expect(long.contains("style 1") && long.contains("style 5") && !long.contains("--all"))
        for index in 0..<4 { report.findings[index].preexisting = true }
        let change = try ReportFormat.text.render(report)
        #expect(change.contains("style 5") && !change.contains("style 4") && change.contains("4 findings that the change did not make; --all shows them"))
    }
}
