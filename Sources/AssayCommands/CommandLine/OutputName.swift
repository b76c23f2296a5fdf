import ArgumentParser

/// What the file may be called that `-o` names.
enum OutputName {
    /// Throws for a hyphen, which would be a file of that name.
    static func check(_ path: String?) throws {
        guard path != "-" else { throw ValidationError("-o names a file, and '-' is none; what is printed without -o goes to standard output") }
    }

    /// The error for a file whose ending does not say what to write.
    static func unknownFormat(_ path: String, known endings: String) -> ValidationError {
        ValidationError("\(path): the ending names no format; use \(endings) or --format")
    }
}
