package import AssayCore

extension ToolchainProfile {
    /// Returns the project layouts of the given profiles, the most specific first.
    package static func layouts(of profiles: [ToolchainProfile]) -> [(language: Language, layout: ProjectLayout)] {
        profiles.flatMap { profile in (profile.layouts ?? []).map { (profile.language, $0) } }.sorted { $0.1.rank < $1.1.rank }
    }

    /// Returns the project layouts of all known profiles, the most specific first.
    package static func layouts() throws(HarnessError) -> [(language: Language, layout: ProjectLayout)] { layouts(of: try known()) }
}
