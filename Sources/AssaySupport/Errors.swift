/// Input that could not be read: what, where and what to do.
package struct InputError: Error, Sendable, CustomStringConvertible {
    package var place: String
    package var message: String
    package init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }
    package var description: String { "\(place): \(message)" }
}

/// A folder of ours that could not be made, copied or kept.
package struct FolderError: Error, Sendable, CustomStringConvertible {
    package var path: String
    package var message: String
    package init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }
    package var description: String { "\(path): \(message)" }
}
