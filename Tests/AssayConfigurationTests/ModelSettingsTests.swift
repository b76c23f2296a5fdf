import AssayConfiguration
import AssayCore
import AssayPipeline
import Testing

@Suite struct ModelSettingsTests {
    private func load(_ keys: String, provider: String = #"provider: openai-compatible, base_url: "http://127.0.0.1:1/v1", model: big"#, _ more: String = "")
        throws
        -> ProjectFile
    {
        try ProjectFile.load(
            "folder/x.yaml",
            text: "models: {m: {\(provider)\(keys.isEmpty ? "" : ", " + keys)}}\nroles: {implementer: m}\n"
                + (more.isEmpty ? "pipeline: {kind: single-pass}\n" : more))
    }

    private func traits(_ keys: String, _ more: String = "") throws -> ModelTraits? { try load(keys, more).arms.last?.settings.models?["m"] }

    @Test("what the file says of a model reaches the pipeline")
    func read() throws {
        let keys = "max_output_tokens: {plan: 4000, default: 9000}, temperature: 0.3, retry: blind, continue_cut: false"
        #expect(
            try traits(keys)
                == ModelTraits(outputLimits: OutputLimits(9000, phases: ["plan": 4000]), temperature: 0.3, retry: .blind, continuesCut: false))
        #expect(try traits("max_output_tokens: 500")?.outputLimits == OutputLimits(500))
        #expect(try traits("temperature: none")?.temperature == nil)
    }

    @Test("the pipeline's own settings overrule what is only known of a model, and not what the file says of it")
    func precedence() throws {
        let pipeline = "pipeline: {kind: single-pass, max_tokens: 700, retry: hide_code}\n"
        let preset = try #require(try traits("", pipeline))
        #expect(preset.outputLimits?.standard == nil && preset.outputLimits?[.analyze] == 4000 && preset.retry == nil && preset.continuesCut == true)
        let own = try #require(try traits("max_output_tokens: 9000, retry: show_code", pipeline))
        #expect(own.outputLimits == OutputLimits(9000) && own.retry == .showCode)
        let arms = try load("", "arms: {a: {pipeline: {kind: single-pass}}, b: {pipeline: {kind: single-pass, max_tokens: 700}}}\n").arms
        #expect(arms.map { $0.settings.models?["m"]?.outputLimits?[.implement] } == [16_000, nil])
    }

    @Test("the context follows the window unless the file gives a number, and never for embedded models alone")
    func context() throws {
        #expect(try load("").arms.last?.settings.contextFollowsWindow == true)
        #expect(try load("", "pipeline: {kind: single-pass, context_tokens: 3000}\n").arms.last?.settings.contextFollowsWindow == nil)
        let embedded = try load("", provider: "provider: embedded, model: qwen2.5-coder-0.5b").arms.last?.settings
        #expect(embedded?.contextFollowsWindow == nil && embedded?.models == nil, "their settings, and so their recordings, are what they were")
        let told = try load("continue_cut: true", provider: "provider: embedded, model: qwen2.5-coder-0.5b").arms.last?.settings
        #expect(told?.models == ["m": ModelTraits(continuesCut: true)])
    }

    @Test(
        "what cannot be meant is refused with its place",
        arguments: [
            ("temperature: warm", "'models.m.temperature' must be a number from 0.0 to 2.0, or none"), ("temperature: 3", "'models.m.temperature'"),
            ("max_output_tokens: many", "'models.m.max_output_tokens' must be a whole number from 16 to 1000000, or a mapping with keys of default, analyze"),
            ("max_output_tokens: {verify: 5}", "unknown key 'verify'"), ("max_output_tokens: {plan: 5}", "'models.m.max_output_tokens.plan'"),
            ("reasoning: high", "expected a mapping"), ("reasoning: {effort: huge}", "known: none, minimal, low, medium, high, xhigh, max"),
            ("reasoning: {effort: low, budget_tokens: 2000}", "'models.m.reasoning' has both effort and budget_tokens"),
            ("reasoning: {budget_tokens: 5}", "'models.m.reasoning.budget_tokens'"), ("seed: 5", "known: send, none"),
            ("context_window: 5", "'models.m.context_window'"),
            ("limit_name: n_predict", "known: max_tokens, max_completion_tokens"), ("retry: never", "known: show_code, hide_code, blind"),
        ])
    func refused(_ keys: String, _ says: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(keys) }
        #expect(error?.description.contains(says) == true && error?.description.hasPrefix("folder/x.yaml:1:") == true, "\(error?.description ?? "")")
    }

    @Test("a provider that cannot act on a key refuses it")
    func others() {
        let error = #expect(throws: ConfigurationError.self) { try load("reasoning: {effort: low}", provider: "provider: embedded, model: qwen2.5-coder-0.5b") }
        #expect(error?.description.contains("the provider 'embedded' does not take the key 'reasoning'") == true)
    }
}
