package import AssayCore
package import AssaySupport
import FoundationEssentials
import Glibc

/// A scratch folder with one tree of files, accessible only to the user of the jail.
package struct Workspace {
    private let scratch: ScratchFolder
    /// The tree's root on the host, mounted at /w.
    package let path: String

    /// Makes an empty workspace whose scratch folder carries a name.
    package init(name: String) throws(HarnessError) {
        do {
            scratch = try ScratchFolder(name: name)
            path = scratch.path + "/w"
            try Self.makeFolder(path)
        } catch {
            throw HarnessError(.storage, "cannot make a workspace: \(error)")
        }
    }

    /// Makes a sibling folder, for results.
    package func folder(_ name: String) throws(HarnessError) -> String {
        do {
            try Self.makeFolder("\(scratch.path)/\(name)")
        } catch {
            throw HarnessError(.storage, "cannot make a workspace: \(error)")
        }
        return "\(scratch.path)/\(name)"
    }

    /// Makes a sibling folder of named pipes, through which two jails may talk.
    package func pipes(_ name: String, _ names: [String]) throws(HarnessError) -> String {
        let path = try folder(name)
        for name in names {
            let pipe = "\(path)/\(name)"
            guard mkfifo(pipe, 0o666) == 0, chmod(pipe, 0o666) == 0 else {
                throw HarnessError(.storage, "cannot make a pipe: \(String(cString: strerror(errno)))")
            }
        }
        return path
    }

    /// Makes an empty workspace that can be layered over another folder and receive what is written there.
    package static func layer(name: String) throws(HarnessError) -> Workspace {
        let workspace = try Workspace(name: name)
        _ = try workspace.folder("w-work")
        return workspace
    }

    /// Writes files; those with unchanged content, here or in the lower folder, keep their modification time.
    package func write(_ tree: FileTree, over base: String? = nil) throws(HarnessError) {
        do {
            try FolderWriter.write(tree, to: path, isOpen: true) { file, entry in
                guard let base, let data = entry.data else { return false }
                return access("\(path)/\(file)", F_OK) != 0 && FolderReader.content(of: "\(base)/\(file)") == data
            }
        } catch {
            throw HarnessError(.storage, "cannot write the workspace: \(error)")
        }
    }

    /// Empties files; a link that a build put in their place, or in that of a folder, is not followed.
    ///
    /// A workspace that is a layer over another folder gets an empty file in place of the other folder's.
    package func empty(_ files: [String], isLayer: Bool = false) {
        for file in files {
            let parts = file.split(separator: "/").map(String.init)
            var folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            for part in parts.dropLast() where folder >= 0 {
                if isLayer, mkdirat(folder, part, 0o777) == 0 { fchmodat(folder, part, 0o777, 0) }
                let inner = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                close(folder)
                folder = inner
            }
            guard folder >= 0 else { continue }
            let file = openat(folder, parts.last ?? "", O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (isLayer ? O_CREAT : 0), 0o644)
            if file >= 0 { close(file) }
            close(folder)
        }
    }

    /// The jail maps to a user that owns nothing, so what it may write is open to all.
    private static func makeFolder(_ path: String) throws {
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder { return }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        chmod(path, 0o777)
    }
}
