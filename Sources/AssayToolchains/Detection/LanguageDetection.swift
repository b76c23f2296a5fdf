package import AssayCore

extension ToolchainProfile {
    /// How projects are told, in the order in which it is tried: what tells more comes first.
    package static func layouts(of profiles: [ToolchainProfile]) -> [(language: Language, layout: ProjectLayout)] {
        profiles.flatMap { profile in (profile.layouts ?? []).map { (profile.language, $0) } }.sorted { $0.1.rank < $1.1.rank }
    }

    /// How projects are told by all known profiles.
    package static func layouts() throws(HarnessError) -> [(language: Language, layout: ProjectLayout)] { layouts(of: try known()) }
}
