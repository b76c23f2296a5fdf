/// The commands of a shell line that consists of plain words.
enum PlainShell {
    /// Returns the words of each command between `&&` and `;`; nil where the line has anything else that a shell would work out.
    static func commands(_ line: String) -> [[String]]? {
        var (commands, words, word) = ([[String]](), [String](), nil as String?)
        var quote: Character?
        var rest = line[...]
        while let sign = rest.popFirst() {
            if let open = quote {
                if sign == open {
                    quote = nil
                } else if open == "\"", "$`\\".contains(sign) {
                    return nil
                } else {
                    word = (word ?? "") + String(sign)
                }
            } else if sign == "'" || sign == "\"" {
                quote = sign
                word = word ?? ""
            } else if sign.isWhitespace || sign == ";" || sign == "&" {
                if let ended = word { words.append(ended) }
                word = nil
                if sign == "&", rest.popFirst() != "&" { return nil }
                if sign == ";" || sign == "&" {
                    commands.append(words)
                    words = []
                }
            } else if "$`|<>(){}\\".contains(sign) || sign == "~" && word == nil {
                return nil
            } else {
                word = (word ?? "") + String(sign)
            }
        }
        if quote != nil { return nil }
        if let ended = word { words.append(ended) }
        return (commands + [words]).filter { !$0.isEmpty }
    }
}
