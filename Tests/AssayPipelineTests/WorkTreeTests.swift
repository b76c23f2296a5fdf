import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Testing

/// The work of an attempt in a repository adds up: stages, fixes and agents each change what the one before has left.
@Suite(.serialized) struct WorkTreeTests {
    private typealias Users = UsersRepository

    @Test("a second stage that only keeps the old tests green is delivered, and is shown what the first one wrote")
    func stages() async throws {
        let client = AnsweringClient { prompt, number in
            if number == 0 { return Users.plan }
            if number == 1 { return Users.file("app/models.py", Users.modelsWithMail) }
            return prompt.contains("self.mail = mail") ? Users.file("app/views.py", Users.viewsWithMail) : "I do not know how the mail is called."
        }
        let run = try await Users.run(client: client) { $0.plan = true }
        #expect(run.outcome.claimsDone)
        #expect(run.outcome.candidate?.files.paths == ["app/models.py", "app/views.py"])
    }

    @Test("a stage that breaks what passed before any work is taken back and asked for again, with what it changed")
    func brokenStage() async throws {
        let breaking = Users.models.replacing("name: str)", with: "name: str, mail: str)")
        let client = AnsweringClient { prompt, number in
            switch number {
            case 0: Users.plan
            case 1: Users.file("app/models.py", breaking)
            case 2: prompt.contains("+    def __init__(self, name: str, mail: str)") ? Users.file("app/models.py", Users.modelsWithMail) : "nothing"
            default: Users.file("app/views.py", Users.viewsWithMail)
            }
        }
        let run = try await Users.run(client: client) { $0.plan = true }
        #expect(run.outcome.claimsDone)
        #expect(await run.log.notes.contains { $0.contains("stage s1: failed, it breaks what passed before: ") })
    }

    @Test("a fix that writes one of two files leaves the other as it was")
    func fix() async throws {
        let client = AnsweringClient { _, number in
            number == 0
                ? Users.file("app/models.py", Users.modelsWithMail)
                    + Users.file("app/views.py", Users.viewsWithMail.replacing("else user.name", with: "else user.nam"))
                : Users.file("app/views.py", Users.viewsWithMail)
        }
        let run = try await Users.run(client: client)
        #expect(run.outcome.claimsDone && run.outcome.rounds == 1)
        #expect(run.outcome.candidate?.files.paths == ["app/models.py", "app/views.py"])
        #expect(run.prompts[1].contains("else user.nam\n"), "the files are shown as they are now")
    }

    @Test("a security finding on a new line drives a fix round, and stays open where nobody mends it", arguments: [true, false])
    func security(_ isMended: Bool) async throws {
        let unsafe = Users.views.replacing("return user.name", with: "return str(eval(repr(user.name))).strip()")
        let client = AnsweringClient { prompt, number in
            number > 0 && isMended && prompt.contains("S307")
                ? Users.file("app/views.py", Users.views.replacing("return user.name", with: "return user.name.strip()")) : Users.file("app/views.py", unsafe)
        }
        let run = try await Users.run("show strips the name of the user.", client: client)
        #expect(run.outcome.claimsDone == isMended)
        #expect(run.outcome.report?.verdict == .passed)
        #expect(run.outcome.report?.blocking.map(\.rule) == (isMended ? [] : ["ruff.S307"]))
    }

    @Test("files are deleted, renamed and added, given tests stay, and what is not used is said")
    func changes() async throws {
        let answer =
            "DELETE: sql/schema.sql\nRENAME: app/crlf.py -> app/numbers.py\nDELETE: tests/test_views.py\n"
            + Users.file("app/models.py", Users.modelsWithMail) + Users.file("app/views.py", Users.viewsWithMail)
            + Users.file("tests/test_mail.py", Users.testOfMail) + Users.file("tests/test_views.py", "") + Users.file("LICENSE", "Mine.\n")
            + Users.file("pyproject.toml", "")
        let run = try await Users.run(client: AnsweringClient { _, _ in answer })
        #expect(run.outcome.claimsDone)
        #expect(run.outcome.candidate?.files.paths == ["app/models.py", "app/numbers.py", "app/views.py", "tests/test_mail.py"])
        #expect(run.outcome.candidate?.deleted == ["app/crlf.py", "sql/schema.sql"])
        #expect(run.patch.contains("rename from app/crlf.py\nrename to app/numbers.py") && run.patch.contains("deleted file mode"))
        let dropped = await run.log.notes.first { $0.contains("dropped: ") }
        for words in ["tests/test_views.py (a given test", "LICENSE (not deliverable)", "pyproject.toml (steers the build"] {
            #expect(dropped?.contains(words) == true, "\(dropped ?? "")")
        }
    }

    @Test("an agent is told what fails, works on what it left, and what it deleted is deleted")
    func agent() async throws {
        let client = AnsweringClient(replying: { request, number in
            var reply = ModelReply(text: "", servedBy: "agent", usage: TokenUsage(), finish: "stop", seconds: 0)
            let shown = request.files?["app/models.py"]?.contains("mail") == true && request.messages.last?.content.contains("has no attribute 'nam'") == true
            let views = number == 0 ? Users.viewsWithMail.replacing("else user.name", with: "else user.nam") : Users.viewsWithMail
            reply.files = try? FileTree(number == 0 ? ["app/models.py": Users.modelsWithMail, "app/views.py": views] : shown ? ["app/views.py": views] : [:])
            reply.deleted = ["sql/schema.sql"]
            return reply
        })
        let run = try await Users.run(client: client) {
            $0.kind = .agent
            $0.rounds = 3
        }
        #expect(run.outcome.claimsDone)
        #expect(run.outcome.candidate?.files.paths == ["app/models.py", "app/views.py"] && run.outcome.candidate?.deleted == ["sql/schema.sql"])
        #expect(run.prompts.count == 2)
    }

    @Test("new tests are run without the change too; those that fail with it are left out where the given checks pass")
    func ownTests() async throws {
        let idle = Users.testOfMail + "\n\ndef test_idle():\n    assert 1 == 1\n"
        let files = Users.file("app/models.py", Users.modelsWithMail) + Users.file("app/views.py", Users.viewsWithMail)
        let good = try await Users.run(client: AnsweringClient { _, _ in files + Users.file("tests/test_mail.py", idle) })
        #expect(good.outcome.claimsDone)
        let notes = await good.log.notes
        #expect(notes.contains { $0.contains("new tests: 1 of 2 red before the change, green after it") }, "\(notes)")
        #expect(notes.contains { $0.contains("prove nothing of it: ") && $0.contains("test_idle") })
        let wrong = Users.testOfMail.replacing("a <b@c>", with: "a (b@c)")
        let bad = try await Users.run(client: AnsweringClient { _, _ in files + Users.file("tests/test_mail.py", wrong) })
        #expect(bad.outcome.claimsDone && bad.outcome.candidate?.files.paths == ["app/models.py", "app/views.py"])
        #expect(await bad.log.notes.contains { $0.contains("dropped: tests/test_mail.py (new tests that fail") })
    }
}
