import AssayStore
import AssaySupport

/// The database of runs that a call names.
enum StoreFile {
    /// Opens a database inside the roots, which is never written.
    static func open(_ path: String, _ roots: RootFolders) throws -> Store {
        guard let file = try? roots.resolve(path) else {
            let name = TerminalText.line(path, limit: 200)
            throw ToolError("no run is stored in '\(name)' inside the roots (\(roots.folders.listed(atMost: 3))); 'assay bench' and 'assay solve' store runs")
        }
        return try Store(readOnly: file)
    }
}
