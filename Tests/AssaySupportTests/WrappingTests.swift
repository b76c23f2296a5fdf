import AssaySupport
import Testing

@Suite struct WrappingTests {
    @Test("a terminal gives wide characters two columns, marks and colours none")
    func columns() {
        #expect("abc".columns == 3)
        #expect("日本".columns == 4)
        #expect("e\u{301}".columns == 1)
        #expect("👍".columns == 2)
        #expect("\u{1B}[31mred\u{1B}[0m".columns == 3)
        #expect("日本茶".prefix(columns: 5) == "日本")
    }

    @Test("a line is broken at spaces, a word that is too long where the line ends", arguments: [20, 40, 80])
    func widths(_ width: Int) {
        let text = "  error a.py:3: " + String(repeating: "word ", count: 20) + String(repeating: "x", count: 100) + " 日本茶日本茶日本茶 end"
        let lines = Text.wrapped(text, width: width, hanging: "      ")
        #expect(lines.allSatisfy { $0.columns <= width }, "\(lines)")
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("      ") && !$0.hasPrefix("       ") })
        let plain = text.filter { $0 != " " }
        #expect(lines.joined().filter { $0 != " " } == plain)
    }

    @Test("without a width, and where it fits, a line stays whole")
    func whole() {
        #expect(Text.wrapped("a  b   c", width: nil) == ["a  b   c"])
        #expect(Text.wrapped("a  b   c", width: 8) == ["a  b   c"])
    }

    @Test("a sequence for colour is never broken")
    func colours() {
        let red = "\u{1B}[31m" + String(repeating: "x", count: 50) + "\u{1B}[0m"
        let lines = Text.wrapped(red, width: 20, hanging: "  ")
        #expect(lines.joined().replacing("  ", with: "") == red)
        #expect(lines.allSatisfy { $0.columns <= 20 })
    }

    @Test("a table that does not fit becomes blocks, each value after its heading")
    func tables() {
        let rows = [["arm", "solved", "tokens"], ["single-pass", "4/12", "6272"], ["日本", "1/12", ""]]
        #expect(Text.table(rows, width: 80) == Text.table(rows))
        #expect(Text.table(rows, width: 20) == "single-pass\n  solved: 4/12\n  tokens: 6272\n日本\n  solved: 1/12\n")
        let lines = Text.table(rows).split(separator: "\n")
        #expect(lines[2].hasPrefix("single-pass  4/12") && lines[3].hasPrefix("日本         1/12"))
    }

    @Test(
        "the nearest word is meant, if it is near at all",
        arguments: [("verfy", "verify"), ("formt", "format"), ("jsn", "json"), ("x", nil), ("database", nil), ("moduls", "models")])
    func nearest(_ word: String, _ meant: String?) {
        #expect(TextDistance.nearest(to: word, of: ["verify", "format", "json", "models"]) == meant)
    }
}
