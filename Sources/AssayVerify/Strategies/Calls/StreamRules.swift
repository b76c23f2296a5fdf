import AssayCore
import AssaySupport
import AssayToolchains

extension StreamRules {
    /// The reply of one run; nil when the sandbox ended it.
    static func reply(_ result: SandboxResult) -> CallWire.Reply? {
        guard result.limitHit == nil, result.signal == nil, let status = result.exitCode else { return nil }
        if status == 0 { return .returned(.string(result.outputText)) }
        let said = result.errorText.lines.last.map { ": " + TerminalText.line(String($0), limit: 200) } ?? ""
        return .raised("an exit with status \(status)\(said)")
    }

    /// Whether a program wrote what it should: blanks at the ends of lines and empty lines at the end do not count.
    ///
    /// With a tolerance, words that are numbers may be off by that share or amount, and blanks only part words: the
    /// rule of the default validator in the Kattis problem package format (`float_tolerance`).
    static func isSame(_ written: String, _ expected: String, tolerance: Double?) -> Bool {
        guard let tolerance else { return lines(written) == lines(expected) }
        let (left, right) = (written.split(whereSeparator: \.isWhitespace), expected.split(whereSeparator: \.isWhitespace))
        return left.count == right.count
            && zip(left, right).allSatisfy { word, wanted in
                if word == wanted { return true }
                guard let number = Double(word), let value = Double(wanted), number.isFinite, value.isFinite else { return false }
                return abs(number - value) <= tolerance * max(1, abs(value))
            }
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.unicodeLines.map { line in
            line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? ""
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
