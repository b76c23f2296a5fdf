extension Character {
    /// The columns that a terminal gives the character: none, one or two (Unicode Standard Annex 11, and emoji).
    package var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.value < 0x7F { return first.value < 0x20 ? 0 : 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        let isEmoji = first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
        return isEmoji || Self.isWide(first.value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// The columns that a terminal gives the text; sequences for colour take none.
    package var columns: Int {
        var count = 0
        var isSequence = false
        for character in self {
            if character == "\u{1B}" { isSequence = true }
            if !isSequence { count += character.columns }
            if character == "m" { isSequence = false }
        }
        return count
    }

    /// The beginning of the text that fits into some columns.
    package func prefix(columns most: Int) -> String {
        var result = ""
        var count = 0
        for character in self {
            count += character.columns
            if count > most { break }
            result.append(character)
        }
        return result
    }
}
