package import AssaySupport

/// What is to be done in a repository, as a person says it.
package enum TaskStatement {
    /// The longest statement that is read, in characters.
    private static let longest = 40_000

    /// The words themselves, or what is in the file that `@FILE` names.
    package static func read(_ words: String) throws(InputError) -> String {
        guard words.hasPrefix("@") else { return words }
        let path = String(words.dropFirst())
        let text = try TextFile.read(path).withUnixLineEnds
        guard !text.trimmed.isEmpty else { throw InputError(path, "is empty; it should hold the task's text") }
        return String(text.prefix(longest))
    }
}
