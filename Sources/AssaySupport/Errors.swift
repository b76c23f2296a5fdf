/// Input that could not be read: what, where and what to do.
package struct InputError: Error, Sendable, CustomStringConvertible {
    /// What is the matter, as far as the exit code tells it apart (sysexits.h).
    package enum Kind: Sendable {
        /// It is there, and is not what it should be.
        case malformed
        /// It is not there, or may not be read.
        case missing
        /// It cannot be written: no permission, a full or a closed device.
        case unwritable
    }

    /// The file, with its line where one is meant.
    package var place: String
    /// What is wrong, and what to do.
    package var message: String
    package let kind: Kind
    /// Makes an error of input at a place.
    package init(_ place: String, _ message: String, kind: Kind = .malformed) {
        self.kind = kind
        self.place = place
        self.message = message
    }
    package var description: String { "\(place): \(message)" }
}

/// A folder of ours that could not be made, copied or kept.
package struct FolderError: Error, Sendable, CustomStringConvertible {
    /// The folder.
    package var path: String
    /// What is wrong, and what to do.
    package var message: String
    /// Makes an error of a folder.
    package init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }
    package var description: String { "\(path): \(message)" }
}
