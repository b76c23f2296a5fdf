import AssayCore
import AssaySupport

/// The body of a Python function, from behind its colon.
enum PythonBody {
    /// Puts the documentation of an old body in place of that of a new one, so that an answer alone need not repeat it.
    static func keepingDocumentation(of old: String, in new: String, indentation: String) -> String {
        guard let documentation = documentation(of: old) else { return new }
        let oldText = String(decoding: Array(old.utf8)[documentation], as: UTF8.self)
        let source = Array(new.utf8)
        var rest = source[...]
        if let own = Self.documentation(of: new) { rest = source[own.upperBound...] }
        let isOneLine = rest.first { $0 != Byte.space && $0 != Byte.tab } != Byte.newline
        let code = String(decoding: rest, as: UTF8.self)
        if isOneLine {
            let line = String(code.drop { $0 == " " || $0 == "\t" || $0 == ";" })
            return "\n\(indentation)    \(oldText)" + (line.isEmpty ? "" : "\n\(indentation)    \(line)")
        }
        // The documentation has the indentation of the statement behind it.
        let first = Indentation.lines(code).dropFirst().first { !$0.allSatisfy(\.isWhitespace) && !$0.drop(while: \.isWhitespace).hasPrefix("#") }
        return "\n" + (first.map { String($0.indentation) } ?? indentation + "    ") + oldText + code
    }

    /// The bytes of the text that is the first statement of a body.
    static func documentation(of body: String) -> Range<Int>? {
        let tokens = SourceLexer.tokens(Array(body.utf8), .python).filter { $0.kind != .comment }
        guard let first = tokens.first, first.kind == .text else { return nil }
        let source = Array(body.utf8)
        let behind = source[first.range.upperBound...].prefix { $0 != Byte.newline }
        return behind.allSatisfy { Byte.isBlank($0) } ? first.range : nil
    }
}
