import Subprocess

/// Copies of folders that the jail's user may change.
package enum FolderCopy {
    /// Copies the contents of a folder into another, symbolic links as links.
    package static func contents(of folder: String, into target: String) async throws(FolderError) {
        try await tool("cp", ["-a", "--no-preserve=ownership", folder + "/.", target])
        try await tool("chmod", ["-R", "a+rwX", target])
    }

    /// Copies the contents of a folder that untrusted code has filled into one that all may read and only we may write: no mode
    /// of it stays but whether a file can be run.
    ///
    /// Where the code has put a link in its place, what that leads to is not copied.
    package static func readable(of folder: String, into target: String) async throws(FolderError) {
        guard FolderState.holdsFolder(String(folder.split(separator: "/").last ?? ""), in: folder.parentFolder) else {
            throw FolderError(folder, "is no folder, or a link that untrusted code has put in its place")
        }
        try await tool("cp", ["-a", "--no-preserve=ownership", folder + "/.", target])
        try await tool("chmod", ["-R", "u=rwX,go=rX,ug-s", target])
    }

    private static func tool(_ name: String, _ arguments: [String]) async throws(FolderError) {
        do {
            let ended = try await Subprocess.run(
                .name(name), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 4096))
            if ended.terminationStatus.isSuccess { return }
            throw FolderError(arguments.last ?? "", "\(name) failed: \(ended.standardError.trimmed)")
        } catch let error as FolderError {
            throw error
        } catch {
            throw FolderError(arguments.last ?? "", "\(name) cannot be run: \(error)")
        }
    }
}
