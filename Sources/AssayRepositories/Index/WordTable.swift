/// Numbers for the words of a repository and for their forms, so that files hold numbers instead of texts.
struct WordTable: Sendable {
    private var words: [String: Int] = [:]
    private var forms: [String: Int] = [:]
    /// The forms of each word, by its number.
    private(set) var formsOfWord: [[Int]] = []
    /// Whether a word introduces the name of a declaration, by its number.
    private(set) var isDeclarator: [Bool] = []
    /// Whether a word begins a line that names other files, by its number.
    private(set) var isImport: [Bool] = []

    private static let declarators: Set<String> = [
        "def", "class", "func", "struct", "enum", "protocol", "extension", "actor", "fn", "impl", "trait", "type", "interface", "function", "namespace",
        "typedef", "union", "const", "let", "var", "static", "object", "define", "module", "record",
    ]
    private static let imports: Set<String> = ["import", "from", "use", "include", "require", "mod", "export"]

    /// The number of a word; a new one gets a new number.
    mutating func number(of word: String) -> Int {
        if let known = words[word] { return known }
        let number = formsOfWord.count
        words[word] = number
        var own: [Int] = []
        for form in WordForms.all(word) { own.append(self.number(ofForm: form)) }
        formsOfWord.append(own)
        isDeclarator.append(Self.declarators.contains(word))
        isImport.append(Self.imports.contains(word))
        return number
    }

    /// The forms of a word.
    mutating func forms(of word: String) -> [Int] {
        let number = number(of: word)
        return formsOfWord[number]
    }

    /// The number of a form that some word has; nil for one that no file holds.
    func known(form: String) -> Int? { forms[form] }

    private mutating func number(ofForm form: String) -> Int {
        if let known = forms[form] { return known }
        forms[form] = forms.count
        return forms.count - 1
    }
}
