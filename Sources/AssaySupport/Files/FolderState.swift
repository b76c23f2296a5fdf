import FoundationEssentials
import Glibc

/// What tells one state of a folder from another without reading its files.
package enum FolderState {
    /// The digest of names, sizes and times of change of what is in a folder, at any depth; links are not followed.
    package static func digest(of folder: String) -> String {
        let names = ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
        return Digest.of(names.map { "\($0) \(state(of: "\(folder)/\($0)"))" }.joined(separator: "\n"))
    }

    /// The digest of the names and times of change of what is right in some folders; those that are not there count too.
    package static func digest(ofEntriesIn folders: [String]) -> String {
        let lines = folders.map { folder in
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            return ([folder] + names.map { "\($0) \(state(of: "\(folder)/\($0)"))" }).joined(separator: "\n")
        }
        return Digest.of(lines.joined(separator: "\n"))
    }

    /// Whether every part of a path below a folder is a folder and no link.
    package static func holdsFolder(_ path: String, in folder: String) -> Bool {
        var place = folder
        for part in path.split(separator: "/") {
            place += "/\(part)"
            var status = stat()
            guard lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        }
        return true
    }

    private static func state(of path: String) -> String {
        var status = stat()
        guard lstat(path, &status) == 0 else { return "gone" }
        return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
    }
}
