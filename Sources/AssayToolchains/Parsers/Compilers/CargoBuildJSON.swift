import AssayCore
import AssaySupport

/// Reads `--message-format=json` of cargo and `--error-format=json` of rustc, one object a line.
package enum CargoBuildJSON {
    private struct Message: Decodable {
        struct Code: Decodable { var code: String }
        struct Span: Decodable {
            var file_name: String
            var line_start: Int
            var column_start: Int
            var line_end: Int?
            var column_end: Int?
            var is_primary: Bool
            var label: String?
            var suggested_replacement: String?
            /// "MachineApplicable" where the suggestion can be taken as it is.
            var suggestion_applicability: String?

            /// What could replace the span as it is; nil where it would have to be thought about first.
            var fix: String? { suggestion_applicability == "MachineApplicable" ? suggested_replacement : nil }
        }
        var message: String
        var level: String
        var code: Code?
        var spans: [Span]
        var children: [Message]?
    }
    private struct Profile: Decodable { var test: Bool }
    private struct Line: Decodable {
        var reason: String
        var message: Message?
        var executable: String?
        var profile: Profile?
    }

    /// Returns the findings and the test programs that the build left; what is not of this format is passed over.
    package static func read(_ text: String) -> ParsedOutput {
        var reading = ParsedOutput()
        for raw in text.lines where raw.hasPrefix("{") {
            if let line = JSON.foreign(Line.self, String(raw)) {
                if let message = line.message { reading.diagnostics += diagnostics(message) }
                if line.reason == "compiler-artifact", line.profile?.test == true, let program = line.executable {
                    reading.artifacts.append(program)
                }
            } else if let message = JSON.foreign(Message.self, String(raw)) {
                reading.diagnostics += diagnostics(message)
            }
        }
        return reading
    }

    private static func diagnostics(_ message: Message) -> [Diagnostic] {
        // A closing "aborting due to 2 previous errors" has no place.
        guard ["error", "warning", "error: internal compiler error"].contains(message.level),
            let span = message.spans.first(where: \.is_primary) ?? message.spans.first
                ?? message.children?.lazy.compactMap(\.spans.first).first
        else {
            let summary = message.message.hasPrefix("aborting due to") || message.message.contains("warning emitted")
            return message.level == "error" && !summary
                ? [Diagnostic(rule: "rustc", severity: .error, message: message.message)] : []
        }
        let children = message.children ?? []
        return [
            Diagnostic(
                rule: message.code?.code.contains("::") == true ? message.code?.code ?? "rustc" : "rustc" + (message.code.map { ".\($0.code)" } ?? ""),
                severity: message.level == "warning" ? .warning : .error,
                message: message.message + (span.label.map { ": \($0)" } ?? ""), path: OutputParser.relative(span.file_name),
                line: span.line_start, column: span.column_start,
                notes: children.filter { $0.level == "note" || $0.level == "help" }.map(\.message),
                fixes: children.flatMap(\.spans).compactMap(\.fix), edits: edits(children),
                related: message.spans.filter { !$0.is_primary }.map { span in
                    RelatedPlace(
                        path: OutputParser.relative(span.file_name), line: span.line_start, column: span.column_start, message: span.label ?? "see also")
                })
        ]
    }

    /// The edits of the first suggestion that can be taken as it is; others of one message are alternatives.
    private static func edits(_ children: [Message]) -> [TextEdit] {
        let suggestions = children.map { $0.spans.filter { $0.suggested_replacement != nil } }
        let applicable = suggestions.first { !$0.isEmpty && $0.allSatisfy { $0.fix != nil } }
        return [TextEdit](all: applicable ?? []) { span in
            guard let text = span.fix, let endLine = span.line_end, let endColumn = span.column_end else { return nil }
            return TextEdit(
                path: OutputParser.relative(span.file_name), line: span.line_start, column: span.column_start, endLine: endLine, endColumn: endColumn,
                text: text)
        }
    }
}
