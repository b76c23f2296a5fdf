package import AssayConfiguration
import AssayCore
import AssayModels
package import AssayPipeline
import AssaySupport
import AssayVerify

/// All that can change an arm's answers or their judgement, each part under a name that people read.
///
/// The names of arms and models are labels and no part of it; neither are prices, unless money ends an attempt.
package struct ArmIdentity: Sendable, Codable, Equatable {
    /// The text of each part of the identity, by its label.
    package let parts: [String: String]

    /// Takes the parts of an arm of an experiment file; `recording` is the cassette that answers in the models' place.
    package init(_ settings: PipelineSettings, in file: ProjectFile, recording: String? = nil) {
        var parts = Self.parts(of: settings)
        for role in Role.allCases where settings.asks(role) {
            for (key, value) in file.models[settings.model(role)]?.identity ?? [:] { parts["\(role.rawValue) \(key)"] = value }
            parts["\(role.rawValue) edit_format"] = settings.editFormat(role).rawValue
        }
        let stronger = settings.escalateTo.flatMap { file.models[$0]?.identity } ?? [:]
        for (key, value) in stronger { parts["escalate_to \(key)"] = value }
        if settings.moneyPerTask != nil, let prices = settings.prices { parts["prices"] = Self.json(prices.models.filter { settings.asked.contains($0.key) }) }
        for (name, digest) in settings.prompts.digests { parts["prompt \(name)"] = digest }
        parts["verify.limits"] = Self.json(file.limits)
        parts["verify.rerun"] = "\(file.reruns)"
        parts["verify.minimum_isolation"] = file.minimumIsolation.rawValue
        parts["verify.isolation"] = file.isolation?.rawValue
        parts["verification version"] = "\(VerificationVersion.current)"
        if let recording { parts[Self.recordingPart] = FileDigest.of(recording) ?? "unreadable" }
        self.parts = parts
    }

    private static let recordingPart = "recording"

    /// The pipeline's settings without labels.
    private static func parts(of settings: PipelineSettings) -> [String: String] {
        guard let text = try? JSON.line(settings), let fields = try? JSON.decode([String: JSONValue].self, text) else { return [:] }
        let labels = ["roles", "prompts", "prices", "edit_formats", "escalate_to"]
        return fields.filter { !labels.contains($0.key) }.reduce(into: [:]) { $0["pipeline.\($1.key)"] = json($1.value) }
    }

    private static func json(_ value: some Encodable) -> String { (try? JSON.line(value)) ?? "" }

    /// SHA-256 of all parts.
    package var digest: String {
        var digest = Digest()
        for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
            digest.add(name)
            digest.add(value)
        }
        return digest.hex
    }

    /// The differences from an older identity, one line for each part: old → new.
    package func changes(since older: ArmIdentity) -> [String] {
        Set(parts.keys).union(older.parts.keys).sorted().compactMap { name in
            let (was, now) = (older.parts[name], parts[name])
            return was == now ? nil : "\(name): \(Self.shown(was)) → \(Self.shown(now))"
        }
    }

    /// The identity without the recording that answers.
    package var withoutRecording: ArmIdentity { ArmIdentity(parts: parts.filter { $0.key != Self.recordingPart }) }

    init(parts: [String: String]) { self.parts = parts }

    /// A value with its digests shortened as far as they stay distinct.
    private static func shown(_ value: String?) -> String {
        guard let value else { return "none" }
        return TerminalText.line(value.replacing(/[0-9a-f]{64}/) { $0.output.prefix(8) }, limit: 300)
    }
}
