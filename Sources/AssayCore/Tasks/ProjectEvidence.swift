/// A file whose presence and contents say that a folder is a project of some toolchain.
package struct ProjectEvidence: Sendable, Codable, Equatable {
    /// Patterns of its path: a name without `*` directly in the folder that is looked at, one with `*` anywhere below it.
    package let files: [String]
    /// Patterns of further files below the folder in which `holds` may match.
    package let also: [String]?
    /// A regular expression that must match in the file or in one of the further ones; `^` is the start of a line.
    package let holds: String?
    /// A regular expression that must not match in the file.
    package let lacks: String?
    /// Patterns of further files, anywhere below the folder, of which one must be there.
    package let with: [String]?
    /// How strong the evidence is, from 1 to 100; from `declares` on, its build file says so without doubt.
    package let score: Int
    /// What the file says, for a person; nil means its name alone.
    package let says: String?

    /// The build system that the file declares; nil where the names in the tree tell.
    package let form: String?

    /// The score from which evidence is a declaration by a build file, and all toolchains that have it are run.
    package static let declares = 60
}
