package import AssaySupport
import FoundationEssentials

extension GitRepository {
    /// Returns the files of a revision below a folder, byte by byte as they were committed.
    ///
    /// The folder is one of a working tree, or a repository without one, and stays as it is.
    /// No filter and no attribute of the repository applies. Submodules are read where they are checked out.
    package static func contents(of revision: String, in folder: String) async throws -> FolderContents {
        // git would read a revision that begins with a dash as an option.
        guard !revision.hasPrefix("-") else { throw InputError(revision, "is not a revision") }
        var contents = FolderContents()
        try await add(revision, in: folder, below: "", to: &contents)
        return contents
    }

    /// One line of `git ls-tree -r -l -z`.
    private struct Entry {
        let mode: Substring
        let object: String
        let size: Int
        let path: String

        init?(_ line: Substring) {
            guard let tab = line.firstIndex(of: "\t") else { return nil }
            let words = line[..<tab].split(separator: " ")
            guard words.count == 4 else { return nil }
            (mode, object, size, path) = (words[0], String(words[2]), Int(words[3]) ?? 0, String(line[line.index(after: tab)...]))
        }
    }

    private static func add(_ revision: String, in folder: String, below prefix: String, to contents: inout FolderContents) async throws {
        let listed = try await git(["-C", folder, "ls-tree", "-r", "-l", "-z", revision])
        guard listed.succeeded else {
            throw InputError(folder, "git cannot read '\(TerminalText.line(revision))': \(TerminalText.line(listed.error, limit: 300))")
        }
        let entries = listed.output.split(separator: "\0").compactMap(Entry.init)
        let blobs = entries.filter { $0.mode != "160000" }
        guard blobs.reduce(0, { $0 + $1.size }) <= FolderReader.mostBytes else {
            throw InputError(folder, "holds more than \(FolderReader.mostBytes >> 20) MiB at '\(TerminalText.line(revision))'")
        }
        for (entry, data) in zip(blobs, try await objects(blobs.map(\.object), in: folder)) {
            let path = prefix + entry.path
            do {
                let text = String(decoding: data, as: UTF8.self)
                try contents.tree.set(path, entry.mode == "120000" ? .link(text) : FileEntry(data, isExecutable: entry.mode == "100755"))
            } catch {
                contents.leftOut.append(.init(path, entry.mode == "120000" ? .link : .name))
            }
        }
        for module in entries where module.mode == "160000" {
            let place = "\(folder)/\(module.path)"
            contents.submodules.append(prefix + module.path)
            guard FileManager.default.fileExists(atPath: place + "/.git") else {
                contents.leftOut.append(.init(prefix + module.path + "/", .submodule))
                continue
            }
            try await add(module.object, in: place, below: prefix + module.path + "/", to: &contents)
        }
    }

    /// The contents of objects, in order.
    private static func objects(_ names: [String], in folder: String) async throws -> [Data] {
        guard !names.isEmpty else { return [] }
        let bytes = try await output(
            ["-C", folder, "cat-file", "--batch"], input: names.joined(separator: "\n") + "\n", limit: FolderReader.mostBytes + names.count * 128)
        var rest = bytes[...]
        return try names.map { name in
            // `<object> SP blob SP <size> LF <content> LF` (git-cat-file(1), BATCH OUTPUT)
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
                let size = Int(String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").last ?? ""), rest.endIndex - end > size + 1
            else { throw InputError(folder, "git cannot read the object \(name)") }
            let content = rest[(end + 1)..<(end + 1 + size)]
            rest = rest[(end + 2 + size)...]
            return Data(content)
        }
    }
}
