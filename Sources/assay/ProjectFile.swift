import AssayCore
import AssayPipeline
import AssaySandbox
import FoundationEssentials

/// Where a model's answers come from.
enum ModelSpec: Sendable {
    case openAI(baseURL: String, model: String, keyEnvironment: String?)
    case embedded(model: String, threads: Int)
    case cassette(path: String)
}

/// A project or experiment file, as values.
struct ProjectFile: Sendable {
    var path: String
    var name: String
    var models: [String: ModelSpec] = [:]
    var suite: String?
    var tasks: [String] = []
    /// In the file's order; the first is the baseline.
    var arms: [(name: String, settings: PipelineSettings)] = []
    var seeds = 1
    var margin = 0.05
    var alpha = 0.05
    var orderSeed = 1
    var limits = SandboxLimits()
    /// The weakest sandbox tier in which anything is run.
    var minimumTier = 2
    var isolation: Isolation?
    var store: String?
    /// A recording of this experiment, for machines without the models.
    var recording: String?
    /// SHA-256 of the file's text.
    var digest: String

    private static let keys = [
        "version", "name", "models", "suite", "tasks", "arms", "roles", "pipeline", "seeds",
        "margin", "alpha", "order_seed", "verify", "budget", "store", "recording",
    ]
    private static let pipelineKeys = [
        "kind", "analyze", "plan", "review", "max_fix_rounds", "samples", "retry",
        "allow_self_review", "context_tokens", "max_tokens", "temperature", "retry_temperature",
    ]

    /// Reads a file; relative paths in it are relative to its folder.
    static func load(_ path: String) throws(ConfigurationError) -> ProjectFile {
        let root = try YAMLReader.open(path)
        try root.allow(keys)
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let stem = path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        var file = ProjectFile(path: path, name: stem ?? "experiment", digest: Digest.of(text))
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
        if let store = root.child("store") { file.store = resolve(try store.string()) }
        if let recording = root.child("recording") { file.recording = resolve(try recording.string()) }
        for (name, spec) in root.child("models")?.entries ?? [] {
            file.models[name] = try model(spec, resolve)
        }
        if let verify = root.child("verify") {
            try readLimits(verify, &file.limits)
            if let tier = verify.child("minimum_tier") { file.minimumTier = try tier.int(1...3) }
            if let isolation = verify.child("isolation") {
                file.isolation = try isolation.oneOf(Isolation.allCases)
            }
        }
        var base = PipelineSettings(roles: [:])
        try apply(root, to: &base)
        for (name, arm) in root.child("arms")?.entries ?? [] {
            try arm.allow(["pipeline", "roles", "budget"])
            var settings = base
            try apply(arm, to: &settings)
            try check(settings, file, arm)
            file.arms.append((name, settings))
        }
        if file.arms.isEmpty {
            try check(base, file, root)
            file.arms = [(base.kind.rawValue, base)]
        }
        return file
    }

    private static func model(
        _ spec: YAMLReader, _ resolve: (String) -> String
    ) throws(ConfigurationError) -> ModelSpec {
        try spec.allow(["provider", "base_url", "model", "key_env", "threads", "path"])
        func required(_ key: String) throws(ConfigurationError) -> String {
            guard let value = spec.child(key) else { throw spec.problem("'\(spec.place)' needs the key '\(key)'") }
            return try value.string()
        }
        switch try required("provider") {
        case "openai-compatible":
            return .openAI(
                baseURL: try required("base_url"), model: try required("model"),
                keyEnvironment: try spec.child("key_env")?.string())
        case "embedded":
            return .embedded(
                model: try required("model"), threads: try spec.child("threads")?.int(1...256) ?? 2)
        case "cassette": return .cassette(path: resolve(try required("path")))
        case let other:
            throw spec.problem(
                "the provider '\(TerminalText.line(other))' is not known; known: openai-compatible, embedded, cassette")
        }
    }

    private static func apply(
        _ reader: YAMLReader, to settings: inout PipelineSettings
    ) throws(ConfigurationError) {
        if let roles = reader.child("roles") {
            try roles.allow(Role.allCases.map(\.rawValue))
            for (role, model) in roles.entries { settings.roles[role] = try model.string() }
        }
        if let budget = reader.child("budget") {
            try budget.allow(["tokens_per_task"])
            if let tokens = budget.child("tokens_per_task") {
                settings.tokensPerTask = try tokens.int(100...100_000_000)
            }
        }
        guard let pipeline = reader.child("pipeline") else { return }
        try pipeline.allow(pipelineKeys)
        if let value = pipeline.child("kind") { settings.kind = try value.choice(PipelineKind.self) }
        if let value = pipeline.child("analyze") { settings.analyze = try value.bool() }
        if let value = pipeline.child("plan") { settings.plan = try value.bool() }
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

    private static func readLimits(
        _ verify: YAMLReader, _ limits: inout SandboxLimits
    ) throws(ConfigurationError) {
        try verify.allow(["limits", "minimum_tier", "isolation"])
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
        let needed: [Role] = settings.kind == .multiStep ? Role.allCases : [.implementer]
        for role in needed {
            guard let name = settings.roles[role.rawValue] else {
                throw reader.problem("no model is given for the role '\(role.rawValue)'")
            }
            guard file.models[name] != nil else {
                let known = file.models.keys.sorted().joined(separator: ", ")
                throw reader.problem("the role '\(role.rawValue)' names the model '\(name)', which is not under models (\(known))")
            }
        }
        if settings.kind == .multiStep, settings.review, !settings.allowSelfReview,
            settings.model(.reviewer) == settings.model(.implementer)
        {
            throw reader.problem(
                "the reviewer is the same model as the implementer; name another, or set allow_self_review: true")
        }
    }
}
