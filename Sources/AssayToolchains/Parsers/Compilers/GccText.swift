import AssayCore
import AssaySupport

/// Reads what gcc, clang and CMake print for people: `path:line:column: error: message [-Woption]`, `CMake Error at path:line`.
package enum GccText {
    /// Returns the findings, each once; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let lines = TerminalText.clean(text, limit: 4_000_000).lines
        for (index, line) in lines.enumerated() where line.utf8.count < 4000 {
            if let match = line.wholeMatch(of: /([^\s:][^:]*):(\d+):(?:(\d+):)? (?:fatal )?(error|warning): (.*?)(?: \[-W(?:error=)?([^\]]+)\])?/) {
                found.append(
                    Diagnostic(
                        rule: "gcc" + (match.6.map { ".-W\($0)" } ?? ""), severity: match.4 == "error" ? .error : .warning,
                        message: String(match.5), path: OutputParser.relative(String(match.1)), line: Int(match.2),
                        column: match.3.flatMap { Int($0) }))
            } else if let match = line.wholeMatch(of: /CMake Error at ([^:]+):(\d+) \(.*\):/) {
                let said = lines.dropFirst(index + 1).prefix(4).map { String($0).trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
                found.append(
                    Diagnostic(rule: "cmake", severity: .error, message: said, path: OutputParser.relative(String(match.1)), line: Int(match.2)))
            } else if let match = line.wholeMatch(of: /(?:.*: )?(undefined reference to .*|multiple definition of .*)/) {
                found.append(Diagnostic(rule: "ld", severity: .error, message: String(match.1)))
            }
        }
        return found.reduce(into: []) { all, item in if !all.contains(item) { all.append(item) } }
    }
}
