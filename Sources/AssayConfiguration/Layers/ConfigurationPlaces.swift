import AssaySupport
import FoundationEssentials
import Glibc

/// Where settings are looked for: the nearest `assay.yaml` upward, the user's file, and variables of the environment.
package struct ConfigurationPlaces: Sendable {
    /// The nearest `assay.yaml`: in the folder itself or above it.
    package let nearest: String?
    /// The user's file, `assay/config.yaml` below `XDG_CONFIG_HOME` or `~/.config`, where it is there.
    package let user: String?
    /// The environment.
    package let environment: [String: String]

    /// Looks from a folder upward; `excluded` is a folder whose own file is not asked, since it is part of what is judged.
    package init(
        from folder: String = FileManager.default.currentDirectoryPath, environment: [String: String] = ProcessInfo.processInfo.environment,
        excluding excluded: String? = nil
    ) {
        self.environment = environment
        let left = excluded.flatMap(Self.real)
        let isInside = left.map { ((Self.real(folder) ?? folder) + "/").hasPrefix($0 + "/") } ?? false
        nearest = if let left, isInside { Self.file(above: left) } else { Self.file(from: folder) }
        user = Self.userFile(environment).flatMap { access($0, F_OK) == 0 ? $0 : nil }
    }

    /// The place of the user's file, whether it is there or not; nil where there is no home.
    package static func userFile(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/assay/config.yaml" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config/assay/config.yaml" : nil }
    }

    private static func file(from folder: String) -> String? {
        let isCurrent = folder == FileManager.default.currentDirectoryPath
        let path = isCurrent ? ProjectSection.file : "\(folder)/\(ProjectSection.file)"
        return isFile(path, of: nil) ? path : file(above: folder)
    }

    /// The nearest file above a folder; it counts only where it belongs to this user or to root, as anyone may write to `/tmp`.
    private static func file(above folder: String) -> String? {
        var place = folder[...]
        while let slash = place.lastIndex(of: "/") {
            place = place[..<slash]
            let path = "\(place)/\(ProjectSection.file)"
            if isFile(path, of: [0, geteuid()]) { return path }
        }
        return nil
    }

    private static func isFile(_ path: String, of owners: [uid_t]?) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR && owners?.contains(status.st_uid) != false
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
