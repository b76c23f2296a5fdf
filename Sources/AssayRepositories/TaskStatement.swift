package import AssaySupport
import FoundationEssentials
import Glibc

/// What is to be done in a repository, as a person says it.
package enum TaskStatement {
    /// The longest statement that is read, in characters.
    private static let longest = 40_000

    /// The words themselves, or what is in the file that `@FILE` names.
    package static func read(_ words: String) throws(InputError) -> String {
        guard words.hasPrefix("@") else { return words }
        let path = String(words.dropFirst())
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), !text.trimmed.isEmpty else {
            throw InputError(path, "cannot be read as the task's text, or is empty", kind: access(path, R_OK) == 0 ? .malformed : .missing)
        }
        return String(text.prefix(longest))
    }
}
