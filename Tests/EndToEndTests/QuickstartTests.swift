import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct QuickstartTests {
    @Test("every command of docs/quickstart.md prints what the page shows, in one copy of the repository, one after the other")
    func page() async throws {
        let page = ConsolePage(try Places.text("docs/quickstart.md"))
        #expect(page.steps.count >= 8)
        let folder = try await ConsolePage.copy()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for step in page.steps {
            let output = try await ConsolePage.run(step.command, in: folder)
            #expect(ConsolePage.matches(step.shown, output), "$ \(step.command)\n\(output)")
        }
        #expect(FileManager.default.fileExists(atPath: folder + "/comparison.html"))
    }

    @Test("the page has no other blocks than those that are run")
    func blocks() throws {
        let text = try Places.text("docs/quickstart.md")
        for line in text.split(separator: "\n") where line.hasPrefix("```") { #expect(line == "```" || line == "```console", "\(line)") }
    }

    @Test(
        "an output matches whatever its times, sizes, ids and left-out lines are, and nothing else",
        arguments: [
            (["✓ shop: passed  (0.52 s)"], "✓ shop: passed (12 s)\n", true), (["✓ shop: passed"], "✗ shop: failed\n", false),
            (["a", "…", "b"], "a\nx\ny\nb\n", true), (["a", "…", "b"], "a\nb\n", true), (["a", "…"], "b\n", false),
            (["run demo-1a2b3c4d: …"], "run demo-99999999: 3 of 4\n", true), (["4/12"], "5/12\n", false), (["a"], "a\nb\n", false),
        ])
    func matching(_ shown: [String], _ output: String, _ isMatch: Bool) {
        #expect(ConsolePage.matches(shown, output) == isMatch)
    }
}
