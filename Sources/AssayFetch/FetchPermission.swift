import Glibc

/// What the user allows a fetch, besides the registries that the package managers are set up for.
package struct FetchPermission: Sendable {
    /// More hosts that may be reached.
    package let hosts: Set<FetchHost>
    /// Folders of the machine that are shown read-only, such as git repositories that manifests name.
    package let folders: [String]
    /// The most bytes that may come.
    package let bytes: Int
    /// What was allowed, as the user wrote it.
    package let words: [String]

    /// A permission for hosts (`name` or `name:port`) and absolute folders; nil names the first word that is neither.
    package init(_ words: [String], bytes: Int = 2 << 30) throws(Failure) {
        var hosts: Set<FetchHost> = []
        var folders: [String] = []
        for word in words {
            let path = word.hasPrefix("file://") ? String(word.dropFirst("file://".count)) : word
            if path.hasPrefix("/") {
                var status = stat()
                guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw Failure(word: word, isFolder: true) }
                folders.append(path)
            } else if let host = FetchHost(word, port: 443) {
                hosts.insert(host)
                // Who names a host alone means what is usual for it.
                if !word.contains(":") { hosts.insert(FetchHost(name: host.name, port: 80)) }
            } else {
                throw Failure(word: word)
            }
        }
        (self.hosts, self.folders, self.bytes, self.words) = (hosts, folders, bytes, words)
    }

    /// A word that is no host and no folder.
    package struct Failure: Error, CustomStringConvertible {
        /// The word.
        package let word: String
        /// Whether it is the path of a folder, which is not there.
        var isFolder = false
        /// What is wrong with it, and what would be right.
        package var description: String {
            isFolder ? "'\(word)' is no folder" : "'\(word)' is no host: name one as HOST or HOST:PORT, or the absolute path of a folder"
        }
    }
}
