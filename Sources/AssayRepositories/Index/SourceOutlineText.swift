import AssaySupport

/// The lines by which a file declares something, to stand for the file where its whole text is too long.
package enum SourceOutlineText {
    /// Returns the declarations of a file, one a line; empty where it declares nothing.
    package static func lines(_ text: String, of path: String) -> String {
        if path.hasSuffix(".swift") { return SwiftOutline.lines(text) }
        let parts = SourceParts(text)
        return parts.declarations.map { String(parts.lines[$0].prefix(160)).trimmedEnd + "\n" }.joined()
    }
}
