import AssaySupport

/// What the index knows of one file: the words in it, what it declares, and what it mentions.
struct IndexedFile: Sendable {
    let role: FileRole
    /// The file as it was indexed.
    let entry: FileEntry
    /// How often each form of a word occurs in the text.
    private(set) var counts: [Int: Int] = [:]
    /// The number of forms in the text, repeated ones too.
    private(set) var length = 0
    /// The forms of the words of its path, each with its weight: those of the name of the file itself count twice as much.
    private(set) var pathForms: [Int: Int] = [:]
    /// The words that occur in the text.
    private(set) var mentioned: Set<Int> = []
    /// The words that the text declares.
    private(set) var declared: Set<Int> = []
    /// The words of each line that imports something.
    private(set) var imports: [[Int]] = []
    /// The word by which other files import this one: its name without ending, that of its folder for the main file of one.
    let stem: Int
    /// The word for the folder that it is in.
    let folder: Int

    /// Names that files have because of the folder that they stand for.
    private static let folderFiles: Set<String> = ["__init__", "index", "mod", "lib", "main"]
    /// What a word in the path counts, compared with one in the text: found by trying on public repositories.
    private static let pathWeight = 3

    init(_ path: String, _ entry: FileEntry, role: FileRole, _ table: inout WordTable) {
        self.role = role
        self.entry = entry
        let parts = path.split(separator: "/")
        let name = String((parts.last ?? "").prefix { $0 != "." })
        let folders = parts.dropLast().map(String.init)
        let isFolderFile = Self.folderFiles.contains(name) && !folders.isEmpty
        stem = table.number(of: isFolderFile ? folders[folders.count - 1] : name)
        folder = table.number(of: folders.dropLast(isFolderFile ? 1 : 0).last ?? "")
        guard role.weight > 0, let text = entry.text else { return }
        for word in WordScanner.words(path) { for form in table.forms(of: word) { pathForms[form] = Self.pathWeight } }
        for word in WordScanner.words(name) { for form in table.forms(of: word) { pathForms[form] = Self.pathWeight * 3 } }
        scan(text, &table)
    }

    private mutating func scan(_ text: String, _ table: inout WordTable) {
        var occurrences: [Int: Int] = [:]
        var previous: Int?
        var line: [Int]?
        WordScanner.scan(text) { word, isFirst in
            let number = table.number(of: word)
            occurrences[number, default: 0] += 1
            if isFirst {
                if let line, line.count > 1 { imports.append(line) }
                line = nil
                previous = nil
            }
            if let previous, table.isDeclarator[previous] { declared.insert(number) }
            // `require` may stand anywhere in its line.
            if line != nil { line?.append(number) } else if table.isImport[number], isFirst || word == "require" { line = [number] }
            previous = number
        }
        if let line, line.count > 1 { imports.append(line) }
        mentioned = Set(occurrences.keys)
        for (word, count) in occurrences {
            for form in table.formsOfWord[word] {
                counts[form, default: 0] += count
                length += count
            }
        }
    }

    /// How often a form occurs, with what its place in the path counts.
    func frequency(of form: Int) -> Int { (counts[form] ?? 0) + (pathForms[form] ?? 0) }
}
