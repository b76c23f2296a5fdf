import ArgumentParser
import AssayConfiguration
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayCommands

/// What README and `docs/` say is what the program understands.
@Suite struct DocumentationTests {
    // MARK: Pages

    /// A Markdown file of the repository.
    struct Page: Sendable, CustomTestStringConvertible {
        /// Relative to the repository's root.
        var path: String
        var text: String
        var testDescription: String { path }

        var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        /// As `wc -w` counts.
        var words: Int { text.split(whereSeparator: \.isWhitespace).count }
        var folder: String { path.contains("/") ? path.split(separator: "/").dropLast().joined(separator: "/") : "" }
    }

    /// README, CONTRIBUTING, CHANGELOG and every page below `docs/`.
    static let pages: [Page] = {
        var paths = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        var open = ["docs"]
        while let folder = open.popLast() {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: "\(Places.root)/\(folder)")) ?? []).sorted() {
                let path = "\(folder)/\(name)"
                var isFolder = false
                guard FileManager.default.fileExists(atPath: "\(Places.root)/\(path)", isDirectory: &isFolder) else { continue }
                if isFolder { open.append(path) } else if name.hasSuffix(".md") { paths.append(path) }
            }
        }
        return paths.map { Page(path: $0, text: (try? Places.text($0)) ?? "") }
    }()

    @Test("the pages that the documentation promises are there")
    func promised() {
        let names = [
            "quickstart", "verify", "assurance", "sandbox", "repositories", "pipeline", "models", "experiments", "configuration", "ci",
            "database", "results", "extending", "architecture", "scale-out",
        ]
        for name in names { #expect(Self.pages.contains { $0.path == "docs/\(name).md" && !$0.text.isEmpty }, "docs/\(name).md") }
    }

    @Test("no page is longer than its reader's patience", arguments: pages.filter { $0.path == "README.md" || $0.path.hasPrefix("docs/") })
    func length(_ page: Page) {
        #expect(page.words <= (page.path == "README.md" ? 1200 : 1500), "\(page.path) has \(page.words) words")
    }

    // MARK: Command lines

    /// A command line that a page shows.
    struct Shown: Sendable, CustomTestStringConvertible {
        var page: String
        var line: Int
        var text: String
        var testDescription: String { "\(page):\(line): \(text)" }
    }

    /// Lines that begin with `assay ` or `$ assay ` in fenced blocks of `sh` or `console`, continued lines joined.
    static let shown: [Shown] = pages.flatMap { page -> [Shown] in
        var found: [Shown] = []
        var language: String?
        var pending: Shown?
        for (index, line) in page.lines.enumerated() {
            if line.hasPrefix("```") {
                language = language == nil ? String(line.dropFirst(3)) : nil
                continue
            }
            guard language == "sh" || language == "console" else { continue }
            var text = line
            if pending == nil {
                if text.hasPrefix("$ ") { text.removeFirst(2) }
                guard text.hasPrefix("assay ") else { continue }
            }
            let isContinued = text.hasSuffix("\\")
            if isContinued { text.removeLast() }
            var command = pending ?? Shown(page: page.path, line: index + 1, text: "")
            command.text += text
            pending = isContinued ? command : nil
            if !isContinued { found.append(command) }
        }
        return found
    }

    /// Splits the first command of a line as a shell does, as far as the pages need it: quotes, and a comment after a blank.
    static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else if character == "#" && word == nil || ";|>".contains(character) {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let ended = word { words.append(ended) }
        return words
    }

    @Test("a line is split as a shell splits it")
    func splitting() {
        #expect(Self.words(of: #"assay solve --task "a b" x#y  # said"#) == ["assay", "solve", "--task", "a b", "x#y"])
        #expect(Self.words(of: "assay sandbox run -- /bin/sh -c 'date > \"when\"'").last == "date > \"when\"")
    }

    @Test("a redirection and a second command are no words of the first")
    func operators() { #expect(Self.words(of: "assay list > runs.txt; echo $?") == ["assay", "list"]) }

    @Test("the pages show commands of every kind")
    func enough() {
        let verbs = Set(Self.shown.compactMap { Self.words(of: $0.text).dropFirst().first })
        let known = Set(Assay.configuration.subcommands.compactMap { $0.configuration.commandName })
        #expect(verbs.isSuperset(of: known), "never shown: \(known.subtracting(verbs).sorted().joined(separator: ", "))")
    }

    @Test("every command line parses", arguments: shown)
    func parses(_ command: Shown) {
        #expect(throws: Never.self, "\(command.testDescription)") {
            _ = try Assay.parseAsRoot(Array(Self.words(of: command.text).dropFirst()))
        }
    }

    // MARK: Tables

    /// A table, with the line before it that is not blank.
    struct Table {
        var before: String
        /// The cells of each row, trimmed; the heading comes first.
        var rows: [[String]]
    }

    /// The tables of a page, those in fenced blocks aside.
    static func tables(of page: Page) -> [Table] {
        var tables: [Table] = []
        var before = ""
        var isFenced = false
        var isInTable = false
        for line in page.lines {
            if line.hasPrefix("```") { isFenced.toggle() }
            let isRow = !isFenced && line.hasPrefix("|")
            if isRow, !isInTable { tables.append(Table(before: before, rows: [])) }
            isInTable = isRow
            if isRow {
                let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { cell in
                    cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
                let isRule = cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-:".contains($0) } }
                if !isRule { tables[tables.count - 1].rows.append(cells) }
            } else if !line.allSatisfy(\.isWhitespace) {
                before = line
            }
        }
        return tables
    }

    static func page(_ path: String) throws -> Page { try #require(pages.first { $0.path == path }) }

    // MARK: Configuration

    /// Still read, told in words only.
    private static let deprecated: Set<String> = ["verify.minimum_tier"]

    /// Keys that hold a value; a key that only holds others is said by those.
    private static func values(_ keys: Set<String>) -> Set<String> {
        keys.subtracting(deprecated).filter { key in !keys.contains { $0.hasPrefix(key + ".") } }
    }

    @Test("the pages of keys and the reader of files know the same keys")
    func keys() throws {
        let pages = try ["docs/configuration.md", "docs/model-settings.md"].map(Self.page)
        let tables = pages.flatMap { Self.tables(of: $0) }.filter { $0.rows.first?.first == "key" }
        let cells = tables.flatMap { $0.rows.dropFirst() }
        let written = cells.compactMap { row -> String? in
            guard let cell = row.first, cell.hasPrefix("`"), cell.hasSuffix("`"), cell.count > 2 else { return nil }
            return String(cell.dropFirst().dropLast())
        }
        #expect(written.count == cells.count, "a first cell is not one key in backticks")
        #expect(Set(written).count == written.count, "a key stands twice")
        let known = Set(ConfigurationKeys.all)
        let missing = Self.values(known).subtracting(written).sorted()
        let unknown = Self.values(Set(written)).subtracting(known).sorted()
        #expect(missing.isEmpty, "not documented: \(missing.joined(separator: ", "))")
        #expect(unknown.isEmpty, "documented, but not read: \(unknown.joined(separator: ", "))")
        for row in cells { #expect(row.allSatisfy { !$0.isEmpty }, "an empty cell beside \(row.first ?? "")") }
    }

    // MARK: Links

    @Test("every relative link leads somewhere", arguments: pages)
    func links(_ page: Page) {
        var isFenced = false
        for (index, line) in page.lines.enumerated() {
            if line.hasPrefix("```") { isFenced.toggle() }
            guard !isFenced else { continue }
            for match in line.matches(of: /\]\(([^)\s]+)\)/) {
                let target = String(match.1)
                guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let path = parts[0].isEmpty ? page.path : page.folder.isEmpty ? parts[0] : "\(page.folder)/\(parts[0])"
                #expect(FileManager.default.fileExists(atPath: "\(Places.root)/\(path)"), "\(page.path):\(index + 1) links to \(target)")
                guard parts.count > 1, let text = try? Places.text(path) else { continue }
                #expect(Self.anchors(in: text).contains(parts[1]), "\(page.path):\(index + 1): \(target) is no heading")
            }
        }
    }

    /// The names by which headings are linked.
    private static func anchors(in text: String) -> Set<String> {
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        return Set(
            headings.map { heading in
                let words = heading.drop { $0 == "#" || $0 == " " }.lowercased()
                return String(words.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }.map { $0 == " " ? "-" : $0 })
            })
    }

    // MARK: Figures

    @Test("every figure in docs/results.md has the command that repeats it")
    func figures() throws {
        let tables = Self.tables(of: try Self.page("docs/results.md"))
        #expect(tables.count > 5)
        for table in tables where table.before.firstMatch(of: /Command: `[^`]+`/) == nil {
            #expect(table.rows.first?.last == "command", "\(table.rows.first?.joined(separator: " | ") ?? "")")
            for row in table.rows.dropFirst() {
                #expect(row.last?.firstMatch(of: /`[^`]+`/) != nil, "\(row.joined(separator: " | "))")
            }
        }
    }

    @Test("the profile that docs/extending.md shows is the one that is tested")
    func profile() throws {
        let text = try Self.page("docs/extending.md").text
        #expect(text.contains("```json\n" + (try Places.text("fixtures/toolchains/perl.json")) + "```"))
    }
}
