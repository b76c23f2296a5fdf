import AssayCore
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayPipeline

/// What prompts show of trees that are too large for them.
@Suite struct RepositoryContextTests {
    /// A shop of about ninety files, most of them of no interest, with everything that never belongs into a prompt.
    private static func shop() throws -> FileTree {
        var files = try FileTree([
            "shop/shipping/weights.py": "def band(grams):\n    return 'S' if grams < 2000 else 'M'\n", "shop/shipping/__init__.py": "",
            "tests/test_shipping_weights.py": "from shop.shipping.weights import band\n\ndef test_band():\n    assert band(100) == 'S'\n",
            "LICENSE": "A parcel that weighs 2 kg is free of charge.\n", "uv.lock": String(repeating: "name = \"parcel\"\n", count: 300),
            "vendor/parcel.py": String(repeating: "parcel = 'price band'\n", count: 50), "shop/app.min.js": "var parcel=1;",
            "CONTRIBUTING.md": "# Contributing\n\nThanks.\n\n## Code style\n\nNever use floats for money.\n", "ruff.toml": "line-length = 99\n",
            "docs/parcels.md": "A parcel that weighs 2 kg is in price band S.\n",
        ])
        for index in 0..<40 {
            let body = "def helper\(index)(items):\n" + (0..<30).map { "    items.append(\($0))\n" }.joined()
            try files.set("shop/area\(index % 8)/part\(index).py", body)
            try files.set(
                "tests/test_part\(index).py",
                "from shop.area\(index % 8).part\(index) import helper\(index)\n\ndef test_it():\n    assert helper\(index)([]) is None\n")
        }
        return files
    }

    private static let statement = "A parcel that weighs exactly 2 kg must be in price band S."

    private static func brief(_ statement: String = statement, _ tree: FileTree? = nil) throws -> TaskBrief {
        let tree = try tree ?? shop()
        return TaskBrief(
            id: "t", title: "t", statement: statement, language: .python, start: tree.filtered { !$0.hasPrefix("tests/") }, deliverables: ["shop/**"],
            visibleTests: tree.filtered { $0.hasPrefix("tests/") })
    }

    private static func text(_ brief: TaskBrief, tokens: Int, numbered: Bool = false, focus: ContextFocus = ContextFocus()) throws -> String {
        var builder = ContextBuilder(brief, numbersLines: numbered)
        return try builder.context(of: brief.start, tokens: tokens, focus: focus).text
    }

    @Test("the source that a task is about is shown whole, with its test, within the budget", arguments: [600, 1500, 3000, 6000])
    func rightSource(_ tokens: Int) throws {
        let text = try Self.text(Self.brief(), tokens: tokens)
        #expect(text.contains("## Existing file `shop/shipping/weights.py`\n```python\ndef band(grams):\n    return 'S' if grams < 2000"))
        #expect(text.contains("## Visible test `tests/test_shipping_weights.py` (correct; never change it)\n"))
        #expect(text.utf8.count <= tokens * 3 + 600)
    }

