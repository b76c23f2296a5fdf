package import AssayCore
package import AssayModels
package import AssayPipeline
import AssaySupport

/// A project or experiment file, as values.
package struct ProjectFile: Sendable {
    package let path: String
    package var name: String
    /// Configured models by the names that roles use.
    package var models: [String: any ModelSource] = [:]
    package var suite: String?
    package var tasks: [String] = []
    /// In the file's order; the first is the baseline.
    package var arms: [(name: String, settings: PipelineSettings)] = []
    package var seeds = 1
    package var margin = 0.05
    package var alpha = 0.05
    package var orderSeed = 1
    package var stop = StopRule.fixed
    package var limits = SandboxLimits()
    /// How often the verification that decides is repeated; what changes is flaky.
    package var reruns = 0
    /// The weakest isolation level in which anything is run.
    package var minimumIsolation = IsolationLevel.noCgroup
    package var isolation: Isolation?
    package var store: String?
    /// A recording of this experiment, for machines without the models.
    package var recording: String?
    /// What a person should know about the file: names in it that are old but still read.
    package var notes: [String] = []
    /// The file as it was read.
    package let text: String

    /// The keys at the top of a file.
    static var keys: [SettingKey] {
        settings.map(\.key) + [ModelSection.key, VerifySection.key, PriceSection.key, PromptSection.key] + ArmSection.keys
            + [ArmSection.armsKey, ArmSection.matrixKey, ArmSection.ablateKey]
    }

    /// Reads a file, or the text that it had once; relative paths in it are relative to its folder.
    package static func load(_ path: String, text known: String? = nil) throws(ConfigurationError) -> ProjectFile {
        let text = if let known { known } else { try YAMLReader.text(of: path) }
        let root = try YAMLReader.open(path, text)
        try root.allow(keys)
        let stem = path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        var file = ProjectFile(path: path, name: stem ?? "experiment", text: text)
        try root.readKnown(settings, into: &file)
        let formats = try ModelSection.read(root, into: &file)
        if let verify = root.child(VerifySection.key.name) { try VerifySection.read(verify, into: &file) }
        var base = PipelineSettings(roles: [:])
        base.prices = try root.child(PriceSection.key.name).map { reader throws(ConfigurationError) in try PriceSection.read(reader) }
        if let prompts = root.child(PromptSection.key.name) { base.prompts = try PromptSection.read(prompts) }
        base.editFormats = formats.isEmpty ? nil : formats
        try ArmSection.apply(root, to: &base)
        try ArmSection.read(root, base: base, into: &file)
        return file
    }

    /// The settings of an arm that is named, or of the last.
    package func arm(_ name: String?, in path: String) throws(ConfigurationError) -> PipelineSettings {
        guard let chosen = name.map({ name in arms.first { $0.name == name } }) ?? arms.last else {
            throw ConfigurationError(description: "\(path): has no arm '\(name ?? "")'; it has \(arms.map(\.name).joined(separator: ", "))")
        }
        return chosen.settings
    }

    /// Leaves one arm, and that arm once without each of its phases.
    package mutating func ablate(_ name: String) throws(ConfigurationError) {
        guard let arm = arms.first(where: { $0.name == name }) else {
            throw ConfigurationError(description: "no arm is named '\(TerminalText.line(name))'; there are \(arms.map(\.name).joined(separator: ", "))")
        }
        guard arm.settings.kind == .multiStep else {
            throw ConfigurationError(description: "the arm '\(name)' is \(arm.settings.kind.rawValue), which has no phases to take away")
        }
        arms = ArmExpansion.ablations(of: arm)
    }

    /// What to say of models that arms ask and that no seed reaches, or nothing.
    package var seedNote: String? {
        let asked = arms.reduce(into: Set<String>()) { $0.formUnion($1.settings.asked) }
        let seedless = models.filter { asked.contains($0.key) && !$0.value.takesSeed }.keys.sorted()
        guard !seedless.isEmpty else { return nil }
        return "no seed reaches \(seedless.joined(separator: ", ")): the same question may be answered otherwise each time, whatever the temperature"
    }
}
