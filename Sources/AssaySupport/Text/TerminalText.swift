/// Untrusted text, made safe to print, store and show to a model.
package enum TerminalText {
    /// Removes escape sequences, control and bidirectional characters, and cuts at a limit.
    package static func clean(_ text: String, limit: Int = .max) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            if scalar == "\u{1B}" || scalar == "\u{9B}" {
                skipEscape(introducer: scalar, &scalars)
                continue
            }
            if isHarmful(scalar) { continue }
            if count == limit {
                return String(result) + " …[cut]"
            }
            result.append(scalar)
            count += 1
        }
        return String(result)
    }

    /// Returns the text on one line.
    package static func line(_ text: String, limit: Int = 200) -> String {
        clean(text, limit: limit).unicodeLines.filter { !$0.isEmpty }.joined(separator: " ⏎ ")
    }

    private static func skipEscape(
        introducer: Unicode.Scalar, _ scalars: inout String.UnicodeScalarView.Iterator
    ) {
        var kind = introducer
        if introducer == "\u{1B}" {
            guard let next = scalars.next() else { return }
            kind = next
        }
        if kind == "[" || kind == "\u{9B}" {
            // CSI: parameters, then one final byte (ECMA-48 §5.4).
            while let next = scalars.next(), !(0x40...0x7E).contains(next.value) {}
        } else if kind == "]" || kind == "P" || kind == "^" || kind == "_" || kind == "X" {
            // OSC and its kin end with BEL or ST.
            while let next = scalars.next() {
                if next == "\u{07}" || next == "\u{9C}" { return }
                if next == "\u{1B}" {
                    _ = scalars.next()
                    return
                }
            }
        }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}
