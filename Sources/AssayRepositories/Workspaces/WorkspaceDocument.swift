/// Files that nothing is built of: what people read.
enum WorkspaceDocument {
    private static let endings = [".md", ".markdown", ".rst", ".adoc"]
    private static let pictures = [".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".ico"]
    private static let names = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS", "CONTRIBUTORS", "CODEOWNERS", "MAINTAINERS", "PATENTS", "CHANGELOG"]

    /// Whether a file outside of all members is a document by its name.
    static func contains(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if endings.contains(where: name.lowercased().hasSuffix) { return true }
        if names.contains(where: { name == $0 || name == $0 + ".txt" || name.hasPrefix($0 + "-") && !name.contains(".") }) { return true }
        return pictures.contains(where: name.lowercased().hasSuffix) && ["docs", "doc", ".github", "assets"].contains { path.hasPrefix($0 + "/") }
    }
}
