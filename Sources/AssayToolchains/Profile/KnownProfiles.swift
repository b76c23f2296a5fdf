package import AssayCore
import Glibc
import Synchronization

/// The decoded profiles of a process, by the folder of the user's own that they were read with.
///
/// A class, because its callers share what one of them decoded. A folder is read once: a profile that changes while the
/// process runs counts from the next process on.
package final class KnownProfiles: Sendable {
    /// The profiles of this process.
    package static let shared = KnownProfiles()

    private struct Decoded {
        var profiles: [String: [ToolchainProfile]] = [:]
        var readings = 0
    }

    private let decoded = Mutex(Decoded())

    /// Makes an empty memory.
    package init() {}

    /// The number of times that profiles were decoded.
    package var readings: Int { decoded.withLock { $0.readings } }

    /// Returns the embedded profiles, each replaced by the user's own for its language; an error is not remembered.
    package func profiles() throws(HarnessError) -> [ToolchainProfile] {
        let folder = getenv(ToolchainProfile.variable).map { String(cString: $0) } ?? ""
        return try profiles(folder: folder)
    }

    /// Returns the built-in profiles with those of a folder; an empty name means no folder.
    package func profiles(folder: String) throws(HarnessError) -> [ToolchainProfile] {
        // The lock is held while they are decoded, so that callers at the same time do not decode them twice.
        try decoded.withLock { decoded throws(HarnessError) in
            if let known = decoded.profiles[folder] { return known }
            decoded.readings += 1
            let embedded = try ToolchainProfile.embedded()
            let own = folder.isEmpty ? [] : try ToolchainProfile.read(folder)
            let profiles = embedded.filter { profile in !own.contains { $0.language == profile.language } } + own
            decoded.profiles[folder] = profiles
            return profiles
        }
    }
}
