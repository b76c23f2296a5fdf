import AssayCore
import AssayRender
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// What editors and review tools find in SARIF beyond the findings themselves.
@Suite struct SarifTests {
    private static func report(line: Int = 3) throws -> ReviewReport {
        let unused = Finding(
            kind: .staticCheck, rule: "ruff.F401", severity: .note, message: "`os` imported but unused", path: "src/a b.py", line: line, column: 8,
            excerpt: "import os", fixes: ["Remove unused import: `os`"],
            edits: [TextEdit(path: "src/a b.py", line: line, column: 1, endLine: line + 1, endColumn: 1, text: "")],
            related: [RelatedPlace(path: "src/b.py", line: 7, column: 2, message: "used here")])
        let two = Finding(
            kind: .compile, rule: "rustc.E0308", message: "mismatched types", path: "m.rs", line: 1,
            edits: [
                TextEdit(path: "m.rs", line: 1, column: 5, endLine: 1, endColumn: 5, text: "("),
                TextEdit(path: "n.rs", line: 2, column: 1, endLine: 2, endColumn: 9, text: "é\n"),
            ])
        let plain = Finding(kind: .test, rule: "assertion", message: "wrong", fixes: ["a proposal without a place"])
        return ReviewReport(
            task: "t", scope: .full, verdict: .failed, tier: .b, findings: [unused, two, plain], checks: [], limits: SandboxLimits(), toolchain: [:],
            policy: [],
            sandbox: SandboxSummary(), duration: 0)
    }

    private static func results(_ report: ReviewReport) throws -> [JSONValue] {
        guard case .array(let results) = JSONText.value(try ReportFormat.sarif.render(report))?["runs"]?[0]?["results"] else { return [] }
        return results
    }

    @Test("a fix replaces regions of files, and only what has places is a fix")
    func fixes() throws {
        let results = try Self.results(Self.report())
        let fix = results[0]["fixes"]?[0]
        #expect(fix?["description"]?["text"]?.text == "Remove unused import: `os`")
        let change = fix?["artifactChanges"]?[0]
        #expect(change?["artifactLocation"]?["uri"]?.text == "src/a%20b.py")
        let region = change?["replacements"]?[0]?["deletedRegion"]
        #expect(["startLine", "startColumn", "endLine", "endColumn"].map { region?[$0]?.number } == [3, 1, 4, 1])
        #expect(change?["replacements"]?[0]?["insertedContent"]?["text"]?.text == "")
        #expect(results[1]["fixes"]?[0]?["artifactChanges"]?[1]?["replacements"]?[0]?["insertedContent"]?["text"]?.text == "é\n")
        #expect(results[2]["fixes"] == nil && results[2]["relatedLocations"] == nil)
    }

    @Test("other places are related locations with their words")
    func related() throws {
        let place = try Self.results(Self.report())[0]["relatedLocations"]?[0]
        #expect(place?["id"]?.number == 1 && place?["message"]?["text"]?.text == "used here")
        #expect(place?["physicalLocation"]?["region"]?["startLine"]?.number == 7)
    }

    @Test("a fingerprint stays when lines move, and differs for another finding")
    func fingerprints() throws {
        let (before, after) = (try Self.results(Self.report()), try Self.results(Self.report(line: 40)))
        #expect(before[0]["partialFingerprints"] == after[0]["partialFingerprints"])
        #expect(Set(before.compactMap { $0["partialFingerprints"]?.json }).count == 3)
    }

    @Test("types made from the schema of SARIF take it, and a reader counts it")
    func read() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/report.sarif"
        try Data(try ReportFormat.sarif.render(Self.report()).utf8).write(to: URL(filePath: file))
        let script = """
            import sys, pydantic_sarif.model as model
            from sarif import loader
            tops = [c for c in vars(model).values() if isinstance(c, type) and "runs" in getattr(c, "model_fields", {})]
            for path in [sys.argv[1], sys.argv[2] + "/Tests/AssayRenderTests/Golden/report.sarif"]: tops[0].model_validate_json(open(path).read())
            fix = tops[0].model_validate_json(open(sys.argv[1]).read()).runs[0].results[0].fixes[0]
            assert fix.artifactChanges[0].replacements[0].deletedRegion.startLine == 3
            report = loader.load_sarif_file(sys.argv[1]).get_report()
            assert report.get_issue_count_for_severity("error") == 2
            """
        let read = try await Readers.run(script, file)
        #expect(read.succeeded, "\(read.said)")
    }
}
