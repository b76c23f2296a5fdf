import AssaySupport

/// The statements at the top level of a Python module, found by its tokens and without running it.
///
/// The rules are those of "Lexical analysis" in the Python Language Reference: brackets, strings and a backslash at the
/// end of a line join lines into one logical line.
struct PythonModule {
    /// One statement with the decorators and comments before it.
    struct Statement: Equatable {
        /// The source text without white space at its end.
        var text: String
        /// The code alone: comments are left out, and of each string only its quotes are left.
        var code: String
    }

    /// The statements in their order.
    private(set) var statements: [Statement] = []

    /// Splits a source into its statements at the top level.
    init(_ source: String) {
        var scanner = PythonScanner(source)
        while let line = scanner.nextLine() {
            // A block's lines are indented; `else` and its like, and what a decorator stands before, belong to it as well.
            let continues = line.isIndented || line.code.trimmed.isEmpty && !line.isComment || line.startsClause
            if continues, !line.code.trimmed.isEmpty { joinComment() }
            if let last = statements.indices.last, continues || statements[last].isOpen {
                statements[last] = Self.joined(statements[last], Statement(text: line.text, code: line.code))
            } else if !line.code.trimmed.isEmpty || line.isComment {
                statements.append(Statement(text: line.text, code: line.code))
            }
        }
        for index in statements.indices { statements[index].text = statements[index].text.withoutTrailingSpace }
        statements.removeAll { $0.code.trimmed.isEmpty }
    }

    /// Gives a comment to the statement before it: the code that comes next goes on with that one.
    private mutating func joinComment() {
        guard statements.count > 1, let comment = statements.last, comment.code.trimmed.isEmpty else { return }
        statements.removeLast()
        statements[statements.count - 1] = Self.joined(statements[statements.count - 1], comment)
    }

    private static func joined(_ one: Statement, _ other: Statement) -> Statement {
        Statement(text: one.text + "\n" + other.text, code: one.code + "\n" + other.code)
    }

    /// The names that the code mentions, members of other values aside.
    var mentioned: Set<String> {
        statements.reduce(into: []) { names, statement in
            names.formUnion(statement.code.matches(of: /(^|[^\w.])([A-Za-z_]\w*)/).map { String($0.2) })
        }
    }

    /// The statement that defines a function; the last one of that name, which is what the name stands for in the end.
    func definition(of function: String) -> Statement? { statements.last { $0.defined == function } }
}

extension PythonModule.Statement {
    /// Whether nothing but decorators and comments has come so far.
    fileprivate var isOpen: Bool { code.lines.allSatisfy { $0.first == "@" || String($0).trimmed.isEmpty } }

    /// Whether the statement imports something.
    var isImport: Bool { code.contains(/^\s*(import|from)\s/) }

    /// The function or class that the statement defines; nil where it defines none.
    var defined: String? { code.firstMatch(of: /(?m)^(?:async\s+)?(?:def|class)\s+(\w+)/).map { String($0.1) } }

    /// The names that the statement binds by a definition or an assignment.
    var bound: Set<String> {
        if isImport { return [] }
        if let defined { return [defined] }
        // Indented statements, such as those below an `if`, bind names of the module too.
        return Set(code.matches(of: /(?m)^[ \t]*([A-Za-z_]\w*)\s*(?::[^=\n]+)?=(?!=)/).map { String($0.1) })
    }

    /// The names that the statement imports, each with its origin; the name `*` stands for all of a module.
    var imported: [String: String] {
        var names: [String: String] = [:]
        for part in code.split(whereSeparator: { $0 == ";" || $0 == "\n" && !code.contains("(") }) {
            if let match = part.firstMatch(of: /^\s*from\s+([\w.]+)\s+import\s+([\s\S]+)/) {
                for item in match.2.filter({ !"()".contains($0) }).split(separator: ",") {
                    let words = item.split(whereSeparator: \.isWhitespace)
                    if let first = words.first, let last = words.last { names[String(last)] = "\(match.1).\(first)" }
                }
            } else if let match = part.firstMatch(of: /^\s*import\s+(.+)/) {
                for item in match.1.split(separator: ",") {
                    let words = item.split(whereSeparator: \.isWhitespace)
                    guard let first = words.first, let last = words.last else { continue }
                    if words.count > 1 {
                        names[String(last)] = String(first)
                    } else if let top = first.split(separator: ".").first {
                        names[String(top)] = String(top)
                    }
                }
            }
        }
        return names
    }

    /// The header of a function: everything up to the colon that begins its body; nil where there is none.
    var header: String? {
        // The scanner keeps the lengths, so a place in the code is the same place in the text.
        guard let start = code.firstRange(of: /(?m)^(?:async\s+)?def\s/)?.lowerBound else { return nil }
        var depth = 0
        for index in code[start...].indices {
            switch code[index] {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case ":" where depth == 0:
                let text = Array(text.unicodeScalars)
                let length = code[..<code.index(after: index)].unicodeScalars.count
                let offset = code[..<start].unicodeScalars.count
                guard length <= text.count else { return nil }
                return text[offset..<length].reduce(into: "") { $0.unicodeScalars.append($1) }
            default: break
            }
        }
        return nil
    }
}

extension String {
    /// The string without white space and empty lines at its end.
    fileprivate var withoutTrailingSpace: String {
        var view = Substring(self)
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
