import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Testing

/// The review of a change to a repository: bugs, attacks and broken rules, each confirmed in its own way.
@Suite(.serialized) struct ChangeReviewTests {
    private typealias Users = UsersRepository
    private static let reads =
        Users.views.replacing(
            "    return user.name\n", with: "    try:\n        return open(user.name).read()\n    except OSError:\n        return user.name\n")
    private static let attack =
        "```python\nfrom app.models import User\nfrom app.views import show\n\n\ndef test_no_file(tmp_path):\n    secret = tmp_path / \"secret\"\n    secret.write_text(\"s\")\n    assert show(User(str(secret))) != \"s\"\n```\n"

    /// Has a model write `first`, review it with `claim`, judge claims, and mend as it is told.
    private static func run(_ first: String, _ claim: String, agrees: Bool = true) async throws -> (UsersRepository.Run, [String]) {
        let client = AnsweringClient { prompt, number in
            if number == 0 { return Users.file("app/views.py", first) }
            if prompt.contains("The project has this rule") { return prompt.contains("+LONG") ? "ANSWER: YES" : "ANSWER: NO" }
            if prompt.contains("ANSWER: YES") { return agrees ? "Yes.\nANSWER: YES" : "No.\nANSWER: NO" }
            // The second review sees a change without what was wrong.
            if prompt.contains("CLAIM: one sentence") { return prompt.contains("+        return open(") || prompt.contains("+LONG") ? claim : "NONE" }
            return Users.file("app/views.py", Users.views.replacing("\"\"\"Return a line.\"\"\"", with: "\"\"\"Return one line.\"\"\""))
        }
        let run = try await Users.run("Make show robust.", client: client) {
            $0.review = true
            $0.maxFixRounds = 2
        }
        return (run, await run.log.notes)
    }

    @Test("an attack that has its effect is mended, without a word of the task; one that nobody else believes is told only", arguments: [true, false])
    func security(_ agrees: Bool) async throws {
        let (run, notes) = try await Self.run(Self.reads, "KIND: security\nCLAIM: app/views.py:9 reads any file\n" + Self.attack, agrees: agrees)
        #expect(run.outcome.claimsDone)
        #expect(run.outcome.candidate?.files["app/views.py"]?.contains("open(") == !agrees)
        #expect(notes.contains { $0.contains(agrees ? "confirmed: a test of an attack" : "advisory: a test of an attack") }, "\(notes)")
        let review = run.prompts.first { $0.contains("CLAIM: one sentence") }
        #expect(review?.contains("    9 +        return open(user.name).read()") == true, "the change is shown with line numbers")
        #expect(review?.contains("1 of 1 visible checks pass") == true)
    }

    @Test("a broken rule counts by the project's own words, and other claims are dropped with the reason")
    func convention() async throws {
        let long = Users.views + "\n\nLONG = 1  # \(String(repeating: "x", count: 90))\n"
        let claims =
            "KIND: convention\nCLAIM: app/views.py:11 is too long\nQUOTE: pythonpath = [\".\"]\n\n"
            + "KIND: convention\nCLAIM: app/views.py:11 is ugly\nQUOTE: all code shall be beautiful\n\n"
            + "KIND: bug\nCLAIM: it does not fly\nQUOTE: users can fly over the sea\n```python\ndef test_fly():\n    assert False\n```\n"
            + "KIND: security\nCLAIM: it is unsafe\n"
        let (run, notes) = try await Self.run(long, claims)
        #expect(run.outcome.claimsDone && run.outcome.candidate?.files["app/views.py"]?.contains("LONG") == false)
        #expect(notes.contains { $0.contains("confirmed: the project's rule") }, "\(notes)")
        for words in ["dropped: app/views.py:11 is ugly (no file of the project says", "dropped: it does not fly (the task does not say", "(no test)"] {
            #expect(notes.contains { $0.contains(words) }, "\(notes)")
        }
    }
}
