package import AssayCore

/// The declarations of a source text with their places, in the order of the text.
package struct SymbolOutline: Sendable {
    /// The UTF-8 bytes of the text.
    package let source: [UInt8]
    /// The language that the text was read as.
    package let language: Language
    /// The declarations; what is inside a function is not among them, and a symbol comes before those inside it.
    package let symbols: [OutlineSymbol]
    /// The bytes of each import at the top of the file, without line endings.
    package let imports: [Range<Int>]
    /// The byte behind what must stay at the top of a file: a package clause, a module's documentation.
    package let head: Int

    /// The languages that have an outline.
    package static let languages: Set<Language> = [.python, .swift, .javascript, .typescript, .rust, .go, .java, .c, .cpp]
    /// The largest text that is read, in bytes; hardly any larger one is written by hand.
    private static let mostBytes = 1 << 20

    /// Reads a text; nil where its language has no outline, where it is too large, or where its brackets do not match.
    package init?(_ text: String, _ language: Language) {
        guard Self.languages.contains(language), text.utf8.count <= Self.mostBytes else { return nil }
        self.language = language
        source = Array(text.utf8)
        let found: (symbols: [OutlineSymbol], imports: [Range<Int>], head: Int)
        if language == .swift {
            found = SwiftSymbols.read(text)
        } else {
            guard let file = LexedSource(source, language) else { return nil }
            if language == .python {
                found = PythonSymbols.read(file)
            } else {
                var scanner = BraceScanner(file: file)
                scanner.scanFile()
                found = (scanner.symbols, scanner.imports, scanner.head)
            }
        }
        (symbols, imports, head) = found
    }

    /// The text of some bytes.
    package func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

    /// The whole text.
    package var text: String { String(decoding: source, as: UTF8.self) }

    /// The declaration of a name, plain or qualified: the last one that has a body, else the last one.
    package func symbol(_ name: String) -> OutlineSymbol? {
        let wanted = name.replacing("::", with: ".")
        let qualified = symbols.filter { $0.qualifiedName == wanted }
        let found = qualified.isEmpty ? symbols.filter { $0.kind != .extension && isMeant($0, by: wanted) } : qualified
        return found.last { $0.body != nil && $0.kind != .extension } ?? found.last
    }

    /// Whether a name means a symbol though what is around it is left out: namespaces, and in Java, where nothing is outside one, a class.
    ///
    /// A function is not the method of the same name.
    private func isMeant(_ symbol: OutlineSymbol, by name: String) -> Bool {
        guard symbol.qualifiedName.hasSuffix("." + name) else { return false }
        if language == .java || name.contains(".") { return true }
        let around = symbol.qualifiedName.dropLast(name.count + 1)
        return symbols.contains { $0.kind == .namespace && $0.qualifiedName == around }
    }

    /// The symbols that stand directly inside another, or at the top of the file for nil.
    package func members(of parent: Int?) -> [OutlineSymbol] { symbols.filter { $0.parent == parent } }

    /// The documentation that the body of a Python function begins with, from behind the colon to its end; nil for none.
    package func documentation(of symbol: OutlineSymbol) -> String? {
        guard language == .python, let body = symbol.body, let range = PythonBody.documentation(of: text(body)) else { return nil }
        return text(body.lowerBound..<(body.lowerBound + range.upperBound))
    }

    /// Whether a function has no body yet: nothing but documentation, `pass`, or an error that says so.
    package func isUnwritten(_ symbol: OutlineSymbol) -> Bool {
        guard symbol.isFunction, let body = symbol.body else { return false }
        return UnwrittenBody.isOne(Array(source[body]), language)
    }
}
