package import AssayCore
package import AssayModels
package import AssayPipeline
import AssaySupport

/// The settings of a project or experiment file.
package struct ProjectFile: Sendable {
    /// The path that the file was read from; messages name it.
    package let path: String
    /// The experiment's name; without the key `name`, the file's name without its extension.
    package var name: String
    /// The configured models, by the names that roles use.
    package var models: [String: any ModelSource] = [:]
    /// The path of the suite, relative to the current folder; nil for a project file without one.
    package var suite: String?
    /// The ids of the tasks to run; empty means all tasks of the suite.
    package var tasks: [String] = []
    /// The arms in the order of the file; the first is the baseline of comparisons.
    package var arms: [(name: String, settings: PipelineSettings)] = []
    /// The number of attempts of each arm at each task, each with its own seed.
    package var seeds = 1
    /// The difference of solve rates, from 0 to 1, up to which two arms count as equivalent.
    package var margin = 0.05
    /// The significance level of the comparisons.
    package var alpha = 0.05
    /// The seed of the random order in which attempts run.
    package var orderSeed = 1
    /// When a run ends: after all planned attempts, or earlier when a sequential test finds a regression.
    package var stop = StopRule.fixed
    /// The resource limits of sandboxed commands.
    package var limits = SandboxLimits()
    /// The limits for the tests of a repository, which take more than a task's where the file does not say otherwise.
    package var projectLimits = SandboxLimits.project
    /// How often the deciding verification is repeated; a test whose outcome changes is flaky.
    package var reruns = 0
    /// The weakest isolation level at which a candidate may run; on a host with less, nothing is run.
    package var minimumIsolation = IsolationLevel.noCgroup
    /// Which namespaces each sandboxed run has of its own; nil means `fresh` or, on a host without namespaces, `bare`.
    package var isolation: Isolation?
    /// The path of the database; nil means the default one.
    package var store: String?
    /// The path of a recording of all model calls, so that the experiment can be replayed without the models.
    package var recording: String?
    /// Advice for the user about the file, such as old names of keys that are still read.
    package var notes: [String] = []
    /// The text of the file as it was read.
    package let text: String

    /// The keys at the top of a file.
    static var keys: [SettingKey] {
        settings.map(\.key) + [ModelSection.key, VerifySection.key, PriceSection.key, PromptSection.key] + ProjectSection.keys + ArmSection.keys
            + [ArmSection.armsKey, ArmSection.matrixKey, ArmSection.ablateKey]
    }

    /// Reads a file, or the given text in its place; relative paths in it are relative to the folder of `path`.
    ///
    /// A stored run passes the text that its file had when the run was planned. Throws for the first problem, with its line and column.
    package static func load(_ path: String, text known: String? = nil) throws(ConfigurationError) -> ProjectFile {
        let text = if let known { known } else { try YAMLReader.text(of: path) }
        let root = try YAMLReader.open(path, text)
        var (file, base) = try sections(of: root, path, text)
        try ArmSection.read(root, base: base, into: &file)
        return file
    }

    /// Reads all sections but the arms: the file, and what all arms have in common.
    static func sections(of root: YAMLReader, _ path: String, _ text: String) throws(ConfigurationError) -> (file: ProjectFile, base: PipelineSettings) {
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
        let traits = file.models.compactMapValues(\.traits)
        if !traits.isEmpty { (base.models, base.contextFollowsWindow) = (traits, true) }
        try ArmSection.apply(root, models: file.models, to: &base)
        return (file, base)
    }

    /// Returns the settings of the named arm or, without a name, of the last one; throws for an unknown name.
    package func arm(_ name: String?, in path: String) throws(ConfigurationError) -> PipelineSettings {
        guard let chosen = name.map({ name in arms.first { $0.name == name } }) ?? arms.last else {
            throw ConfigurationError(description: "\(path): has no arm '\(name ?? "")'; it has \(arms.map(\.name).joined(separator: ", "))")
        }
        return chosen.settings
    }

    /// Replaces all arms by the named one and its variants without one phase each; throws unless it is a multi-step arm.
    package mutating func ablate(_ name: String) throws(ConfigurationError) {
        guard let arm = arms.first(where: { $0.name == name }) else {
            throw ConfigurationError(description: "no arm is named '\(TerminalText.line(name))'; there are \(arms.map(\.name).joined(separator: ", "))")
        }
        guard arm.settings.kind == .multiStep else {
            throw ConfigurationError(description: "the arm '\(name)' is \(arm.settings.kind.rawValue), which has no phases to take away")
        }
        arms = ArmExpansion.ablations(of: arm)
    }

    /// A note on models of the arms that ignore seeds, so that repeating a request may give another answer; nil if none does.
    package var seedNote: String? {
        let asked = arms.reduce(into: Set<String>()) { $0.formUnion($1.settings.asked) }
        let seedless = models.filter { asked.contains($0.key) && !$0.value.takesSeed }.keys.sorted()
        guard !seedless.isEmpty else { return nil }
        return "no seed reaches \(seedless.joined(separator: ", ")): the same question may be answered otherwise each time, whatever the temperature"
    }
}
