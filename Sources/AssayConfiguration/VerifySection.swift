import AssayCore
import AssaySupport

/// Reads the section `verify`: limits, isolation and reruns of verifications.
enum VerifySection {
    /// The key `verify`, with the keys under it.
    static var key: SettingKey { SettingKey("verify", .mapping(settings.map(\.key))) }

    private static let level = "minimum_isolation"
    /// The old name of that key, whose value is a number from 1 to 3.
    private static let tier = "minimum_tier"
    /// The path of the old name.
    static let oldPath = "verify.\(tier)"

    /// Reads the section; throws when it has both the old and the new name of a key.
    static func read(_ reader: YAMLReader, into file: inout ProjectFile) throws(ConfigurationError) {
        if let old = reader.child(tier), reader.child(level) != nil {
            throw old.problem("'\(tier)' is the old name of '\(level)'; give only one of them")
        }
        try reader.read(settings, into: &file)
    }

    private static var settings: [Setting<ProjectFile>] {
        [
            Setting(SettingKey("limits", .mapping(SandboxLimits.settings.map(\.key)))) { (reader, file) throws(ConfigurationError) in
                try reader.read(SandboxLimits.settings, into: &file.limits)
                try reader.read(SandboxLimits.settings, into: &file.projectLimits)
            },
            .integer("rerun", \.reruns, 0...100),
            .choice(level, \.minimumIsolation),
            Setting(SettingKey(tier, .integer(1...3))) { (reader, file) throws(ConfigurationError) in
                let number = try reader.int(1...3)
                guard let known = IsolationLevel(launcherTier: number) else { throw reader.problem("'\(tier)' is 1, 2 or 3") }
                file.minimumIsolation = known
                file.notes.append("\(reader.file): \(tier): \(number) is now \(level): \(known.rawValue)")
            },
            .choice("isolation", \.isolation),
        ]
    }
}

extension SandboxLimits: SettingsType {
    static var defaults: SandboxLimits { SandboxLimits() }

    /// The keys of `verify.limits`.
    static var settings: [Setting<SandboxLimits>] {
        [
            .number("wall", \.wallSeconds, 0.1...86400),
            .number("cpu", \.cpuSeconds, 0.1...86400),
            .number("idle", \.idleSeconds, 0.1...86400),
            .bytes("memory_mib", \.memoryBytes, 16...1_048_576, unit: 1 << 20),
            .integer("processes", \.processes, 1...65536),
            .bytes("output_kib", \.outputBytes, 1...1_048_576, unit: 1 << 10),
            .bytes("disk_mib", \.diskBytes, 1...1_048_576, unit: 1 << 20),
        ]
    }
}
