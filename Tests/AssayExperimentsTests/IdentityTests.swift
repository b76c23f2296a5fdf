import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayStore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayExperiments

/// What of an experiment file and its suite can be changed.
struct Changed: Sendable {
    var model = "m1"
    var address = "http://127.0.0.1:1/v1"
    var keyed = ""
    var pipeline = "kind: best-of-n, samples: 2"
    var verify = "rerun: 0"
    var price = 1
    var budget = "tokens_per_task: 40000"
    var label = "writer"
    var top = "seeds: 1"
    var name = "e"
    var arm = "one"
    var generator: String?
    var interface: [InterfaceSymbol] = []
    var reference: String?
    var language = Language.python
    var environment: [String: String] = [:]
    var statement = "Write it."

    var setup: ExperimentSetup {
        get throws {
            let text = """
                name: \(name)
                \(top)
                models:
                  \(label): {provider: openai-compatible, base_url: "\(address)", model: \(model)\(keyed)}
                prices: {version: v, models: {\(label): {input: \(price), output: 1}}}
                verify: {\(verify)}
                budget: {\(budget)}
                arms:
                  \(arm): {pipeline: {\(pipeline)}, roles: {implementer: \(label)}}
                """
            var tree: FileTree?
            if let reference {
                tree = FileTree()
                try tree?.set("a.py", reference)
            }
            let task = CodingTask(
                brief: TaskBrief(id: "t", title: "t", statement: statement, language: language, deliverables: ["a.py"], interface: interface),
                form: .program(prefix: "", example: ""), hidden: HiddenChecks(generator: generator), reference: tree, environment: environment)
            return ExperimentSetup(try ProjectFile.load("e.yaml", text: text), Suite(name: "s", tasks: [task]), at: "suite")
        }
    }
}

