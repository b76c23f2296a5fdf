import AssayCore
import AssayModels
import AssayPipeline
import AssaySupport

/// Reads the settings of arms: the sections `roles`, `budget` and `pipeline`, at the top for all arms or under `arms` for one.
enum ArmSection {
    private static let rolesKey = SettingKey("roles", .mapping(Role.allCases.map { SettingKey($0.rawValue, .text) }))

    private static var budget: [Setting<PipelineSettings>] {
        [
            .number("money_per_task", \.moneyPerTask, 0.000001...1_000_000),
            .integer("tokens_per_task", \.tokensPerTask, 100...100_000_000),
        ]
    }

    private static var pipeline: [Setting<PipelineSettings>] {
        [
            .choice("kind", \.kind),
            .boolean("analyze", \.analyze),
            .boolean("plan", \.plan),
            .boolean("critique", \.critique),
            .choice("begin", \.begin),
            .text("escalate_to", \.escalateTo),
            .choice("style", \.style),
            .choice("block_security", \.blocking.security),
            .choice("block_lint", \.blocking.lint),
            .integer("patience", \.patience, 1...20),
            .boolean("review", \.review),
            .boolean("allow_self_review", \.allowSelfReview),
            .integer("max_fix_rounds", \.maxFixRounds, 0...20),
            .choice("units", \.units),
            .integer("stage_samples", \.stageSamples, 1...100),
            .choice("select", \.select),
            .integer("samples", \.samples, 1...1000),
            .integer("rounds", \.rounds, 1...100),
            .choice("retry", \.retry),
            .integer("context_tokens", \.contextTokens, 100...1_000_000),
            .integer("max_tokens", \.maxTokens, 16...100_000),
            .number("temperature", \.temperature, 0...2),
            .number("retry_temperature", \.retryTemperature, 0...2),
        ]
    }

    /// The keys `roles`, `budget` and `pipeline`.
    static var keys: [SettingKey] {
        [
            rolesKey, SettingKey("budget", .mapping(budget.map(\.key))),
            SettingKey("pipeline", .mapping(pipeline.map(\.key))),
        ]
    }

    /// The key `arms`: a mapping of names to arms, each with the same three sections.
    static var armsKey: SettingKey { SettingKey("arms", .named(armKeys)) }
    private static var armKeys: [SettingKey] { keys.map { SettingKey($0.name, .sameAs($0.name)) } }
    /// The key `matrix`: for each role, the list of models to combine.
    static let matrixKey = SettingKey("matrix", .mapping(Role.allCases.map { SettingKey($0.rawValue, .texts) }))
    /// The key `ablate`: the name of the arm to run with and without each of its phases.
    static let ablateKey = SettingKey("ablate", .text)

    /// Overrides settings with what the three sections say; what they say overrules the presets of models too.
    static func apply(
        _ reader: YAMLReader, models: [String: any ModelSource], to settings: inout PipelineSettings
    ) throws(ConfigurationError) {
        if let roles = reader.child(rolesKey.name) {
            try roles.allow(Role.allCases.map { SettingKey($0.rawValue, .text) })
            for (role, model) in roles.entries { settings.roles[role] = try model.string() }
        }
        if let section = reader.child("budget") { try section.read(budget, into: &settings) }
        guard let section = reader.child("pipeline") else { return }
        try section.read(pipeline, into: &settings)
        settings.overrulePresets(
            models.mapValues(\.ownTraits), maxTokens: section.child("max_tokens") != nil, retry: section.child("retry") != nil)
        if section.child("context_tokens") != nil { settings.contextFollowsWindow = nil }
    }

    /// Reads all arms, expands them by `matrix` and `ablate`, and checks each; a file without arms has one.
    static func read(_ root: YAMLReader, base: PipelineSettings, into file: inout ProjectFile) throws(ConfigurationError) {
        for (name, arm) in root.child(armsKey.name)?.entries ?? [] {
            try arm.allow(armKeys)
            var settings = base
            try apply(arm, models: file.models, to: &settings)
            file.arms.append((name, settings))
        }
        if file.arms.isEmpty { file.arms = [(base.kind.rawValue, base)] }
        try expand(&file, root)
        for (name, settings) in file.arms {
            try RoleCheck(settings: settings, models: file.models).check(at: root.child(armsKey.name)?.child(name) ?? root)
        }
    }

    /// Expands the arms: `matrix` multiplies them by models, `ablate` replaces them by one arm with and without each phase.
    private static func expand(_ file: inout ProjectFile, _ root: YAMLReader) throws(ConfigurationError) {
        if let matrix = root.child(matrixKey.name) {
            try matrix.allow(Role.allCases.map { SettingKey($0.rawValue, .texts) })
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
        guard let ablate = root.child(ablateKey.name) else { return }
        do throws(ConfigurationError) {
            try file.ablate(try ablate.string())
        } catch {
            throw ablate.problem("\(error)")
        }
    }
}

extension PipelineSettings: SettingsType {
    static var defaults: PipelineSettings { PipelineSettings(roles: [:]) }
}
