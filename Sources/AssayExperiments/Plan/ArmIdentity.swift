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

    /// The identities of all arms of an experiment file, by name; `recording` is the cassette that answers in the models' place.
    package static func all(in file: ProjectFile, recording: String? = nil) -> [String: ArmIdentity] {
        let asked = file.arms.reduce(into: Set<String>()) { $0.formUnion($1.settings.asked) }
        // Once for all arms: a program's files are read for it.
        let models = file.models.filter { asked.contains($0.key) }.mapValues(\.identity)
        return Dictionary(
            file.arms.map { ($0.name, ArmIdentity($0.settings, in: file, models: models, recording: recording)) }, uniquingKeysWith: { one, _ in one })
    }

    /// Takes the parts of one arm of an experiment file.
    package init(_ settings: PipelineSettings, in file: ProjectFile) {
        let models = file.models.filter { settings.asked.contains($0.key) }.mapValues(\.identity)
        self.init(settings, in: file, models: models, recording: nil)
    }

    private init(_ settings: PipelineSettings, in file: ProjectFile, models: [String: [String: String]], recording: String?) {
        var parts = Self.parts(of: settings)
        var asked = Role.allCases.filter(settings.asks).map { (role: $0.rawValue, model: settings.model($0)) }
        if let stronger = settings.escalateTo { asked.append((role: "escalate_to", model: stronger)) }
        for (role, model) in asked {
            for (key, value) in models[model] ?? [:] { parts["\(role) \(key)"] = value }
            for (key, value) in settings.models?[model]?.shown ?? [:] { parts["\(role) \(key)"] = value }
            parts["\(role) edit_format"] = (settings.editFormats?[model] ?? .whole).rawValue
            // Where money ends an attempt, prices decide when.
            if settings.moneyPerTask != nil { parts["\(role) price"] = Self.json(settings.prices?.models[model]) }
        }
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
        let labels = ["roles", "prompts", "prices", "edit_formats", "models", "escalate_to"]
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
            guard was != now else { return nil }
            return "\(name): \(was.map(Self.shown) ?? Self.absent(name, in: older)) → \(now.map(Self.shown) ?? Self.absent(name, in: self))"
        }
    }

    /// The identity with what judges on this machine.
    func judged(by environment: JudgingEnvironment) -> ArmIdentity {
        ArmIdentity(parts: withoutEnvironment.parts.merging(environment.parts) { $1 })
    }

    /// Whether something that judges on this machine could not be found out.
    var isJudgedByUnknown: Bool { parts.contains { $0.key.hasPrefix(JudgingEnvironment.prefix) && $0.value == JudgingEnvironment.unknown } }

    /// The identity without the recording that answers.
    package var withoutRecording: ArmIdentity { ArmIdentity(parts: parts.filter { $0.key != Self.recordingPart }) }

    /// The identity without what judges on one machine.
    var withoutEnvironment: ArmIdentity { ArmIdentity(parts: parts.filter { !$0.key.hasPrefix(JudgingEnvironment.prefix) }) }

    init(parts: [String: String]) { self.parts = parts }

    /// A value with its digests cut to what tells them apart.
    private static func shown(_ value: String) -> String {
        TerminalText.line(value.replacing(/[0-9a-f]{64}/) { $0.output.prefix(8) }, limit: 300)
    }

    /// What a part is called that an identity lacks: older versions stored nothing of what judged.
    private static func absent(_ name: String, in identity: ArmIdentity) -> String {
        let isUnknown = name.hasPrefix(JudgingEnvironment.prefix) && identity == identity.withoutEnvironment
        return isUnknown ? "unknown" : "none"
    }
}
