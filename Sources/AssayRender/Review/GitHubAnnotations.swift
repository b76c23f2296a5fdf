import AssayCore

/// A review report as workflow commands of GitHub Actions: `::error file=…,line=…::message`.
enum GitHubAnnotations {
    static func render(_ report: ReviewReport) -> String {
        report.folded.map { finding, more in
            let command = finding.severity == .note ? "notice" : finding.severity.rawValue
            var properties: [String] = []
            if let path = finding.path { properties.append("file=\(property(path))") }
            if let line = finding.line { properties.append("line=\(line)") }
            if let column = finding.column { properties.append("col=\(column)") }
            properties.append("title=\(property("\(finding.kind.rawValue)/\(finding.rule)"))")
            let text = finding.message + (more > 0 ? " (and \(more) more like it)" : "")
            return "::\(command) \(properties.joined(separator: ","))::\(data(text))\n"
        }.joined()
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
