import AssaySupport

/// Extracts the message for people from what a server sent.
enum ServerWords {
    private static let limit = 300

    /// The message in a body of any kind, on one line.
    static func of(body: String) -> String {
        let text = body.trimmed
        if text.isEmpty { return "nothing" }
        if isPage(text) { return "an HTML page (\(title(text)))" }
        guard let value = JSONText.value(text) else { return TerminalText.line(text, limit: limit) }
        return of(value)
    }

    /// The message in a JSON error, or the whole value when it has none of the known members.
    static func of(_ value: JSONValue) -> String {
        let places = [
            value["error"]?["message"], value["error"], value[0]?["error"]?["message"], value["message"], value["detail"],
            value["error_description"], value["errors"]?[0]?["message"],
        ]
        let words = places.lazy.compactMap { $0?.text }.first { !$0.isEmpty }
        return TerminalText.line(words ?? (try? JSON.line(value)) ?? "unknown error", limit: limit)
    }

    /// Whether a text is HTML.
    static func isPage(_ text: String) -> Bool { text.hasPrefix("<") }

    /// The title of an HTML page or, without one, the beginning of its text.
    static func title(_ page: String) -> String {
        let lower = page.lowercased()
        // Lower case changes the length of a few letters; then offsets do not match and the title is not cut out.
        if lower.utf8.count == page.utf8.count, let open = lower.firstRange(of: "<title>"),
            let close = lower[open.upperBound...].firstRange(of: "</title>")
        {
            let bytes = Array(page.utf8)
            let start = lower.utf8.distance(from: lower.startIndex, to: open.upperBound)
            let end = lower.utf8.distance(from: lower.startIndex, to: close.lowerBound)
            return TerminalText.line(String(decoding: bytes[start..<end], as: UTF8.self).trimmed, limit: 100)
        }
        var (words, isTag) = ("", false)
        for character in page {
            if character == "<" { isTag = true } else if character == ">" { isTag = false } else if !isTag { words.append(character) }
        }
        return TerminalText.line(words.trimmed, limit: 100)
    }
}
