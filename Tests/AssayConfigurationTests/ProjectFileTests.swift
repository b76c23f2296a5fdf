import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayTestSupport
import Testing

@Suite struct ProjectFileTests {
    private static let model = "models: {m: {provider: command, command: [echo]}}\nroles: {implementer: m}\npipeline: {kind: single-pass}\n"

    private func load(_ text: String, at path: String = "folder/x.yaml") throws(ConfigurationError) -> ProjectFile {
        try ProjectFile.load(path, text: text)
    }

    private func problem(_ text: String) -> String {
        do throws(ConfigurationError) {
            _ = try load(text)
            return "none"
        } catch {
            return error.description
        }
    }

    @Test("a file that names no more than a model has the defaults")
    func defaults() throws {
        let file = try load(Self.model)
        #expect(file.name == "x" && file.seeds == 1 && file.margin == 0.05 && file.stop == .fixed && file.reruns == 0)
        #expect(file.limits == SandboxLimits())
        #expect(file.arms.map(\.name) == ["single-pass"])
        var expected = PipelineSettings(roles: ["implementer": "m"])
        expected.kind = .singlePass
        #expect(file.arms.first?.settings == expected)
    }

    @Test("paths start at the file's folder, and are shortened to what they mean")
    func paths() throws {
        let text = Self.model + "suite: ../../fixtures/suites/demo\nrecording: r.jsonl\nstore: /var/x.db\n"
        let file = try load(text, at: "benchmarks/experiments/demo.yaml")
        #expect(file.suite == "fixtures/suites/demo")
        #expect(file.recording == "benchmarks/experiments/r.jsonl")
        #expect(file.store == "/var/x.db")
    }

    @Test("an arm changes what it needs of what stands at the top")
    func arms() throws {
        let more = "budget: {tokens_per_task: 500}\narms: {a: {}, b: {budget: {tokens_per_task: 700}, pipeline: {samples: 7, kind: best-of-n}}}\n"
        let file = try load(Self.model + more)
        #expect(file.arms.map(\.name) == ["a", "b"])
        #expect(file.arms.map(\.settings.tokensPerTask) == [500, 700])
        #expect(file.arms.map(\.settings.samples) == [3, 7])
        #expect(file.arms.map(\.settings.kind) == [.singlePass, .bestOfN])
    }

    @Test("limits are read in the units of their keys")
    func limits() throws {
        let limits = try load(Self.model + "verify: {rerun: 2, isolation: slot, limits: {wall: 5, memory_mib: 64, output_kib: 3, disk_mib: 7, idle: 2}}").limits
        #expect(limits.wallSeconds == 5 && limits.memoryBytes == 64 << 20 && limits.outputBytes == 3 << 10 && limits.diskBytes == 7 << 20)
        #expect(limits.idleSeconds == 2 && limits.cpuSeconds == SandboxLimits().cpuSeconds)
    }

    @Test(
        "what cannot be used is refused with its place and what is known",
        arguments: [
            ("sede: 1", "folder/x.yaml:1:1: unknown key 'sede'; did you mean 'seeds'?"), ("seeds: 0", "'seeds' must be a whole number from 1 to 1000"),
            ("seeds: many", "'seeds' must be"), ("stop: soon", "'stop' is 'soon'; known: fixed, sequential"),
            ("primary_metric: tokens", "the primary metric is solve_rate"),
            ("verify: {isolation: none}", "'verify.isolation' is 'none'; known: fresh, slot, bare"),
            ("verify: {limits: {walls: 1}}", "did you mean 'wall'?"), ("version: 2", "'version' must be"),
            ("pipeline: {kind: magic}", "'pipeline.kind' is 'magic'"), ("budget: {tokens_per_task: 1}", "'budget.tokens_per_task'"),
            ("roles: {boss: m}", "unknown key 'boss'"), ("prices: {models: {}}", "'version', which says of which day"),
            ("models: {m: {provider: telepathy}}", "known: openai, openai-compatible, anthropic, gemini, command, embedded, cassette"),
            ("models: {m: {model: x}}", "'models.m' needs the key 'provider'"), ("models: {m: {provider: gemini, model: x, colour: red}}", "colour"),
            ("models: {m: {provider: gemini, model: x, edit_format: fax}}", "fax"),
            (
                "models: {m: {provider: gemini, command: [x]}}",
                "folder/x.yaml:1:32: the provider 'gemini' does not take the key 'command'; it takes provider, edit_format, model"
            ),
            ("models: {m: {provider: command, command: [x], api: chat}}", "the provider 'command' does not take the key 'api'"),
            ("models: {m: {provider: cassette, path: c, threads: 2}}", "the provider 'cassette' does not take the key 'threads'"),
            ("models: {m: {provider: gemini, model: x, requests_per_minute: 0}}", "requests_per_minute"),
        ])
    func refused(_ text: String, _ says: String) {
        #expect(problem(text).contains(says), "\(problem(text))")
    }

    @Test("the isolation level is read by its name, and by its old number with a note", arguments: zip(1...3, IsolationLevel.allCases))
    func isolation(_ number: Int, _ level: IsolationLevel) throws {
        let named = try load(Self.model + "verify: {minimum_isolation: \(level.rawValue)}")
        #expect(named.minimumIsolation == level && named.notes.isEmpty)
        let numbered = try load(Self.model + "verify: {minimum_tier: \(number)}")
        #expect(numbered.minimumIsolation == level)
        #expect(numbered.notes == ["folder/x.yaml: minimum_tier: \(number) is now minimum_isolation: \(level.rawValue)"])
        #expect(problem(Self.model + "verify: {minimum_tier: 1, minimum_isolation: full}").contains("give only one of them"))
    }

    @Test("a role needs a model that is there")
    func roles() {
        #expect(problem("pipeline: {kind: single-pass}").contains("no model is given for the role 'implementer'"))
        #expect(problem(Self.model + "arms: {a: {roles: {implementer: other}}}").contains("names the model 'other', which is not under models (m)"))
        #expect(problem("models: {m: {provider: cassette, path: c}}\nroles: {implementer: m}\npipeline: {kind: agent}").contains("provider: command"))
    }

    @Test("seeds that reach no model are told")
    func seeds() throws {
        #expect(try load(Self.model).seedNote?.hasPrefix("no seed reaches m:") == true)
        #expect(try load(Self.model.replacing("provider: command, command: [echo]", with: "provider: cassette, path: c")).seedNote == nil)
    }
}
