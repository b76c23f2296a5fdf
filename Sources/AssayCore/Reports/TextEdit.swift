/// A replacement of a part of a file, as a tool proposes it: all edits of a finding together mend it.
///
/// Lines and columns are counted from 1, columns in characters; the end lies behind the last character that is replaced.
package struct TextEdit: Sendable, Codable, Equatable {
    /// The file within the candidate.
    package var path: String
    /// The line of the first character that is replaced.
    package let line: Int
    /// The column of the first character that is replaced.
    package let column: Int
    /// The line of the end.
    package let endLine: Int
    /// The column of the end.
    package let endColumn: Int
    /// The text to put there; empty where something is removed.
    package let text: String

    /// Makes an edit; an insertion ends where it begins.
    package init(path: String, line: Int, column: Int, endLine: Int, endColumn: Int, text: String) {
        self.path = path
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
        self.text = text
    }
}

/// Another place that belongs to a finding, such as the first of two definitions.
package struct RelatedPlace: Sendable, Codable, Equatable {
    /// The file within the candidate.
    package var path: String
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted from 1.
    package let column: Int?
    /// What is there, in one line.
    package let message: String

    /// Makes a place.
    package init(path: String, line: Int, column: Int? = nil, message: String) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }
}
