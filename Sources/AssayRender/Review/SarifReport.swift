import AssayCore
import AssaySupport

/// A review report as SARIF 2.1.0 (OASIS): one run, a rule for each kind of finding.
enum SarifReport {
    private struct Log: Encodable {
        var schema = "https://json.schemastore.org/sarif-2.1.0.json"
        var version = "2.1.0"
        var runs: [Run]
        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version, runs
        }
    }
    private struct Text: Encodable { var text: String }
    private struct Run: Encodable {
        var tool: Tool
        var automationDetails: Automation
        var invocations: [Invocation]
        var originalUriBaseIds = ["SRCROOT": Base()]
        var results: [Item]
        var columnKind = "unicodeCodePoints"
    }
    private struct Base: Encodable { var description = Text(text: "The root of the verified tree.") }
    private struct Automation: Encodable { var id: String }
    private struct Tool: Encodable { var driver: Driver }
    private struct Driver: Encodable {
        var name = "Assay"
        var semanticVersion = AssayVersion.current
        var rules: [Rule]
    }
    private struct Rule: Encodable {
        struct Configuration: Encodable { var level: String }
        struct Properties: Encodable { var tags: [String] }
        var id: String
        var shortDescription: Text
        var defaultConfiguration: Configuration
        var properties: Properties
    }
    private struct Invocation: Encodable {
        var commandLine: String?
        var executionSuccessful: Bool
        var toolExecutionNotifications: [Notification]
        var properties: [String: String]
    }
    private struct Notification: Encodable {
        var level: String
        var message: Text
    }
    private struct Item: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        var partialFingerprints: [String: String]
        var baselineState: String?
        var properties: [String: String]
        var relatedLocations: [Location]?
        var fixes: [SarifFix]?
    }
    private struct Location: Encodable {
        var id: Int?
        var physicalLocation: Physical
        var message: Text?
    }
    private struct Physical: Encodable {
        var artifactLocation: SarifArtifact
        var region: Region?
    }
    private struct Region: Encodable {
        var startLine: Int
        var startColumn: Int?
        var snippet: Text?
    }

    static func render(_ report: ReviewReport) throws -> String {
        var rules: [Rule] = []
        let items = (report.findings + (report.resolved ?? [])).map { finding in
            let id = "\(finding.kind.rawValue)/\(finding.rule)"
            if !rules.contains(where: { $0.id == id }) {
                rules.append(
                    Rule(
                        id: id, shortDescription: Text(text: "\(finding.kind.rawValue): \(finding.rule)"),
                        defaultConfiguration: .init(level: level(finding.severity)),
                        properties: .init(tags: [finding.kind.rawValue] + (finding.tag.map { [$0.rawValue] } ?? []))))
            }
            return item(finding, id: id, index: rules.firstIndex { $0.id == id } ?? 0)
        }
        let run = Run(
            tool: Tool(driver: Driver(rules: rules)), automationDetails: Automation(id: "assay/\(report.task)/"),
            invocations: [invocation(report)], results: items)
        return try JSON.foreign(Log(runs: [run]))
    }

    private static func item(_ finding: Finding, id: String, index: Int) -> Item {
        var words = [finding.message]
        if let actual = finding.actual { words.append("expected \(finding.expected ?? "?"), got \(actual)") }
        words += (finding.notes ?? []).map { "note: \($0)" } + (finding.fixes ?? []).map { "proposed: \($0)" }
        let region = finding.line.map { line in
            Region(startLine: max(1, line), startColumn: finding.column.map { max(1, $0) }, snippet: finding.excerpt.map(Text.init))
        }
        var properties: [String: String] = [:]
        properties["test"] = finding.test
        properties["limit"] = finding.limit?.rawValue
        properties["signal"] = finding.signal.map(String.init)
        return Item(
            ruleId: id, ruleIndex: index, level: level(finding.severity), message: Text(text: words.joined(separator: "\n")),
            locations: finding.path.map { path in
                [Location(physicalLocation: Physical(artifactLocation: SarifArtifact(path), region: region))]
            } ?? [],
            partialFingerprints: ["assayFingerprint/v1": finding.fingerprint], baselineState: state(finding.state),
            properties: properties, relatedLocations: related(finding), fixes: SarifFix(finding).map { [$0] })
    }

    /// The other places of a finding, numbered from 1 as viewers show them.
    private static func related(_ finding: Finding) -> [Location]? {
        finding.related.map { places in
            places.enumerated().map { number, place in
                let region = Region(startLine: max(1, place.line), startColumn: place.column.map { max(1, $0) })
                return Location(
                    id: number + 1, physicalLocation: Physical(artifactLocation: SarifArtifact(place.path), region: region),
                    message: Text(text: place.message))
            }
        }
    }

    private static func invocation(_ report: ReviewReport) -> Invocation {
        Invocation(
            commandLine: report.reproduce, executionSuccessful: report.verdict != .harnessError,
            toolExecutionNotifications: report.sandbox.limitsHit.map {
                Notification(level: "warning", message: Text(text: "the limit of \($0.rawValue) was reached"))
            },
            properties: [
                "verdict": report.verdict.rawValue, "assuranceTier": report.tier.rawValue,
                "assuranceMeaning": report.tier.meaning, "isolationLevel": report.sandbox.isolationLevel?.rawValue ?? "none",
            ])
    }

    private static func level(_ severity: Severity) -> String { severity.rawValue }

    private static func state(_ state: FindingState?) -> String? {
        switch state {
        case nil: nil
        case .new, .regressed: "new"
        case .persisting: "unchanged"
        case .resolved: "absent"
        }
    }
}
