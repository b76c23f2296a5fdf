import AssayCore

/// The constructs of a language that span lines, inside which a fence does not end a block.
struct BlockSyntax {
    /// The delimiters of strings that may span lines.
    var strings: [String] = []
    /// The delimiters of comments that may span lines.
    var comment: (open: String, close: String)?
    /// Whether such comments nest.
    var nests = false
    /// The beginning of a line comment.
    var lineComment: String?
    /// The delimiters of strings of one line.
    var quotes: [Character] = []

    /// The syntax of a subject language.
    init(_ language: Language) { self.init(ending: Self.ending(of: language)) }

    /// The syntax of a file, by its name's ending; nil for an ending that says nothing.
    init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(ending: String(path[path.index(after: dot)...]))
    }

    private init(ending: String) {
        switch ending {
        case "py", "pyi":
            (strings, lineComment, quotes) = (["\"\"\"", "'''"], "#", ["\"", "'"])
        case "swift", "rs":
            (strings, comment, lineComment, quotes) = (["\"\"\""], ("/*", "*/"), "//", ["\""])
            nests = true
        case "java", "kt":
            (strings, comment, lineComment, quotes) = (["\"\"\""], ("/*", "*/"), "//", ["\"", "'"])
        case "go", "js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx":
            (strings, comment, lineComment, quotes) = (["`"], ("/*", "*/"), "//", ["\"", "'"])
        case "c", "h", "cc", "cpp", "cxx", "hpp", "cs":
            (comment, lineComment, quotes) = (("/*", "*/"), "//", ["\"", "'"])
        case "sql":
            (comment, lineComment, quotes) = (("/*", "*/"), "--", ["\"", "'"])
        case "css": comment = ("/*", "*/")
        case "html", "xml", "svg": comment = ("<!--", "-->")
        default: break
        }
    }

    private static func ending(of language: Language) -> String {
        switch language {
        case .python: "py"
        case .swift: "swift"
        case .rust: "rs"
        case .java: "java"
        case .go: "go"
        case .javascript, .typescript: "js"
        case .c, .cpp: "c"
        default: ""
        }
    }
}
