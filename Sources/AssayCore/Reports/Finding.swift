import AssaySupport

/// One thing wrong with a candidate, with evidence.
package struct Finding: Sendable, Codable, Equatable {
    /// The kind of check that found it.
    package var kind: FindingKind
    /// The name of the rule that was broken.
    package let rule: String
    /// The severity of the finding.
    package var severity: Severity
    /// What is wrong, in one line.
    package var message: String
    /// The file within the candidate.
    package var path: String?
    /// The line, counted from 1.
    package var line: Int?
    /// The column, counted from 1.
    package let column: Int?
    /// The source line that the finding points at.
    package let excerpt: String?
    /// The test that failed.
    package var test: String?
    /// The property that the check probes.
    package let tag: CheckTag?
    /// Whether the check is hidden from the pipeline.
    package let hidden: Bool
    /// The expected value as text.
    package var expected: String?
    /// The actual value as text.
    package let actual: String?
    /// The limit that was exceeded.
    package let limit: SandboxLimit?
    /// The number of the signal that ended the process.
    package var signal: Int?
    /// Additional notes of the tool.
    package var notes: [String]?
    /// Replacement texts that the tool proposes.
    package let fixes: [String]?
    /// Edits that together mend it, where the tool says their places and they can be applied.
    package var edits: [TextEdit]?
    /// Other places that belong to it.
    package var related: [RelatedPlace]?
    /// Whether the finding is on a line that the candidate did not change.
    package var preexisting: Bool?
    /// Whether the finding keeps the change from being done, whatever the verdict; nil where it does not.
    package var blocks: Bool?
    /// The command that produced the finding, as a shell would run it inside the sandbox.
    package var command: String?
    /// The state of the finding compared with an earlier report, if one was given.
    package var state: FindingState?
    /// Stable across rounds: independent of line numbers and addresses.
    package private(set) var fingerprint: String

    /// Makes a finding; unknown properties are nil.
    package init(
        kind: FindingKind, rule: String, severity: Severity = .error, message: String,
        path: String? = nil, line: Int? = nil, column: Int? = nil, excerpt: String? = nil,
        test: String? = nil, tag: CheckTag? = nil, hidden: Bool = false, expected: String? = nil,
        actual: String? = nil, limit: SandboxLimit? = nil, signal: Int? = nil, notes: [String] = [],
        fixes: [String] = [], edits: [TextEdit] = [], related: [RelatedPlace] = []
    ) {
        self.kind = kind
        self.rule = rule
        self.severity = severity
        self.message = TerminalText.clean(message, limit: 4000)
        self.path = path
        self.line = line
        self.column = column
        self.excerpt = excerpt.map { TerminalText.clean($0, limit: 300) }
        self.test = test
        self.tag = tag
        self.hidden = hidden
        self.expected = expected.map { TerminalText.clean($0, limit: 1000) }
        self.actual = actual.map { TerminalText.clean($0, limit: 1000) }
        self.limit = limit
        self.signal = signal
        self.notes = notes.isEmpty ? nil : notes.prefix(8).map { TerminalText.clean($0, limit: 500) }
        self.fixes = fixes.isEmpty ? nil : fixes.prefix(4).map { TerminalText.clean($0, limit: 300) }
        self.edits = edits.isEmpty ? nil : edits
        self.related = related.isEmpty ? nil : Array(related.prefix(8))
        fingerprint = ""
        fingerprint = Self.fingerprint(of: self)
    }

    /// Hashes rule, place without line number, test, excerpt and message without volatile parts.
    private static func fingerprint(of finding: Finding) -> String {
        let digest = Digest.of(
            finding.kind.rawValue, finding.rule, finding.path ?? "", finding.test ?? "",
            normalized(finding.excerpt ?? ""), normalized(finding.message))
        return String(digest.prefix(16))
    }

    /// Drops what changes from run to run: hexadecimal addresses, numbers, white space.
    static func normalized(_ text: String) -> String {
        var result = ""
        var inNumber = false
        var pendingSpace = false
        for character in text {
            if character.isNumber {
                if !inNumber { result.append("#") }
                inNumber = true
            } else if inNumber && (character.isHexDigit || character == "x" || character == ".") {
                continue
            } else if character.isWhitespace {
                inNumber = false
                pendingSpace = true
            } else {
                inNumber = false
                if pendingSpace && !result.isEmpty { result.append(" ") }
                pendingSpace = false
                result.append(character)
            }
        }
        return result
    }
}
