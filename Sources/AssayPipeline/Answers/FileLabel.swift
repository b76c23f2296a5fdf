import AssaySupport

/// The path that an answer gives a code block: `FILE: path` before it, a heading, or its info string.
enum FileLabel {
    /// Whether a line says `FILE:`, as the prompt asks for.
    static func isMarked(_ line: Substring) -> Bool { line.utf8.count <= longest && marked(line) != nil }

    /// The path that a line of prose names: after `FILE:`, else at its end.
    static func inLine(_ line: Substring, known: (String) -> Bool) -> String? {
        guard line.utf8.count <= longest else { return nil }
        if let path = marked(line) { return path }
        guard let match = line.firstMatch(of: /[`*#\s]*([\w.\/\-]*[\w\-]\.\w+|[\w.\/\-]*\w)[`*:\s]*$/) else { return nil }
        return accepted(String(match.1), known: known)
    }

    /// The path in an info string: `python title="a.py"`, `python:a.py` or `a.py`.
    static func inInfo(_ info: String, known: (String) -> Bool) -> String? {
        for word in info.split(whereSeparator: { " \t:=,{}\"'".contains($0) }) {
            if let path = accepted(String(word), known: known) { return path }
        }
        return nil
    }

    /// The path in a comment that is the first line of a block.
    static func inFirst(_ code: [String], known: (String) -> Bool) -> String? {
        guard let match = code.first?.wholeMatch(of: /(?:#|\/\/|--|\/\*|<!--)\s*(?:(?i:file(?:name)?):\s*)?([\w.\/\-]+)\s*(?:\*\/|-->)?/) else { return nil }
        let path = normalized(String(match.1))
        return known(path) ? path : nil
    }

    /// The longest line, in bytes, that can name a path: PATH_MAX of Linux and a few words.
    static let longest = 4200

    private static func marked(_ line: Substring) -> String? {
        guard let match = line.wholeMatch(of: /[`*#>\s\-]*(?i:file):[*`"\s]*(.+?)[`*":\s]*/) else { return nil }
        let path = normalized(String(match.1))
        return path.isEmpty ? nil : path
    }

    /// The path, if it is a file of the task or ends as source files do.
    private static func accepted(_ text: String, known: (String) -> Bool) -> String? {
        let path = normalized(text)
        if known(path) { return path }
        let ending = path.split(separator: ".", omittingEmptySubsequences: false)
        return ending.count > 1 && sources.contains(String(ending[ending.count - 1])) ? path : nil
    }

    /// The path without a leading `./`.
    static func normalized(_ text: String) -> String { text.hasPrefix("./") ? String(text.dropFirst(2)) : text }

    private static let sources: Set<String> = [
        "py", "pyi", "swift", "c", "h", "cc", "cpp", "cxx", "hpp", "js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx", "rs", "java", "go", "sh",
        "sql", "json", "md", "toml", "yaml", "yml", "txt", "html", "css", "xml", "ini", "cfg", "csv",
    ]
}
