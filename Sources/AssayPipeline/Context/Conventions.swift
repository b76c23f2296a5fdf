import AssaySupport

/// What a project says about how its code is written: settings of formatters and linters, and its guide for contributors.
enum Conventions {
    private static let settings = [
        ".swift-format", ".swiftlint.yml", "ruff.toml", ".ruff.toml", ".flake8", "mypy.ini", ".editorconfig", ".clang-format", "rustfmt.toml", ".rustfmt.toml",
        "clippy.toml", ".prettierrc", ".prettierrc.json", ".eslintrc.json", ".golangci.yml", "checkstyle.xml",
    ]
    private static let guides = [
        "CONTRIBUTING.md", "CONTRIBUTING.rst", ".github/CONTRIBUTING.md", "docs/CONTRIBUTING.md", "docs/contributing.md", "HACKING.md",
    ]

    /// Returns the text in at most `limit` bytes, whole sections each; empty where the project says nothing or nothing fits.
    static func text(of tree: FileTree, limit: Int) -> String {
        var left = limit
        var items: [String] = []
        func add(_ title: String, _ text: String) {
            let item = "\(title):\n\(text.trimmed)"
            guard !text.trimmed.isEmpty, item.utf8.count + 2 <= left else { return }
            items.append(item)
            left -= item.utf8.count + 2
        }
        for path in guides {
            for section in sections(of: tree[path] ?? "") { add("`\(path)`", section) }
        }
        if let project = tree["pyproject.toml"] { add("`pyproject.toml`", tools(in: project)) }
        for path in settings { add("`\(path)`", tree[path] ?? "") }
        return items.joined(separator: "\n\n")
    }

    /// The sections of a guide that are about the code, by their headings; its beginning where none is.
    private static func sections(of guide: String) -> [String] {
        let about = /(?i)\b(style|code|coding|convention|format|lint|test|guideline|naming)/
        var sections: [(title: Substring, lines: [Substring])] = []
        for line in guide.allLines {
            if line.hasPrefix("#") { sections.append((line, [])) } else if sections.isEmpty { sections.append(("", [])) }
            sections[sections.count - 1].lines.append(line)
        }
        let chosen = sections.filter { $0.title.contains(about) }
        let texts = (chosen.isEmpty ? sections.prefix(1) : chosen[...]).map { $0.lines.joined(separator: "\n") }
        return texts.filter { $0.utf8.count <= 2000 }
    }

    /// The tables of a project file that are about formatters and linters.
    private static func tools(in project: String) -> String {
        var isTool = false
        let lines = project.allLines.filter { line in
            if line.hasPrefix("[") { isTool = line.contains(/^\[+tool\.(ruff|black|isort|flake8|pylint|mypy)/) }
            return isTool
        }
        return lines.joined(separator: "\n")
    }
}
