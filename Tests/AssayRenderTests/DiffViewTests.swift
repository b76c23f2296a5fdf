import Testing

@testable import AssayRender

@Suite struct DiffViewTests {
    @Test("a changed line that looks like a header of a difference is a line, with its number")
    func lookalikes() {
        let text = "--- a/q.sql\n+++ b/q.sql\n@@ -4,3 +4,3 @@\n select 1;\n--- old\n+++ new\n select 2;\n\\ No newline at end of file\n"
        let shown = DiffView.unified(text).html
        #expect(shown.contains("<tr class=\"del\"><td class=\"n\">5</td><td class=\"n\"></td><td>--- old</td></tr>"), "\(shown)")
        #expect(shown.contains("<tr class=\"add\"><td class=\"n\"></td><td class=\"n\">5</td><td>+++ new</td></tr>"))
        #expect(shown.contains("<td class=\"n\">6</td><td class=\"n\">6</td><td> select 2;</td>"))
    }
}
