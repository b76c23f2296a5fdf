import AssaySupport

/// The arguments of a call, which fit the tool's schema.
struct ToolArguments: Sendable {
    /// The most bytes of all files that a call brings.
    static let mostFileBytes = 8 << 20
    /// The most files that a call brings.
    static let mostFiles = 2000

    private let members: [String: JSONValue]

    /// Checks arguments against a tool's schema.
    init(_ value: JSONValue, of tool: any Tool) throws(RPCError) {
        if let problem = ArgumentCheck.problem(value, tool.input) { throw RPCError(.invalidParams, "\(tool.name): \(problem)") }
        members = value.object ?? [:]
    }

    func text(_ name: String) -> String? { members[name]?.text }
    func texts(_ name: String) -> [String] { members[name]?.texts ?? [] }
    func number(_ name: String) -> Double? { members[name]?.number }
    func flag(_ name: String) -> Bool { members[name] == true }

    /// The files of the call by their relative paths; nil where it brings none.
    func files() throws -> FileTree? {
        guard let texts = members["files"]?.textMap, !texts.isEmpty else { return nil }
        guard texts.values.reduce(0, { $0 + $1.utf8.count }) <= Self.mostFileBytes else {
            throw ToolError("the files are larger than \(Self.mostFileBytes >> 20) MiB together; name a folder instead")
        }
        let tree = try FileTree(texts)
        // A file cannot lie where another path has a folder.
        for path in tree.paths {
            var folder = path
            while let slash = folder.lastIndex(of: "/") {
                folder = String(folder[..<slash])
                if texts[folder] != nil { throw ToolError("'\(TerminalText.line(folder))' is both a file and a folder of files") }
            }
        }
        return tree
    }
}
