import AssaySupport
import Glibc

/// The folders outside of which the server reads nothing.
package struct RootFolders: Sendable, Equatable {
    /// The folders with all links resolved.
    let folders: [String]

    /// Takes those folders that are there; with `within`, only those that lie in one of these.
    package init(_ paths: [String], within bounds: RootFolders? = nil) {
        folders = paths.compactMap(Self.real).filter(Self.isFolder).filter { folder in bounds.map { $0.contain(folder) } ?? true }.uniqued()
    }

    /// Reads the answer to `roots/list`, folders as `file:` addresses.
    ///
    /// What is none is left out.
    init(answer: JSONValue, within bounds: RootFolders?) {
        guard case .array(let roots) = answer["roots"] else {
            self.init([])
            return
        }
        self.init(roots.prefix(256).compactMap { $0["uri"]?.text.flatMap(Self.path(ofAddress:)) }, within: bounds)
    }

    /// Returns the real path of a file or folder that people or models name.
    ///
    /// A relative path is looked for in each root. Links and `..` are followed first, so that neither leads out.
    func resolve(_ path: String) throws(ToolError) -> String {
        let name = TerminalText.line(path, limit: 200)
        guard !folders.isEmpty else { throw ToolError("the client has named no root folder that is here, so nothing can be read") }
        guard !path.isEmpty, !path.utf8.contains(0) else { throw ToolError("a path must not be empty, nor hold a NUL") }
        let places = path.hasPrefix("/") ? [path] : folders.map { "\($0)/\(path)" }
        let found = places.compactMap(Self.real)
        if let inside = found.first(where: contain) { return inside }
        // What lies outside is not told from what is not there, so that nobody can ask what there is.
        throw ToolError("'\(name)' is not a file or folder inside the roots (\(folders.listed(atMost: 3)))")
    }

    /// Returns the real path of a folder that people or models name.
    func folder(_ path: String) throws(ToolError) -> String {
        let real = try resolve(path)
        guard Self.isFolder(real) else { throw ToolError("'\(TerminalText.line(path))' is a file; name a folder") }
        return real
    }

    /// Whether a real path is a root or lies below one.
    private func contain(_ path: String) -> Bool {
        folders.contains { $0 == "/" || path.utf8.elementsEqual($0.utf8) || path.utf8.starts(with: ($0 + "/").utf8) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }

    /// The path of an address such as `file:///home/me/a%20b`; nil for one of another machine or kind.
    static func path(ofAddress address: String) -> String? {
        guard address.lowercased().hasPrefix("file://") else { return nil }
        let rest = address.dropFirst("file://".count)
        guard let slash = rest.firstIndex(of: "/"), ["", "localhost"].contains(rest[..<slash].lowercased()) else { return nil }
        var (bytes, escaped) = ([UInt8](), Array(rest[slash...].utf8)[...])
        while let byte = escaped.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard escaped.count >= 2, let value = UInt8(String(decoding: escaped.prefix(2), as: UTF8.self), radix: 16), value != 0 else { return nil }
            bytes.append(value)
            escaped = escaped.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
