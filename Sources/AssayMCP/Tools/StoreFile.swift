import AssayStore

/// The database of runs that a call names.
enum StoreFile {
    /// Opens a database inside the roots, which is never written.
    static func open(_ path: String, _ roots: RootFolders) throws -> Store { try Store(readOnly: try roots.resolve(path)) }
}
