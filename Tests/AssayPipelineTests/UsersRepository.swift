import AssayCore
import AssayPipeline
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import AssayVerify
import Foundation
import Testing

/// A small repository of users, and what a good model answers to tasks in it.
enum UsersRepository {
    static let models = """
        \"""Models.\"""


        class User:
            \"""A user.\"""

            def __init__(self, name: str) -> None:
                self.name = name

        """
    static let views = """
        \"""Views.\"""

        from app.models import User


        def show(user: User) -> str:
            \"""Return a line.\"""
            return user.name

        """
    static let modelsWithMail = models.replacing("name: str)", with: "name: str, mail: str = \"\")").replacing(
        "= name\n", with: "= name\n        self.mail = mail\n")
    static let viewsWithMail = views.replacing("return user.name", with: "return f\"{user.name} <{user.mail}>\" if user.mail else user.name")
    static let testOfMail = """
        from app.models import User
        from app.views import show


        def test_mail():
            assert show(User("a", "b@c")) == "a <b@c>"

        """
    static let plan =
        #"{"stages":[{"id":"s1","goal":"Give User a mail.","depends_on":[],"files":["app/models.py"],"provides":["User.mail"],"requires":[],"checks":["build"]},{"id":"s2","goal":"Show the mail.","depends_on":["s1"],"files":["app/views.py"],"provides":[],"requires":["User.mail"],"checks":["visible_tests"]}]}"#

    static func file(_ path: String, _ text: String) -> String { "FILE: \(path)\n```python\n\(text)```\n" }

    private static let files: [String: String] = [
        "pyproject.toml": "[project]\nname = \"app\"\nversion = \"0.1\"\n\n[tool.pytest.ini_options]\npythonpath = [\".\"]\n",
        "app/__init__.py": "", "app/models.py": models, "app/views.py": views,
        "app/crlf.py": "def double(n):\r\n    return n + 1\r\n", "sql/schema.sql": "CREATE TABLE users (name TEXT);\n",
        "docs/users.md": "# Users\n\nA user has a name.\n", "LICENSE": "Free.\n",
        "tests/test_views.py": "from app.models import User\nfrom app.views import show\n\n\ndef test_show():\n    assert show(User(\"a\")) == \"a\"\n",
    ]

    private static let context = Task { try await VerificationContext(sandbox: JailSandbox(), languages: [.python]) }

    /// What came of a task in the repository.
    struct Run {
        let outcome: AttemptOutcome
        let log: EventLog
        let prompts: [String]
        let patch: String
    }

    /// Runs a pipeline on a task in a fresh repository of these files.
    static func run(
        _ statement: String = "Users get a mail address which show prints.", client: AnsweringClient,
        _ change: (inout PipelineSettings) -> Void = { _ in }
    ) async throws -> Run {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FolderWriter.write(try FileTree(files), to: folder)
        for words in [["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "start"]] {
            #expect(try await GitRepository.git(["-C", folder] + words).succeeded)
        }
        let work = try await RepositoryWork.open(folder, statement: statement, layouts: ToolchainProfile.layouts())
        var settings = PipelineSettings(roles: ["analyst": "a", "planner": "a", "implementer": "b", "reviewer": "a", "fixer": "b"])
        (settings.analyze, settings.plan, settings.retry) = (false, false, .showCode)
        change(&settings)
        let log = EventLog()
        let attempt = try Attempt(
            brief: work.task.brief, settings: settings, client: client, verifier: try await context.value.verifier(for: work.task),
            events: log, seed: 1)
        let outcome = try await attempt.run()
        let patch = try await outcome.candidate.asyncMap { try await work.patch(of: $0) } ?? ""
        return Run(outcome: outcome, log: log, prompts: await client.prompts, patch: patch)
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        switch self {
        case .some(let value): try await transform(value)
        case .none: nil
        }
    }
}
