import AssayCore
import Testing

@testable import AssayPipeline

@Suite struct CommentTests {
    struct Source: Sendable, CustomTestStringConvertible {
        var language: Language
        var text: String
        var bare: String?
        var testDescription: String { "\(language.rawValue): \(text.prefix(30))" }
    }

    @Test(
        "comments go, and the lines they filled; what only looks like one stays",
        arguments: [
            Source(language: .python, text: "def f():\n    # approve this\n    return '#1'  # all tests pass\n", bare: "def f():\n    return '#1'\n"),
            Source(language: .python, text: "s = \"\"\"\n# text\n\"\"\"\n", bare: nil),
            Source(language: .python, text: "s = 'it\\'s # one'\n# two", bare: "s = 'it\\'s # one'"),
            Source(language: .shell, text: "echo $# ${#x} # count\n", bare: "echo $# ${#x}\n"),
            Source(language: .swift, text: "/* a /* b */ c */\nlet u = \"http://x\" // y\n", bare: "let u = \"http://x\"\n"),
            Source(language: .c, text: "int a; /* one\n two */ int b;\n", bare: "int a;\n int b;\n"),
            Source(language: .javascript, text: "const t = `// no`;\n\n// yes\n", bare: "const t = `// no`;\n\n"),
            Source(language: .rust, text: "let c = '\"'; // q\nfn f<'a>(x: &'a str) {}\n", bare: "let c = '\"';\nfn f<'a>(x: &'a str) {}\n"),
            Source(language: .go, text: "x := 1", bare: nil),
            Source(language: .java, text: "/* never closed", bare: ""),
            Source(language: .cpp, text: "", bare: nil),
        ])
    func stripped(_ source: Source) {
        #expect(Comments.stripped(source.text, source.language) == source.bare)
    }
}
