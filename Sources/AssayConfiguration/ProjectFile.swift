package import AssayCore
package import AssayModels
package import AssayPipeline
import AssaySupport
import FoundationEssentials

/// A project or experiment file, as values.
package struct ProjectFile: Sendable {
    package var path: String
    package var name: String
    package var models: [String: ModelSpec] = [:]
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
    /// The file as it was read.
    package var text: String

    private static let keys = [
        "version", "name", "models", "suite", "tasks", "arms", "roles", "pipeline", "seeds",
        "margin", "alpha", "order_seed", "stop", "prompts", "verify", "budget", "store", "recording", "prices", "matrix", "ablate", "primary_metric",
    ]
    private static let pipelineKeys = [
        "kind", "analyze", "plan", "review", "max_fix_rounds", "samples", "retry",
        "allow_self_review", "critique", "begin", "escalate_to", "patience", "context_tokens", "max_tokens", "temperature", "retry_temperature",
    ]

    /// Reads a file, or the text that it had once; relative paths in it are relative to its folder.
    package static func load(_ path: String, text known: String? = nil) throws(ConfigurationError) -> ProjectFile {
        let text = if let known { known } else { try YAMLReader.text(of: path) }
        let root = try YAMLReader.open(path, text)
        try root.allow(keys)
        let stem = path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        var file = ProjectFile(path: path, name: stem ?? "experiment", text: text)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        func resolve(_ name: String) -> String { name.hasPrefix("/") ? name : folder + name }
        if let version = root.child("version") { _ = try version.int(1...1) }
        if let name = root.child("name") { file.name = try name.string() }
        if let suite = root.child("suite") { file.suite = resolve(try suite.string()) }
        if let tasks = root.child("tasks") { file.tasks = try tasks.strings() }
        if let seeds = root.child("seeds") { file.seeds = try seeds.int(1...1000) }
        if let margin = root.child("margin") { file.margin = try margin.double(0.001...0.5) }
        if let alpha = root.child("alpha") { file.alpha = try alpha.double(0.0001...0.5) }
        if let seed = root.child("order_seed") { file.orderSeed = try seed.int(0...Int(Int32.max)) }
        if let stop = root.child("stop") { file.stop = try stop.choice(StopRule.self) }
        if let metric = root.child("primary_metric"), try metric.string() != "solve_rate" {
            throw metric.problem("the primary metric is solve_rate; everything else is reported and decides nothing")
        }
        if let store = root.child("store") { file.store = resolve(try store.string()) }
        if let recording = root.child("recording") { file.recording = resolve(try recording.string()) }
        var formats: [String: EditFormat] = [:]
        for (name, spec) in root.child("models")?.entries ?? [] {
            file.models[name] = try model(spec, resolve)
            if let format = try spec.child("edit_format")?.choice(EditFormat.self), format != .whole { formats[name] = format }
        }
        if let verify = root.child("verify") {
            try readLimits(verify, &file.limits)
            if let rerun = verify.child("rerun") { file.reruns = try rerun.int(0...100) }
            try readMinimumIsolation(verify, &file)
            if let isolation = verify.child("isolation") {
                file.isolation = try isolation.oneOf(Isolation.allCases)
            }
        }
        var base = PipelineSettings(roles: [:])
        base.prices = try root.child("prices").map { reader throws(ConfigurationError) in try prices(reader) }
        if let prompts = root.child("prompts") {
            let folder = resolve(try prompts.string())
            do throws(InputError) {
                base.prompts = try Prompts(folder: folder)
            } catch {
                throw prompts.problem("\(error)")
            }
        }
        base.editFormats = formats.isEmpty ? nil : formats
        try apply(root, to: &base)
        for (name, arm) in root.child("arms")?.entries ?? [] {
            try arm.allow(["pipeline", "roles", "budget"])
            var settings = base
            try apply(arm, to: &settings)
            file.arms.append((name, settings))
        }
        if file.arms.isEmpty { file.arms = [(base.kind.rawValue, base)] }
        try expand(&file, root)
        for (name, settings) in file.arms { try check(settings, file, root.child("arms")?.child(name) ?? root) }
        return file
    }

    /// The settings of an arm that is named, or of the last.
    package func arm(_ name: String?, in path: String) throws(ConfigurationError) -> PipelineSettings {
        guard let chosen = name.map({ name in arms.first { $0.name == name } }) ?? arms.last else {
            throw ConfigurationError(description: "\(path): has no arm '\(name ?? "")'; it has \(arms.map(\.name).joined(separator: ", "))")
        }
        return chosen.settings
    }

    /// `matrix` multiplies the arms by models in roles, `ablate` replaces them by one arm with and without each phase.
    private static func expand(_ file: inout ProjectFile, _ root: YAMLReader) throws(ConfigurationError) {
        if let matrix = root.child("matrix") {
            try matrix.allow(Role.allCases.map(\.rawValue))
            var roles: [(Role, [String])] = []
            for (name, models) in matrix.entries {
                guard let role = Role(rawValue: name) else { continue }
                roles.append((role, try models.strings()))
            }
            file.arms = file.arms.flatMap { ArmExpansion.matrix($0, over: roles) }
            guard !file.arms.isEmpty else {
                throw matrix.problem("in every choice of 'matrix' a model would review itself; name another reviewer or set allow_self_review: true")
            }
        }
        guard let ablate = root.child("ablate") else { return }
        do throws(ConfigurationError) {
            try file.ablate(try ablate.string())
        } catch {
            throw ablate.problem("\(error)")
        }
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

    private static func apply(
        _ reader: YAMLReader, to settings: inout PipelineSettings
    ) throws(ConfigurationError) {
        if let roles = reader.child("roles") {
            try roles.allow(Role.allCases.map(\.rawValue))
            for (role, model) in roles.entries { settings.roles[role] = try model.string() }
        }
        if let budget = reader.child("budget") {
            try budget.allow(["tokens_per_task", "money_per_task"])
            if let money = budget.child("money_per_task") { settings.moneyPerTask = try money.double(0.000001...1_000_000) }
            if let tokens = budget.child("tokens_per_task") {
                settings.tokensPerTask = try tokens.int(100...100_000_000)
            }
        }
        guard let pipeline = reader.child("pipeline") else { return }
        try pipeline.allow(pipelineKeys)
        if let value = pipeline.child("kind") { settings.kind = try value.choice(PipelineKind.self) }
        if let value = pipeline.child("analyze") { settings.analyze = try value.bool() }
        if let value = pipeline.child("plan") { settings.plan = try value.bool() }
        if let value = pipeline.child("critique") { settings.critique = try value.bool() }
        if let value = pipeline.child("begin") { settings.begin = try value.choice(Beginning.self) }
        if let value = pipeline.child("escalate_to") { settings.escalateTo = try value.string() }
        if let value = pipeline.child("patience") { settings.patience = try value.int(1...20) }
        if let value = pipeline.child("review") { settings.review = try value.bool() }
        if let value = pipeline.child("allow_self_review") { settings.allowSelfReview = try value.bool() }
        if let value = pipeline.child("max_fix_rounds") { settings.maxFixRounds = try value.int(0...20) }
        if let value = pipeline.child("samples") { settings.samples = try value.int(1...1000) }
        if let value = pipeline.child("retry") { settings.retry = try value.choice(RetryStrategy.self) }
        if let value = pipeline.child("context_tokens") { settings.contextTokens = try value.int(100...1_000_000) }
        if let value = pipeline.child("max_tokens") { settings.maxTokens = try value.int(16...100_000) }
        if let value = pipeline.child("temperature") { settings.temperature = try value.double(0...2) }
        if let value = pipeline.child("retry_temperature") { settings.retryTemperature = try value.double(0...2) }
    }

    /// Reads `minimum_isolation`, or the number `minimum_tier` that older files have in its place.
    private static func readMinimumIsolation(_ verify: YAMLReader, _ file: inout ProjectFile) throws(ConfigurationError) {
        let level = verify.child("minimum_isolation")
        if let level { file.minimumIsolation = try level.choice(IsolationLevel.self) }
        guard let tier = verify.child("minimum_tier") else { return }
        if level != nil { throw tier.problem("'minimum_tier' is the old name of 'minimum_isolation'; give only one of them") }
        file.minimumIsolation = IsolationLevel(launcherTier: try tier.int(1...3)) ?? .noCgroup
    }

    private static func readLimits(
        _ verify: YAMLReader, _ limits: inout SandboxLimits
    ) throws(ConfigurationError) {
        try verify.allow(["limits", "minimum_isolation", "minimum_tier", "isolation", "rerun"])
        guard let reader = verify.child("limits") else { return }
        try reader.allow(["wall", "cpu", "idle", "memory_mib", "processes", "output_kib", "disk_mib"])
        if let value = reader.child("wall") { limits.wallSeconds = try value.double(0.1...86400) }
        if let value = reader.child("cpu") { limits.cpuSeconds = try value.double(0.1...86400) }
        if let value = reader.child("idle") { limits.idleSeconds = try value.double(0.1...86400) }
        if let value = reader.child("memory_mib") { limits.memoryBytes = try value.int(16...1_048_576) << 20 }
        if let value = reader.child("processes") { limits.processes = try value.int(1...65536) }
        if let value = reader.child("output_kib") { limits.outputBytes = try value.int(1...1_048_576) << 10 }
        if let value = reader.child("disk_mib") { limits.diskBytes = try value.int(1...1_048_576) << 20 }
    }

    /// Every role must name a configured model, and the reviewer must be another than the writer.
    private static func check(
        _ settings: PipelineSettings, _ file: ProjectFile, _ reader: YAMLReader
    ) throws(ConfigurationError) {
        let isMultiStep = settings.kind == .multiStep
        var needed = (isMultiStep ? Role.allCases : [.implementer]).map { (place: "the role '\($0.rawValue)'", model: settings.roles[$0.rawValue]) }
        if isMultiStep, let model = settings.escalateTo { needed.append(("escalate_to", model)) }
        for (place, model) in needed {
            guard let name = model else { throw reader.problem("no model is given for \(place)") }
            if settings.moneyPerTask != nil, settings.prices?.models[name] == nil {
                throw reader.problem("money_per_task needs a price of the model '\(name)' under prices: models")
            }
            guard file.models[name] != nil else {
                let known = file.models.keys.sorted().joined(separator: ", ")
                throw reader.problem("\(place) names the model '\(name)', which is not under models (\(known))")
            }
        }
        if settings.kind == .agent {
            guard case .command? = file.models[settings.model(.implementer)] else {
                throw reader.problem("the kind 'agent' needs a model with provider: command as implementer")
            }
        }
        if settings.reviewsItself {
            throw reader.problem(
                "the reviewer is the same model as the implementer, the fixer or escalate_to; name another, or set allow_self_review: true")
        }
    }
}