@Suite struct IdentityTests {
    private func withStore(_ body: (Store) throws -> Void) throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try body(Store(path: folder + "/a.db"))
    }

    private static let changes: [(Changed, String)] = [
        (Changed(model: "m2"), "one: implementer model: m1 → m2"),
        (Changed(address: "http://127.0.0.1:2/v1"), "one: implementer base_url: http://127.0.0.1:1/v1 → http://127.0.0.1:2/v1"),
        (Changed(keyed: ", edit_format: search_replace"), "one: implementer edit_format: whole → search_replace"),
        (Changed(keyed: ", max_output_tokens: 700"), "one: implementer max_output_tokens: 16000, analyze 4000, plan 8000, review 8000 → 700"),
        (Changed(keyed: ", retry: blind"), "one: implementer retry: show_code → blind"),
        (Changed(keyed: ", continue_cut: false"), "one: implementer continue_cut: true → none"),
        (Changed(keyed: ", temperature: 0.5"), "one: implementer fixed temperature: none → 0.5"),
        (Changed(keyed: ", temperature: none"), "one: implementer temperature: none → not sent"),
        (Changed(keyed: ", seed: none"), "one: implementer seed: none → not sent"),
        (Changed(keyed: ", reasoning: {effort: high}"), "one: implementer reasoning: none → effort high"),
        (Changed(keyed: ", context_window: 9000"), "one: implementer context_window: none → 9000"),
        (Changed(pipeline: "kind: best-of-n, samples: 2, context_tokens: 5000"), "one: pipeline.context_follows_window: true → none"),
        (Changed(pipeline: "kind: best-of-n, samples: 3"), "one: pipeline.samples: 2 → 3"),
        (Changed(pipeline: "kind: best-of-n, samples: 2, temperature: 0.5"), "one: pipeline.temperature: 0 → 0.5"),
        (Changed(pipeline: "kind: best-of-n, samples: 2, max_tokens: 99"), "one: pipeline.max_tokens: 900 → 99"),
        (Changed(pipeline: "kind: single-pass, samples: 2"), "one: pipeline.kind: \"best-of-n\" → \"single-pass\""),
        (Changed(budget: "tokens_per_task: 100"), "one: pipeline.tokens_per_task: 40000 → 100"), (Changed(top: "stop: sequential"), "stop: fixed → sequential"),
        (Changed(verify: "limits: {memory_mib: 99}"), "one: verify.limits: "), (Changed(verify: "limits: {cpu: 7}"), "one: verify.limits: "),
        (Changed(verify: "minimum_isolation: bare"), "one: verify.minimum_isolation: no-cgroup → bare"),
        (Changed(verify: "isolation: slot"), "one: verify.isolation: none → slot"), (Changed(top: "order_seed: 7"), "order_seed: 1 → 7"),
        (Changed(top: "alpha: 0.01"), "alpha: 0.05 → 0.01"), (Changed(generator: "print(1)"), "tasks that are not what they were: t"),
        (Changed(interface: [InterfaceSymbol(symbol: "f", signature: "def f()", file: "a.py")]), "tasks that are not what they were: t"),
        (Changed(model: "m2", arm: "uno"), "one: implementer model: m1 → m2"),
        (Changed(verify: "rerun: 1"), "one: verify.rerun: 0 → 1"), (Changed(verify: "limits: {wall: 3}"), "one: verify.limits: "),
        (Changed(top: "seeds: 2"), "seeds: 1 → 2"), (Changed(top: "margin: 0.1"), "margin: 0.05 → 0.1"),
        (Changed(reference: "x = 1\n"), "tasks that are not what they were: t"), (Changed(language: .swift), "tasks that are not what they were: t"),
        (Changed(environment: ["A": "b"]), "tasks that are not what they were: t"), (Changed(statement: "Write it!"), "tasks that are not what they were: t"),
    ]

    @Test("whatever can change a result makes another run, and what changed is named", arguments: changes.indices)
    func another(_ index: Int) throws {
        let (changed, says) = Self.changes[index]
        try withStore { store in
            let first = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false).id
            for attempt in try store.attempts(of: first) {
                try store.begin(attempt.id)
                try store.finish(
                    attempt.id, AttemptResult(verdict: .passed, tier: .b, visibleVerdict: .passed, claimsDone: true, rounds: 0, stopped: "x", seconds: 1))
            }
            let second = try ExperimentRun.open(changed.setup, in: store, new: false, recording: false)
            guard case .another(let than, let lines) = second.opening else {
                Issue.record("\(second.opening)")
                return
            }
            #expect(than == first && second.id != first)
            // The limits of a model follow the pipeline's and its thinking, and are named as well.
            let isOverruling = changed.pipeline.contains("max_tokens") || changed.keyed.contains("reasoning")
            #expect(lines.count == (isOverruling ? 2 : 1) && lines.last?.hasPrefix(says) == true, "\(lines)")
        }
    }

    @Test("a run that was begun is not gone on with otherwise than it was begun", arguments: changes.indices)
    func refused(_ index: Int) throws {
        let (changed, says) = Self.changes[index]
        try withStore { store in
            let first = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false).id
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let error = #expect(throws: RunChanged.self) { try ExperimentRun.open(changed.setup, in: store, new: false, recording: false) }
            #expect(error?.run == first && error?.description.contains(says) == true && error?.description.contains("--new") == true)
            #expect(try ExperimentRun.open(changed.setup, in: store, new: true, recording: false).opening == .planned)
        }
    }

    @Test(
        "labels, prices and keys are no part of what a run is",
        arguments: [
            Changed(name: "f"), Changed(arm: "uno"), Changed(name: "f", arm: "uno"), Changed(top: "# a comment\nstore: other.db"), Changed(price: 7),
            Changed(label: "author"), Changed(keyed: ", key_env: OTHER"), Changed(address: "http://user:secret@127.0.0.1:1/v1"),
        ])
    func same(_ changed: Changed) throws {
        try withStore { store in
            let first = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false).id
            let again = try ExperimentRun.open(changed.setup, in: store, new: false, recording: false)
            #expect(again.id == first)
        }
    }

    @Test("where money ends an attempt, its prices are part of what a run is")
    func money() throws {
        try withStore { store in
            let first = try ExperimentRun.open(Changed(budget: "money_per_task: 1").setup, in: store, new: false, recording: false).id
            #expect(try ExperimentRun.open(Changed(budget: "money_per_task: 1", label: "author").setup, in: store, new: false, recording: false).id == first)
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let error = #expect(throws: RunChanged.self) {
                try ExperimentRun.open(Changed(price: 7, budget: "money_per_task: 1").setup, in: store, new: false, recording: false)
            }
            #expect(error?.changes.count == 1 && error?.changes.first?.hasPrefix("one: implementer price: ") == true, "\(error?.changes ?? [])")
        }
    }

    @Test("an agent's command is part of its arm, and so is what it has for a program")
    func agent() throws {
        func identity(_ words: String, kind: String = "agent") throws -> ArmIdentity {
            let text = "name: e\nmodels: {m: {provider: command, command: [\(words)]}}\narms: {a: {pipeline: {kind: \(kind)}, roles: {implementer: m}}}\n"
            let file = try ProjectFile.load("e.yaml", text: text)
            return ArmIdentity(file.arms[0].settings, in: file)
        }
        let one = try identity("sh, -c, ls")
        #expect(try identity("sh, -c, ls") == one)
        #expect(try identity("sh, -c, ls -l").changes(since: one).first?.hasPrefix("implementer command: ") == true)
        #expect(try identity("sh, -c, ls", kind: "single-pass").changes(since: one) == ["pipeline.kind: \"agent\" → \"single-pass\""])
    }

    @Test("tasks in another order are told as such")
    func order() throws {
        try withStore { store in
            let setup = try Changed().setup
            let other = CodingTask(
                brief: TaskBrief(id: "u", title: "u", statement: "s", language: .python, deliverables: ["a.py"]), form: .program(prefix: "", example: ""),
                hidden: HiddenChecks())
            let tasks = setup.suite.tasks + [other]
            func ordered(_ tasks: [CodingTask]) -> ExperimentSetup { ExperimentSetup(setup.file, Suite(name: "s", tasks: tasks), at: "suite") }
            let first = try ExperimentRun.open(ordered(tasks), in: store, new: false, recording: false).id
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let error = #expect(throws: RunChanged.self) { try ExperimentRun.open(ordered(tasks.reversed()), in: store, new: false, recording: false) }
            #expect(error?.changes == ["the tasks stand in another order"])
        }
    }

    @Test("a program that answers is known by what stands in it, not by its name")
    func program() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        func identity(_ content: String) throws -> ArmIdentity {
            try Data(content.utf8).write(to: URL(filePath: folder + "/model.py"))
            let text =
                "name: e\nmodels: {m: {provider: command, command: [python3, \(folder)/model.py]}}\narms: {a: {pipeline: {kind: single-pass}, roles: {implementer: m}}}\n"
            let file = try ProjectFile.load("e.yaml", text: text)
            return ArmIdentity(file.arms[0].settings, in: file)
        }
        let one = try identity("print(1)\n")
        #expect(try identity("print(1)\n") == one)
        let changes = try identity("print(2)\n").changes(since: one)
        #expect(changes.count == 1 && changes[0].contains("model.py: "), "\(changes)")
    }

    @Test("a prompt of the user's own makes another arm")
    func prompts() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("Write {{{language}}}.".utf8).write(to: URL(filePath: folder + "/system.mustache"))
        let setup = try Changed().setup
        var settings = setup.file.arms[0].settings
        let before = ArmIdentity(settings, in: setup.file)
        settings.prompts = try Prompts(folder: folder)
        let changes = ArmIdentity(settings, in: setup.file).changes(since: before)
        #expect(changes.count == 1 && changes[0].hasPrefix("prompt system: "))
    }

    @Test("a run that an older version stored is read, but neither gone on with nor taken for done")
    func older() throws {
        try withStore { store in
            let setup = try Changed().setup
            let record = ExperimentRecord(
                id: "e-1", name: "e", created: 1, digest: "of another version", suite: "suite", suiteDigest: "x", seeds: 1, margin: 0.05, alpha: 0.05,
                orderSeed: 1, recording: false, file: "e.yaml")
            try store.plan(record, arms: [ArmRecord(name: "one", settings: "{}", digest: "x")], attempts: setup.plan.attempts, taskDigests: [:])
            try store.begin(try #require(try store.attempts(of: "e-1").first).id)
            let error = #expect(throws: RunChanged.self) { try ExperimentRun.open(setup, in: store, new: false, recording: false) }
            #expect(error?.description.contains("an older version of assay stored it") == true)
            #expect(try store.attempts(of: "e-1").count == 1)
        }
    }
}
