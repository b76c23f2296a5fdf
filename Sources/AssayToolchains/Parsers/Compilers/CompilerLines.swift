import AssayCore
import AssaySupport

/// Reads `javac -XDrawDiagnostics`: `F.java:3:9: compiler.err.KEY: arguments`, the same in every locale.
package enum JavacText {
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^:]+\.java):(\d+):(\d+): compiler\.(err|warn)\.([\w.]+)(?:: (.*))?/)
            else { return nil }
            let arguments = match.6.map { ": \($0)" } ?? ""
            return Diagnostic(
                rule: "javac.\(match.5)", severity: match.4 == "err" ? .error : .warning,
                message: match.5.replacing(".", with: " ") + arguments, path: OutputParser.relative(String(match.1)),
                line: Int(match.2), column: Int(match.3))
        }
    }
}

/// Reads what `go build` and `go vet` print: `./x.go:5:2: message`.
package enum GoText {
    package static func read(_ text: String) -> [Diagnostic] {
        var package = ""
        var found: [Diagnostic] = []
        for line in text.lines {
            if line.hasPrefix("# ") {
                package = String(line.dropFirst(2))
            } else if let match = line.wholeMatch(of: /(?:vet: )?([^\s:]+\.go):(\d+)(?::(\d+))?: (.*)/) {
                found.append(
                    Diagnostic(
                        rule: "go", severity: .error, message: String(match.4), path: OutputParser.relative(String(match.1)),
                        line: Int(match.2), column: match.3.flatMap { Int($0) }, notes: package.isEmpty ? [] : ["in \(package)"]))
            }
        }
        return found
    }
}

/// Reads what `node --check` prints: the place, the line, a marker, then `SyntaxError: …`.
package enum NodeCheckText {
    package static func read(_ text: String) -> [Diagnostic] {
        guard let error = text.firstMatch(of: /(?m)^(\w*Error): (.*)$/) else { return [] }
        let place = text.firstMatch(of: /(?m)^(?:file:\/\/)?(\/w\/[^:\n]+):(\d+)$/)
        return [
            Diagnostic(
                rule: "node.\(error.1)", severity: .error, message: String(error.2),
                path: place.map { OutputParser.relative(String($0.1)) }, line: place.flatMap { Int($0.2) })
        ]
    }
}

/// Reads what `bash -n` prints: `x.sh: line 3: syntax error …`.
package enum ShellText {
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^:]+): line (\d+): (.*)/), !match.3.hasPrefix("`") else { return nil }
            return Diagnostic(
                rule: "bash", severity: .error, message: String(match.3), path: OutputParser.relative(String(match.1)),
                line: Int(match.2))
        }
    }
}
