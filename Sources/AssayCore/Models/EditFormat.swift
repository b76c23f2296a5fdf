/// The format in which a model is asked to write changes.
package enum EditFormat: String, Sendable, Codable, CaseIterable {
    /// Every file as a whole: what small models do best.
    case whole
    /// Changes to existing files: lines to search for and the lines that replace them.
    case searchReplace = "search_replace"
}
