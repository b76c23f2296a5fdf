import AssaySupport

/// The protection of the sandbox and the resources used, over all commands of a verification.
package struct SandboxSummary: Sendable, Codable, Equatable {
    /// The weakest isolation level in which a command ran; nil when none did.
    package var isolationLevel: IsolationLevel?
    /// The layers that every run had.
    package var layers: [String] = []
    /// The number of runs.
    package var runs = 0
    /// CPU seconds of all runs together.
    package var cpuSeconds = 0.0
    /// Wall-clock seconds of all runs together.
    package var wallSeconds = 0.0
    /// The largest memory of any run in bytes; nil where it was not measured.
    package var peakMemoryBytes: Double?
    /// The limits that were exceeded.
    package var limitsHit: [SandboxLimit] = []

    /// Makes a summary of no runs.
    package init() {}

    /// The isolation level for a reader: its name, or `none` where no command ran.
    package var isolationWords: String { "isolation level \(isolationLevel?.rawValue ?? "none")" }

    /// Adds one part of a command that many candidates shared.
    package mutating func add(_ result: SandboxResult, shared count: Int) {
        var part = result
        part.usage.cpuSeconds = result.usage.cpuSeconds.map { $0 / Double(count) }
        part.usage.wallSeconds /= Double(count)
        part.limitHit = nil
        add(part)
    }

    /// Adds the resource usage of another summary.
    package mutating func add(_ other: SandboxSummary) {
        isolationLevel = [isolationLevel, other.isolationLevel].compactMap { $0 }.min()
        if layers.isEmpty { layers = other.layers }
        runs += other.runs
        cpuSeconds += other.cpuSeconds
        wallSeconds += other.wallSeconds
        peakMemoryBytes = [peakMemoryBytes, other.peakMemoryBytes].compactMap { $0 }.max()
        limitsHit = (limitsHit + other.limitsHit).uniqued()
    }

    /// Adds one command's usage.
    package mutating func add(_ result: SandboxResult) {
        isolationLevel = [isolationLevel, result.isolationLevel].compactMap { $0 }.min()
        layers = result.layers
        runs += 1
        cpuSeconds += result.usage.cpuSeconds ?? 0
        wallSeconds += result.usage.wallSeconds
        if let peak = result.usage.peakMemoryBytes {
            peakMemoryBytes = max(peakMemoryBytes ?? 0, peak)
        }
        if let hit = result.limitHit, !limitsHit.contains(hit) { limitsHit.append(hit) }
    }
}

extension SandboxSummary {
    private enum CodingKeys: String, CodingKey {
        case isolationLevel, layers, runs, cpuSeconds, wallSeconds, peakMemoryBytes, limitsHit
    }

    /// Decodes a summary of this or an older schema version.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        isolationLevel = try IsolationLevel.decode(from: decoder)
        layers = try fields.decode([String].self, forKey: .layers)
        runs = try fields.decode(Int.self, forKey: .runs)
        cpuSeconds = try fields.decode(Double.self, forKey: .cpuSeconds)
        wallSeconds = try fields.decode(Double.self, forKey: .wallSeconds)
        peakMemoryBytes = try fields.decodeIfPresent(Double.self, forKey: .peakMemoryBytes)
        limitsHit = try fields.decode([SandboxLimit].self, forKey: .limitsHit)
    }

    /// Writes `isolation_level` always, as null where no command ran.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(isolationLevel, forKey: .isolationLevel)
        try fields.encode(layers, forKey: .layers)
        try fields.encode(runs, forKey: .runs)
        try fields.encode(cpuSeconds, forKey: .cpuSeconds)
        try fields.encode(wallSeconds, forKey: .wallSeconds)
        try fields.encodeIfPresent(peakMemoryBytes, forKey: .peakMemoryBytes)
        try fields.encode(limitsHit, forKey: .limitsHit)
    }
}
