import AssayCore

/// A file of the verified tree, as SARIF names it.
struct SarifArtifact: Encodable {
    let uri: String
    private(set) var uriBaseId = "SRCROOT"

    /// A relative reference (RFC 3986): everything but unreserved characters and slashes is escaped.
    init(_ path: String) { uri = PageLinks.encoded(path, keeping: "/") }
}

/// What an editor can do about a result: the edits of a finding, by file (SARIF 2.1.0, 3.55).
struct SarifFix: Encodable {
    private struct Text: Encodable { var text: String }
    private struct Change: Encodable {
        var artifactLocation: SarifArtifact
        var replacements: [Replacement]
    }
    private struct Replacement: Encodable {
        var deletedRegion: Region
        var insertedContent: Text
    }
    private struct Region: Encodable {
        var startLine: Int
        var startColumn: Int
        var endLine: Int
        var endColumn: Int
    }

    private let description: Text
    private let artifactChanges: [Change]

    /// Makes the fix of a finding; nil where no tool said one that can be applied.
    init?(_ finding: Finding) {
        guard let edits = finding.edits, !edits.isEmpty else { return nil }
        description = Text(text: finding.fixes?.first.flatMap { $0.isEmpty ? nil : $0 } ?? finding.message)
        artifactChanges = Dictionary(grouping: edits, by: \.path).sorted { $0.key < $1.key }.map { path, edits in
            Change(
                artifactLocation: SarifArtifact(path),
                replacements: edits.map { edit in
                    Replacement(
                        deletedRegion: Region(startLine: edit.line, startColumn: edit.column, endLine: edit.endLine, endColumn: edit.endColumn),
                        insertedContent: Text(text: edit.text))
                })
        }
    }
}
