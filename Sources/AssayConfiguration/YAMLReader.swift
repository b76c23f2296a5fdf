package import AssayCore
import AssaySupport
import FoundationEssentials
package import Yams

/// Reads configuration strictly: every error carries file, line and column.
package struct YAMLReader {
    package let file: String
    package let node: Node
    /// The path of keys to this node, for messages.
    package let place: String

    /// Reads a file's text.
    package static func text(of file: String) throws(ConfigurationError) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(description: "\(file): cannot be read; is the path right?", isMissing: true)
        }
    }

    /// Reads the root mapping of a file's text.
    package static func open(_ file: String, _ text: String) throws(ConfigurationError) -> YAMLReader {
        do {
            guard let node = try Yams.compose(yaml: text), node.mapping != nil else {
                throw ConfigurationError(description: "\(file): expected a mapping of keys at the top")
            }
            return YAMLReader(file: file, node: node, place: "")
        } catch let error as ConfigurationError {
            throw error
        } catch {
            let said = "\(error)".lines.first.map(String.init) ?? "\(error)"
            throw ConfigurationError(description: "\(file): not valid YAML: \(said)")
        }
    }

    /// An error with the file, and the line and column of this node or another.
    package func problem(_ message: String, at other: Node? = nil) -> ConfigurationError {
        let mark = (other ?? node).mark
        let where_ = mark.map { ":\($0.line):\($0.column)" } ?? ""
        return ConfigurationError(description: "\(file)\(where_): \(message)")
    }

    /// Refuses keys that are not declared, and suggests the nearest that is.
    func allow(_ keys: [SettingKey]) throws(ConfigurationError) {
        let keys = keys.map(\.name)
        guard let mapping = node.mapping else { throw problem("expected a mapping of keys") }
        for (key, _) in mapping {
            let name = key.string ?? ""
            guard !keys.contains(name) else { continue }
            let nearest = keys.min { Self.distance($0, name) < Self.distance($1, name) } ?? ""
            let hint =
                Self.distance(nearest, name) <= 3
                ? "did you mean '\(nearest)'?" : "known: \(keys.joined(separator: ", "))"
            throw problem("unknown key '\(TerminalText.line(name))'; \(hint)", at: key)
        }
    }

    /// Returns the reader of a key's value, if it is there.
    package func child(_ key: String) -> YAMLReader? {
        guard let value = node.mapping?[key] else { return nil }
        return YAMLReader(file: file, node: value, place: place.isEmpty ? key : "\(place).\(key)")
    }

    /// Returns keys and readers in the file's order.
    package var entries: [(String, YAMLReader)] {
        (node.mapping ?? [:]).map { key, value in
            let name = key.string ?? ""
            return (name, YAMLReader(file: file, node: value, place: place.isEmpty ? name : "\(place).\(name)"))
        }
    }

    /// Reads a text.
    package func string() throws(ConfigurationError) -> String {
        guard let value = node.string else { throw problem("'\(place)' must be a text") }
        return value
    }

    /// Reads a list of texts.
    package func strings() throws(ConfigurationError) -> [String] {
        guard let sequence = node.sequence else { throw problem("'\(place)' must be a list") }
        var values: [String] = []
        for item in sequence {
            guard let value = item.string else { throw problem("'\(place)' must be a list of texts", at: item) }
            values.append(value)
        }
        return values
    }

    /// Reads a whole number within a range.
    package func int(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard let value = node.int, range.contains(value) else {
            throw problem("'\(place)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Reads a number within a range.
    package func double(_ range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        guard let value = node.float, range.contains(value) else {
            throw problem("'\(place)' must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Reads `true` or `false`.
    package func bool() throws(ConfigurationError) -> Bool {
        guard let value = node.bool else { throw problem("'\(place)' must be true or false") }
        return value
    }

    /// Reads a value of an enumeration by its name.
    package func choice<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) throws(ConfigurationError) -> Value {
        let words = type.allCases.map(\.rawValue)
        let text = try choice(of: words)
        guard let value = Value(rawValue: text) else { throw problem("'\(place)' is none of \(words.joined(separator: ", "))") }
        return value
    }

    /// Reads one of several words.
    package func choice(of words: [String]) throws(ConfigurationError) -> String {
        let text = try string()
        guard words.contains(text) else {
            throw problem("'\(place)' is '\(TerminalText.line(text))'; known: \(words.joined(separator: ", "))")
        }
        return text
    }

    /// Reads a path; a relative one starts at the folder of the file.
    package func path() throws(ConfigurationError) -> String {
        let name = try string()
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return PathName.normalized(String(file[...slash]) + name)
    }

    /// Levenshtein's distance, for suggestions.
    private static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left)
        var row = Array(0...right.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
