import AssayCore

/// Reads `path:line:column: severity: message` as swiftc, SwiftPM and swift-format print it.
struct CompilerText {
    struct Item: Equatable {
        var path: String?
        var line: Int?
        var column: Int?
        var severity: Severity
        var message: String
    }

    let items: [Item]

    init(_ text: String) {
        var items: [Item] = []
        let clean = TerminalText.clean(text, limit: 400_000)
        for line in clean.split(whereSeparator: \.isNewline) {
            if let match = line.wholeMatch(
                of: /(\/w\/)?([^\s:][^:]*):(\d+):(\d+): (error|warning|note): (.*)/)
            {
                let severity = Severity(rawValue: String(match.5)) ?? .error
                if severity == .note { continue }
                items.append(
                    Item(
                        path: String(match.2), line: Int(match.3), column: Int(match.4),
                        severity: severity, message: String(match.6)))
            } else if let match = line.wholeMatch(of: /error: (.*)/) {
                items.append(Item(severity: .error, message: String(match.1)))
            }
        }
        var seen: [Item] = []
        for item in items where !seen.contains(item) { seen.append(item) }
        self.items = seen
    }
}
