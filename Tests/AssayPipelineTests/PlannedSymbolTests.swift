import AssayCore
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayPipeline

/// Stages of a plan that name symbols, which are then written one by one.
@Suite(.serialized) struct PlannedSymbolTests {
    private typealias Users = UsersRepository

    private static func stage(_ id: String, _ symbols: String, file: String, after: String = "", check: String) -> String {
        #"{"id":"\#(id)","goal":"Goal of \#(id).","depends_on":[\#(after)],"files":["\#(file)"],"provides":[],"requires":[],"checks":["\#(check)"],"symbols":[\#(symbols)]}"#
    }
    private static let plan =
        "{\"stages\":["
        + stage("s1", #"{"name":"User.__init__"}"#, file: "app/models.py", check: "build") + ","
        + stage(
            "s2", #"{"name":"address","file":"app/views.py","signature":"def address(user: User) -> str"},{"name":"show"}"#, file: "app/views.py",
            after: #""s1""#, check: "visible_tests") + "]}"
    private static let initializer = "```python\ndef __init__(self, name: str, mail: str = \"\") -> None:\n    self.name = name\n    self.mail = mail\n```"
    private static let address = "```python\ndef address(user: User) -> str:\n    return f\" <{user.mail}>\" if user.mail else \"\"\n```"
    private static let show = "```python\ndef show(user: User) -> str:\n    return user.name + address(user)\n```"

    @Test("a stage's symbols are written one by one: what is there is shown and changed, what is new is put in its file")
    func repository() async throws {
        let answers = [Self.plan, Self.initializer, Self.address, Self.show]
        let run = try await Users.run(client: AnsweringClient { _, number in number < answers.count ? answers[number] : "no" }) { $0.plan = true }
        let notes = await run.log.notes
        #expect(run.outcome.claimsDone && run.outcome.calls == 4, "\(notes)")
        #expect(run.prompts[0].contains("- `symbols` of a stage"))
        #expect(run.prompts[1].contains("method `User.__init__`") && run.prompts[1].contains("It is written so far:\n```python\ndef __init__(self, name: str)"))
        #expect(!run.prompts[1].contains("with this signature") && run.prompts[2].contains("with this signature"))
        #expect(run.prompts[1].contains("Users get a mail address") && run.prompts[1].contains("Goal of s1."))
        #expect(run.prompts[3].contains("def address(user: User) -> str:\n    return f"), "what it may use is shown")
        let views = try #require(run.outcome.candidate?.files["app/views.py"])
        #expect(views.contains("\"\"\"Return a line.\"\"\"\n    return user.name + address(user)") && views.contains("def address("))
        #expect(run.outcome.candidate?.files["app/models.py"]?.contains("self.mail = mail") == true)
    }

    @Test("a stage whose symbol is never right is taken back, and no placeholder of it is delivered")
    func takenBack() async throws {
        let breaking = "```python\ndef show(user: User) -> str:\n    return \"\"\n```"
        let client = AnsweringClient { prompt, number in
            if prompt.contains("Plan the work as JSON") { return number == 0 ? Self.plan : "no plan" }
            if prompt.contains("`User.__init__` in the file") { return Self.initializer }
            return prompt.contains("`show` in the file") ? breaking : "```python\ndef address(user: User) -> str:\n    pass\n```"
        }
        let run = try await Users.run(client: client) {
            $0.plan = true
            $0.stageSamples = 2
            $0.maxFixRounds = 0
        }
        let notes = await run.log.notes
        #expect(notes.contains { $0.contains("stage s2 was taken back: no answer for address, show builds") }, "\(notes)")
        #expect(run.outcome.candidate?.files.paths == ["app/models.py"])
    }

    @Test("a small model is not asked for symbols, and neither is one where files are the units", arguments: [true, false])
    func notOffered(_ isSmall: Bool) async throws {
        let run = try await Users.run(client: AnsweringClient { _, _ in "no" }) {
            ($0.plan, $0.maxFixRounds) = (true, 0)
            if isSmall { $0.style = .small } else { $0.units = .files }
        }
        #expect(!run.prompts[0].contains("`symbols` of a stage"))
    }

    @Test(
        "symbols that cannot be written alone are refused with the reason",
        arguments: [
            (#"{"name":"new","file":"a.py"}"#, "needs its `signature`"), (#"{"name":"total","file":"b.py"}"#, "must name its `file`"),
            (#"{"name":"Box.open","file":"a.py","signature":"def open(self)"}"#, "has no type 'Box'"),
            (#"{"name":"total"},{"name":"total","file":"a.py"}"#, "written by more than one stage"),
            (#"{"name":"twice"}"#, "has several 'twice'"),
        ])
    func refused(_ symbols: String, _ words: String) throws {
        let source = "def total(x):\n    return x\n\n\ndef twice(x):\n    return x\n\n\ndef twice(x, y):\n    return y\n"
        let brief = TaskBrief(id: "t", title: "t", statement: "Do it.", language: .python, start: try FileTree(["a.py": source]), deliverables: ["a.py"])
        let plan = try #require(Plan.parse("{\"stages\":[\(Self.stage("s1", symbols, file: "a.py", check: "visible_tests"))]}"))
        let problems = PlanChecks.problems(in: plan, for: brief)
        #expect(problems.count == 1 && problems[0].message.contains(words), "\(problems)")
    }
}
