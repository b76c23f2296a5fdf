/// What was read of a folder.
package struct FolderContents: Sendable {
    /// Something that lies in the folder and was not read.
    package struct LeftOut: Sendable, Equatable {
        /// The path, relative to the folder, made printable.
        package let path: String
        /// Why it was not read.
        package let reason: Reason

        /// Makes it; a path in any encoding is made printable.
        package init(_ path: String, _ reason: Reason) {
            self.path = TerminalText.line(path)
            self.reason = reason
        }
    }

    /// Why a file is not read.
    package enum Reason: String, Sendable, CaseIterable {
        /// A folder that a tool made and makes again.
        case toolFolder = "made by a tool"
        /// A file or folder that the repository's `.gitignore` names.
        case ignored = "ignored by git"
        /// A symbolic link that leads out of the folder, or goes up behind a name.
        case link = "a link that leads out of the folder"
        /// A submodule that is not checked out.
        case submodule = "a submodule that is not checked out; run: git submodule update --init"
        /// A socket, pipe or device.
        case special = "no regular file"
        /// A name with control characters, of more than 512 bytes, or that is not UTF-8.
        case name = "a name that is not plain UTF-8"
    }

    /// What was read.
    package var tree = FileTree()
    /// What was not, in order.
    package var leftOut: [LeftOut] = []
    /// The folders of submodules of a git repository, whose files belong to other repositories.
    package var submodules: [String] = []

    /// Makes contents of nothing.
    package init() {}

    /// Returns what lies below a folder, with paths from there; everything for an empty path.
    package func below(_ folder: String) -> FolderContents {
        guard !folder.isEmpty else { return self }
        var part = FolderContents()
        func inner(_ path: String) -> String? { path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil }
        part.tree = tree.below(folder)
        part.leftOut = leftOut.compactMap { one in inner(one.path).map { LeftOut($0, one.reason) } }
        part.submodules = submodules.compactMap(inner)
        return part
    }

    /// What was left out, in one phrase for each reason; nil when nothing was.
    package var leftOutText: String? {
        let phrases = Reason.allCases.compactMap { reason -> String? in
            let paths = leftOut.filter { $0.reason == reason }.map(\.path)
            guard !paths.isEmpty else { return nil }
            return "\(paths.listed(atMost: 3)) (\(reason.rawValue))"
        }
        return phrases.isEmpty ? nil : phrases.joined(separator: "; ")
    }
}
