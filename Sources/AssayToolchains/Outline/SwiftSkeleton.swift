/// Swift source with comments and the contents of strings left out, so that words and braces are code.
package enum SwiftSkeleton {
    package static func of(_ source: String) -> String {
        var reader = Reader(text: Array(source))
        reader.read()
        return reader.code
    }

    private struct Reader {
        let text: [Character]
        var at = 0
        var code = ""

        mutating func read() {
            while at < text.count {
                if has("//") {
                    while at < text.count, !text[at].isNewline { at += 1 }
                } else if has("/*") {
                    comment()
                } else if text[at] == "\"" || (text[at] == "#" && isRawString) {
                    string()
                } else {
                    code.append(text[at])
                    at += 1
                }
            }
        }

        private func has(_ word: String, from start: Int? = nil) -> Bool {
            text[min(start ?? at, text.count)...].starts(with: word)
        }

        private var isRawString: Bool { text[at...].first { $0 != "#" } == "\"" }

        /// Comments nest.
        private mutating func comment() {
            var depth = 0
            repeat {
                if has("/*") {
                    depth += 1
                    at += 2
                } else if has("*/") {
                    depth -= 1
                    at += 2
                } else {
                    at += 1
                }
            } while depth > 0 && at < text.count
            code.append(" ")
        }

        /// What is interpolated is left out too: it declares nothing.
        private mutating func string() {
            var hashes = ""
            while at < text.count, text[at] == "#" {
                hashes.append("#")
                at += 1
            }
            let quote = has("\"\"\"") ? "\"\"\"" : "\""
            at += quote.count
            let end = quote + hashes
            let escape = "\\" + hashes
            while at < text.count, !has(end) {
                if has(escape + "(") {
                    at += escape.count
                    interpolation()
                } else if has(escape) {
                    at += escape.count + 1
                } else {
                    at += 1
                }
            }
            at += end.count
            code.append("\"\"")
        }

        private mutating func interpolation() {
            var depth = 0
            repeat {
                switch text[at] {
                case "(": depth += 1
                case ")": depth -= 1
                case "\"":
                    let kept = code
                    string()
                    code = kept
                    continue
                default: break
                }
                at += 1
            } while depth > 0 && at < text.count
        }
    }
}
