/// The property that a check probes; results are reported by tag to show where an arm improves.
package enum CheckTag: String, Sendable, Codable, CaseIterable {
    /// Usual input.
    case happy
    /// Unusual or extreme input.
    case edge
    /// Several parts together.
    case integration
    /// The project's conventions.
    case convention
    /// Hostile input.
    case security

    /// What it stands for, in words.
    package var meaning: String {
        switch self {
        case .happy: "usual input"
        case .edge: "unusual or extreme input"
        case .integration: "several parts together"
        case .convention: "the project's conventions"
        case .security: "hostile input"
        }
    }

    /// Reads the tag from a test name such as `test_edge_empty` or `edge_emptyInput`.
    package init?(testName: String) {
        let last = testName.split(whereSeparator: { "/:.".contains($0) })
        for part in last.reversed() {
            let words = part.lowercased().split(separator: "_")
            if let word = words.first(where: { $0 != "test" }),
                let tag = CheckTag(rawValue: String(word))
            {
                self = tag
                return
            }
        }
        return nil
    }
}
