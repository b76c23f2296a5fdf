/// Texts as XML 1.0 can hold them.
enum XMLText {
    /// An attribute's value in its quotes.
    static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    /// XML 1.0 knows few control characters, and no way to write the others.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
