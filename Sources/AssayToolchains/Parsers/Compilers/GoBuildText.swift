import AssayCore
import AssaySupport

/// Reads what `go build` and `go vet` print: `./x.go:5:2: message`.
package enum GoBuildText {
    /// Returns the findings; what is not of this format is passed over.
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
