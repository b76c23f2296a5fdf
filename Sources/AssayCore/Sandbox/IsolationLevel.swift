/// How strongly a sandbox separates a command from the host; a weaker level compares as less than a stronger one.
package enum IsolationLevel: String, Sendable, Codable, CaseIterable {
    /// Namespaces, Landlock, seccomp and a cgroup.
    case full
    /// Namespaces, Landlock and seccomp; without a cgroup, limits hold for each process and not for their sum.
    case noCgroup = "no-cgroup"
    /// Landlock and seccomp under a user ID of its own; no namespaces.
    case bare

    /// The level that the launcher's number stands for: 1 is `full`, 2 `no-cgroup`, 3 `bare`; nil for any other number.
    package init?(launcherTier: Int) {
        guard let level = Self.allCases.first(where: { $0.launcherTier == launcherTier }) else { return nil }
        self = level
    }

    /// The number that the launcher's arguments and outcomes use for this level.
    package var launcherTier: Int {
        switch self {
        case .full: 1
        case .noCgroup: 2
        case .bare: 3
        }
    }
}

extension IsolationLevel {
    /// The meaning of the level in a few words, for readers who do not know it.
    package var meaning: String {
        switch self {
        case .full: "all layers of the sandbox"
        case .noCgroup: "no cgroup, so limits hold for each process and not for their sum"
        case .bare: "no namespaces, only a filter of system calls and files"
        }
    }

    /// The level with its meaning, such as `isolation level full: all layers of the sandbox`.
    package var words: String { "isolation level \(rawValue): \(meaning)" }
}

extension IsolationLevel: Comparable {
    /// Orders isolation levels from the weakest to the strongest.
    package static func < (left: IsolationLevel, right: IsolationLevel) -> Bool {
        left.launcherTier > right.launcherTier
    }
}

extension IsolationLevel {
    private enum Key: String, CodingKey { case isolationLevel, tier }

    /// Reads `isolation_level`, or the number `tier` that the launcher and older output have in its place; 0 is none.
    package static func decode(from decoder: any Decoder) throws -> IsolationLevel? {
        let fields = try decoder.container(keyedBy: Key.self)
        if fields.contains(.isolationLevel) { return try fields.decodeIfPresent(Self.self, forKey: .isolationLevel) }
        let tier = try fields.decode(Int.self, forKey: .tier)
        if tier == 0 { return nil }
        guard let level = IsolationLevel(launcherTier: tier) else {
            throw DecodingError.dataCorruptedError(forKey: .tier, in: fields, debugDescription: "no isolation level has the number \(tier)")
        }
        return level
    }
}
