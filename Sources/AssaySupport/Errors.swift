/// Input that could not be read: what, where and what to do.
package struct InputError: Error, Sendable, CustomStringConvertible {
    /// The file, with its line where one is meant.
    package var place: String
    /// What is wrong, and what to do.
    package var message: String
    /// Makes an error of input at a place.
    package init(_ place: String, _ message: String) {
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
