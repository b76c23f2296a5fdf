import AssayCore
import AssaySupport

/// Reads SARIF 2.1.0 (OASIS) of any analyser: its results, each at its first place.
package enum SarifResults {
    private struct Log: Decodable { var runs: [Run] }
    private struct Run: Decodable {
        struct Tool: Decodable { var driver: Driver }
        struct Driver: Decodable { var name: String }
        var tool: Tool
        var results: [Item]?
    }
    private struct Item: Decodable {
        struct Text: Decodable { var text: String? }
        struct Location: Decodable { var physicalLocation: Physical? }
        struct Physical: Decodable {
            var artifactLocation: Artifact?
            var region: Region?
        }
        struct Artifact: Decodable { var uri: String? }
        struct Region: Decodable {
            var startLine: Int?
            var startColumn: Int?
        }
        struct Suppression: Decodable {}
        var ruleId: String?
        var level: String?
        var message: Text
        var locations: [Location]?
        var suppressions: [Suppression]?
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        // One log, or one on each line.
        let logs = JSON.foreign(Log.self, text).map { [$0] } ?? text.lines.compactMap { JSON.foreign(Log.self, String($0)) }
        for run in logs.flatMap(\.runs) {
            // "Semgrep OSS" is semgrep.
            let tool = run.tool.driver.name.lowercased().split(separator: " ").first ?? "tool"
            for item in run.results ?? [] where item.suppressions?.isEmpty ?? true {
                let place = item.locations?.first?.physicalLocation
                let path = place?.artifactLocation?.uri.map { uri in
                    OutputParser.relative(uri.hasPrefix("file://") ? String(uri.dropFirst(7)) : uri)
                }
                found.append(
                    Diagnostic(
                        rule: "\(tool).\(item.ruleId ?? "result")",
                        // Without a level it is a warning (SARIF 2.1.0, 3.27.10).
                        severity: item.level == "error" ? .error : item.level == "note" || item.level == "none" ? .note : .warning,
                        message: item.message.text ?? "", path: path, line: place?.region?.startLine,
                        column: place?.region?.startColumn))
            }
        }
        return found
    }
}
