import AssaySandbox
import FoundationEssentials
import Glibc

/// Where Assay keeps what can be made again.
package enum CacheFolder {
    /// `ASSAY_CACHE`, else `$XDG_CACHE_HOME/assay`, else `~/.cache/assay`.
    package static var path: String {
        if let own = value("ASSAY_CACHE") { return own }
        if let base = value("XDG_CACHE_HOME") { return base + "/assay" }
        return (value("HOME") ?? "/tmp") + "/.cache/assay"
    }

    private static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a folder was made to its end.
    static func isComplete(_ folder: String) -> Bool { access(folder + "/.complete", F_OK) == 0 }

    /// Makes a folder in whole or not at all; another process may be faster, and either is right.
    static func make(_ folder: String, _ fill: (String) async throws -> Void) async throws {
        let draft = folder + "-draft-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
        do {
            try await fill(draft)
            try Data().write(to: URL(filePath: draft + "/.complete"))
        } catch {
            ScratchFolder.remove(draft)
            throw error
        }
        if rename(draft, folder) != 0 { ScratchFolder.remove(draft) }
    }
}