    @Test("no block is empty, and licences, lock files, vendored and minified files are only listed")
    func excluded() throws {
        let text = try Self.text(Self.brief(), tokens: 3000)
        #expect(text.matches(of: /```\w*\n\s*```/).isEmpty && !text.contains("## Existing file `shop/shipping/__init__.py`"))
        for path in ["LICENSE", "uv.lock", "vendor/parcel.py", "shop/app.min.js", "docs/parcels.md"] { #expect(!text.contains("## Existing file `\(path)`")) }
        #expect(text.contains("uv.lock") && text.contains("vendor/: parcel.py"))
        #expect(text.contains("Never use floats for money.") && text.contains("line-length = 99") && !text.contains("Thanks."))
    }

    @Test("what the task, a trace or the analyst names is shown, documents too")
    func named() throws {
        let task = try Self.text(Self.brief("Change shop/area3/part3.py and docs/parcels.md."), tokens: 2000)
        #expect(task.contains("## Existing file `shop/area3/part3.py`\n") && task.contains("## Existing file `docs/parcels.md`\n"))
        let trace = try Self.text(
            Self.brief(), tokens: 2000, focus: ContextFocus(failing: "File \"/w/shop/area5/part5.py\", line 3, in helper5\nTypeError: no"))
        #expect(trace.contains("## Existing file `shop/area5/part5.py`\n") && trace.contains("## Checks that fail now\nFile"))
        let analyst = try Self.text(Self.brief(), tokens: 2000, focus: ContextFocus(named: ["shop/area7/part7.py"]))
        #expect(analyst.contains("## Existing file `shop/area7/part7.py`\n"))
    }

    @Test("of a file that is too long the parts that matter are shown, with their line numbers")
    func parts() throws {
        var tree = try Self.shop()
        let filler = (0..<60).map { "def other\($0)(x):\n" + String(repeating: "    x += 1\n", count: 9) + "\n" }
        try tree.set("shop/large.py", filler[..<30].joined() + "def volumetric_weight(cm):\n    return cm // 5000\n\n" + filler[30...].joined())
        let text = try Self.text(Self.brief("The volumetric weight is cut off instead of rounded.", tree), tokens: 2000)
        #expect(text.contains("## Existing file `shop/large.py` (parts of it, by line number; … marks what is left out)"))
        #expect(text.contains("331| def volumetric_weight(cm):\n332|     return cm // 5000\n") && text.contains("…\n"))
        #expect(text.contains("are no part of the files"))
    }

    @Test("a task whose words stand nowhere is shown what fits, not nothing")
    func noWords() throws {
        let text = try Self.text(Self.brief("Tidy up."), tokens: 2000)
        #expect(text.matches(of: /## Existing file/).count >= 3 && text.utf8.count <= 6600)
    }

    @Test("files have line numbers for models that answer with changes, and copied numbers are taken off again")
    func numbers() throws {
        #expect(try Self.text(Self.brief(), tokens: 2000, numbered: true).contains("1| def band(grams):\n2|     return 'S'"))
        #expect(try !Self.text(Self.brief(), tokens: 2000).contains("1| def band"))
        #expect(NumberedLines.removed(from: [" 9| a", "10|   b", "11|"]) == ["a", "  b", ""])
        #expect(NumberedLines.removed(from: ["9| a", "b"]) == ["9| a", "b"])
        let change = SearchReplace(search: [" 9| a", "10|   b"], replace: [" 9| a", "10|   c"])
        #expect(try change.apply(to: "x\na\n  b\n") == "x\na\n  c\n")
        #expect(try SearchReplace(search: ["1| a"], replace: ["2| a"]).apply(to: "1| a\n") == "2| a\n")
    }

    @Test("the same tree gives the same prompt, and a changed tree shows the change")
    func changed() throws {
        let brief = try Self.brief()
        var builder = ContextBuilder(brief)
        let first = try builder.context(of: brief.start, tokens: 2000).text
        #expect(try first == Self.text(brief, tokens: 2000))
        var tree = brief.start
        try tree.set("shop/shipping/weights.py", "def band(grams):\n    return 'S' if grams <= 2000 else 'M'\n")
        let second = try builder.context(of: tree, tokens: 2000).text
        #expect(second == first.replacing("grams < 2000", with: "grams <= 2000"))
    }

    @Test("a long list of files is folded by folder, the least relevant first", arguments: [20, 200, 600, 5000])
    func fileTree(_ limit: Int) {
        let paths = (0..<400).map { "src/a\($0 % 20)/b\($0 % 5)/file\($0).py" } + ["src/near/here.py"]
        let text = FileTreeText(paths, scores: ["src/near/here.py": 2]).text(limit: limit)
        #expect(text.utf8.count <= limit + 30)
        #expect(text.contains("src/near/: here.py") == (limit >= 600), "\(text)")
    }

    @Test("the analyst of a large tree names files, which later prompts show; what the project lacks is told")
    func analyst() async throws {
        let answer =
            #"{"files": [{"path": "shop/area6/part6.py", "why": "it adds up"}, {"path": "shop/none.py", "why": "guess"}], "constraints": ["exactly 2 kg must be", "made up"]}"#
        var settings = PipelineSettings(roles: ["analyst": "a", "implementer": "m"])
        (settings.plan, settings.contextTokens) = (false, 1500)
        let client = ScriptedClient([answer, "FILE: shop/area6/part6.py\n```python\nx = 1\n```"])
        let notes = Notes()
        let attempt = try Attempt(brief: Self.brief(), settings: settings, client: client, verifier: Content(), events: notes, seed: 1)
        _ = try await attempt.run()
        let prompts = await client.prompts
        try #require(prompts.count == 2)
        #expect(prompts[0].contains("Say which of them matter") && !prompts[0].contains("## Existing file `shop/area6/part6.py`"))
        #expect(prompts[1].contains("## Existing file `shop/area6/part6.py`\n") && prompts[1].contains("- The task says: \"exactly 2 kg must be\""))
        #expect(!prompts[1].contains("made up"))
        #expect(await notes.notes.contains("left out, because the project has no such file: shop/none.py"))
    }
}
