package import AssaySupport

/// Reads the statement of a task from the command line.
package enum TaskStatement {
    /// The longest statement in characters; the rest of a longer one is cut off.
    private static let longest = 40_000

    /// Returns the given text or, for `@FILE`, the text of that file; throws when the file is missing or empty.
    package static func read(_ words: String) throws(InputError) -> String {
        guard words.hasPrefix("@") else { return words }
        let path = String(words.dropFirst())
        let text = try TextFile.read(path).withUnixLineEnds
        guard !text.trimmed.isEmpty else { throw InputError(path, "is empty; it should hold the task's text") }
        return String(text.prefix(longest))
    }
}
