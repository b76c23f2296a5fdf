import AssayCore

/// Tells a body that says no more than that it is still to be written.
enum UnwrittenBody {
    /// Whether a body, with its braces where the language has them, is such a one.
    static func isOne(_ body: [UInt8], _ language: Language) -> Bool {
        guard language != .swift else { return isOne(words(SwiftSymbols.code(body))) }
        let tokens = SourceLexer.tokens(body, language).filter { $0.kind != .comment && $0.kind != .directive }
        // A text at the beginning is the documentation of Python.
        let code = language == .python ? tokens.drop { $0.kind == .text } : tokens[...]
        let kept = code.map { body[$0.range] + [Byte.space] }.joined()
        return isOne(words(String(decoding: Array(kept), as: UTF8.self)))
    }

    private static func words(_ code: String) -> String {
        var code = Substring(code.split(whereSeparator: \.isWhitespace).joined())
        while code.hasSuffix(";") { code = code.dropLast() }
        if code.hasPrefix("{"), code.hasSuffix("}") { code = code.dropFirst().dropLast() }
        while code.hasSuffix(";") { code = code.dropLast() }
        return String(code)
    }

    private static func isOne(_ code: String) -> Bool {
        if ["", "pass", "...", "raiseNotImplementedError", "abort()", "std::abort()"].contains(code) { return true }
        // One statement that names what is missing; a second statement would be work.
        let errors = ["raiseNotImplementedError(", "fatal" + "Error(", "preconditionFailure(", "todo!(", "unimplemented!(", "panic(", "panic!("]
        if errors.contains(where: code.hasPrefix) { return code.hasSuffix(")") && !code.contains(";") }
        let isThrow = code.hasPrefix("throw") && !code.contains(";")
        return isThrow && ["mplement", "nsupported", "TO" + "DO"].contains(where: code.contains)
    }
}
