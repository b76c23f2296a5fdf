import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Testing

private let file = "def one():\n    return 1\n\n\ndef two():\n    if True:\n        return 2\n    return 1\n"

private func change(_ search: String, _ replace: String) -> SearchReplace {
    func lines(_ text: String) -> [String] { text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    return SearchReplace(search: lines(search), replace: lines(replace))
}

@Suite struct EditTests {
    @Test(
        "lines are found as they are, without trailing blanks, or indented by another amount",
        arguments: [
            (
                "def one():\n    return 1", "def one():\n    return 11",
                "def one():\n    return 11\n\n\ndef two():\n    if True:\n        return 2\n    return 1\n"
            ),
            ("def one():  \n    return 1 ", "ONE = 1", "ONE = 1\n\n\ndef two():\n    if True:\n        return 2\n    return 1\n"),
            ("if True:\n    return 2", "if False:\n    return 3", "def one():\n    return 1\n\n\ndef two():\n    if False:\n        return 3\n    return 1\n"),
            ("        return 2\n    return 1", "        return 2", "def one():\n    return 1\n\n\ndef two():\n    if True:\n        return 2\n"),
        ])
    func applies(_ search: String, _ replace: String, _ expected: String) throws {
        #expect(try change(search, replace).apply(to: file) == expected)
    }

    @Test(
        "what is not there, or there more than once, is refused in words",
        arguments: [
            ("    return 1", "occur 2 times"), ("return 3", "not in the file"), ("def one():\n  return 1\n\n\ndef two():", "not in the file"),
            ("", "makes a new file"), ("if True:\nreturn 2", "not in the file"),
        ])
    func refuses(_ search: String, _ words: String) {
        let error = #expect(throws: SearchReplace.Problem.self) { try change(search, "x").apply(to: file) }
        #expect(error?.description.contains(words) == true)
    }

    @Test("replacing some lines by themselves changes nothing, whatever lines they are")
    func identity() throws {
        let texts = ["a\n", "a", "", "\n", "a\n\nb\n", "\ta\n\tb", "é\r\nb\n", "a\r\nb\nc\r\nd", file]
        for text in texts {
            let lines = text.allLines.map(String.init)
            for start in lines.indices {
                for end in start..<lines.count {
                    let part = Array(lines[start...end])
                    let result = try? SearchReplace(search: part, replace: part).apply(to: text)
                    if let result, !part.allSatisfy({ $0.trimmed.isEmpty }) { #expect(result == text) }
                }
            }
        }
    }

    @Test(
        "a change of a file with Windows line endings keeps them",
        arguments: [
            ("a\r\nb\r\nc\r\n", "a\r\nx\r\ny\r\nc\r\n"), ("a\r\nb", "a\r\nx\r\ny"), ("b\r\n", "x\r\ny\r\n"), ("a\nb\nc\r\n", "a\nx\ny\nc\r\n"),
        ])
    func windows(_ text: String, _ expected: String) throws {
        #expect(Array(try change("b", "x\ny").apply(to: text).utf8) == Array(expected.utf8))
    }

    private func brief(_ deliverables: [String]) throws -> TaskBrief {
        TaskBrief(
            id: "t", title: "t", statement: "", language: .python, start: try FileTree(["pkg/a.py": file, "pkg/b.py": "B = 1\n"]),
            deliverables: deliverables)
    }

    @Test("an answer may change some files, make others and change one twice")
    func answer() throws {
        let answer = """
            Sure.
            FILE: pkg/a.py
            ```python
            <<<<<<< SEARCH
                return 1


            =======
                return 7


            >>>>>>> REPLACE
            <<<<<<< SEARCH
            def two():
            =======
            def zwei():
            >>>>>>> REPLACE
            ```
            FILE: pkg/c.py
            ```python
            C = 1
            ```
            """
        let brief = try brief(["pkg/**"])
        let answered = AnswerFiles.changes(answer, brief: brief, base: brief.start)
        let (files, problems) = (answered.files, answered.problems)
        #expect(problems == [])
        #expect(files.paths == ["pkg/a.py", "pkg/c.py"])
        #expect(files["pkg/a.py"] == file.replacing("    return 1\n\n", with: "    return 7\n\n").replacing("two", with: "zwei"))
    }

    @Test("changes that cannot be made are asked for as whole files, and the model is not asked for changes again")
    func fallBack() async throws {
        var brief = try brief(["pkg/b.py"])
        brief.statement = "Make B two."
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .bestOfN
        settings.samples = 1
        settings.editFormats = ["m": .searchReplace]
        func run(_ answers: [String]) async throws -> (AttemptOutcome, Notes, [String]) {
            let (client, notes) = (ScriptedClient(answers), Notes())
            let attempt = try Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: notes, seed: 1)
            return (try await attempt.run(), notes, await client.prompts)
        }
        let edit = "FILE: pkg/b.py\n```\n<<<<<<< SEARCH\nB = 1\n=======\nB = 2\n>>>>>>> REPLACE\n```"
        let (good, _, asked) = try await run([edit])
        #expect(good.candidate?.files["pkg/b.py"] == "B = 2\n")
        #expect(asked.count == 1 && asked[0].contains("SEARCH"))
        let (mended, notes, again) = try await run([edit.replacing("B = 1", with: "B = 9"), "```python\nB = 2\n```"])
        #expect(mended.candidate?.files["pkg/b.py"] == "B = 2\n")
        #expect(again.count == 2 && !again[1].contains("SEARCH"))
        #expect(await notes.notes.contains { $0.hasPrefix("the changes cannot be made") })
    }

    @Test(
        "an answer that leaves the task, has no file or no end is refused, and nothing of it is used",
        arguments: [
            ("FILE: ../../etc/passwd.py\n```\nx\n```", "not deliverable"), ("FILE: /etc/x.py\n```\nx\n```", "not deliverable"),
            ("FILE: other.py\n```\nx\n```", "not deliverable"), ("```\nx\n```", "no line 'FILE: path'"), ("I cannot.", "no code block"),
            ("FILE: pkg/a.py\n```\n<<<<<<< SEARCH\ndef one():\n```", "has no end"),
            ("FILE: pkg/a.py\n```\n<<<<<<< SEARCH\nnot there\n=======\nx\n>>>>>>> REPLACE\n```", "pkg/a.py: the SEARCH lines are not in the file"),
        ])
    func hostile(_ answer: String, _ words: String) throws {
        let brief = try brief(["pkg/**"])
        let answered = AnswerFiles.changes(answer, brief: brief, base: brief.start)
        let (files, problems) = (answered.files, answered.problems)
        #expect(files.isEmpty)
        #expect(problems.first?.contains(words) == true)
    }
}
