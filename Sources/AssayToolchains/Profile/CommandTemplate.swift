package import AssayCore

/// Fills in the words of a profile's command.
package struct CommandTemplate {
    /// Single values, such as `{go}` or `{artifact}`.
    package var values: [String: String] = [:]
    /// Values that expand to several words, such as `{sources}`.
    package var lists: [String: [String]] = [:]

    /// Variables that take the place of the profile's own; an empty value removes one.
    package var environment: [String: String] = [:]

    /// Makes a template with single values.
    package init(values: [String: String] = [:]) { self.values = values }

    /// Returns the command's words; an unknown name in braces is a fault of the profile.
    package func words(_ command: [String]) throws(HarnessError) -> [String] {
        var words: [String] = []
        for word in command {
            if word.hasPrefix("{"), word.hasSuffix("}"), let list = lists[String(word.dropFirst().dropLast())] {
                words += list
            } else {
                words.append(try fill(word))
            }
        }
        return words
    }

    /// Returns one word with the values of the names in it; throws for an unknown name.
    package func fill(_ word: String) throws(HarnessError) -> String {
        var result = ""
        var rest = word[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            guard let value = values[name] else {
                throw HarnessError(.toolchain, "a toolchain profile names '{\(name)}' in '\(word)', which is not known")
            }
            result += rest[..<open] + value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
