package import AssayCore

/// A folder that was found to be a project of some toolchain, and why.
package struct DetectedProject: Sendable {
    /// The language of its toolchain.
    package let language: Language
    /// Which of its files are tests.
    package let layout: ProjectLayout
    /// Its folder below the one that was looked at; empty for that itself.
    package let folder: String
    /// The file that says so, from the folder that was looked at.
    package let file: String
    /// What the file says; empty where its name is all.
    package let says: String
    /// The build system that the file declares; nil where the names in the tree tell.
    package let buildSystem: String?
    /// How strong the evidence is, from 1 to 100.
    package let score: Int

    /// Its toolchain and the file that says so, as `Go (go.mod)`.
    package var words: String { "\(language.title) (\(file)\(says.isEmpty ? "" : " \(says)"))" }
}
