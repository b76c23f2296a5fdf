/// Input that could not be read: what, where and what to do.
package struct InputError: Error, Sendable, CustomStringConvertible {
    /// The kind of input error, which decides the exit code (sysexits.h).
    package enum Kind: Sendable {
        /// The input exists but is invalid.
        case malformed
        /// The input does not exist or cannot be read.
        case missing
        /// The output cannot be made: no permission, or no such folder.
        case unwritable
        /// The output was lost while it was written: a full or a closed device.
        case lost
    }

    /// The file, followed by a line number if the error is about a line.
    package let place: String
    /// The problem, and what the user can do about it.
    package let message: String
    /// The kind of the error.
    package let kind: Kind
    /// Makes an error of input at a place.
    package init(_ place: String, _ message: String, kind: Kind = .malformed) {
        self.kind = kind
        self.place = place
        self.message = message
    }

    /// The message for people, after the place.
    package var description: String { "\(place): \(message)" }
}

/// One of Assay's own folders could not be made, copied or kept.
package struct FolderError: Error, Sendable, CustomStringConvertible {
    /// The folder.
    package let path: String
    /// The problem, and what the user can do about it.
    package let message: String
    /// Makes an error of a folder.
    package init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    /// The message for people, after the folder.
    package var description: String { "\(path): \(message)" }
}
