package import AssayCore
import AssaySupport
import FoundationEssentials
package import Yams

/// Reads one node of a YAML file strictly; every error carries file, line and column.
package struct YAMLReader {
    /// The path of the file.
    package let file: String
    /// The node of the parsed YAML document.
    package let node: Node
    /// The path of keys to this node, joined by dots, for messages.
    package let place: String

    /// Reads the text of a file as UTF-8; throws when it cannot be read.
    package static func text(of file: String) throws(ConfigurationError) -> String {
        do {
            return try TextFile.read(file)
        } catch {
            throw ConfigurationError(description: "\(error)", isMissing: error.kind == .missing)
        }
    }

    /// Parses a text and returns the reader of its root; throws for invalid YAML and for a root that is no mapping.
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

    /// Returns an error with the file, and the line and column of this node or of `other`.
    package func problem(_ message: String, at other: Node? = nil) -> ConfigurationError {
        let mark = (other ?? node).mark
        let position = mark.map { ":\($0.line):\($0.column)" } ?? ""
        return ConfigurationError(description: "\(file)\(position): \(message)")
    }

    /// Refuses keys that are not declared, and suggests the nearest declared one.
    func allow(_ keys: [SettingKey]) throws(ConfigurationError) {
        let keys = keys.map(\.name)
        guard let mapping = node.mapping else { throw problem("expected a mapping of keys") }
        for (key, _) in mapping {
            let name = key.string ?? ""
            guard !keys.contains(name) else { continue }
            let hint = TextDistance.nearest(to: name, of: keys).map { "did you mean '\($0)'?" } ?? "known: \(keys.joined(separator: ", "))"
            throw problem("unknown key '\(TerminalText.line(name))'; \(hint)", at: key)
        }
    }

    /// Returns the reader of the value of a key; nil when the mapping lacks the key.
    package func child(_ key: String) -> YAMLReader? {
        guard let value = node.mapping?[key] else { return nil }
        return YAMLReader(file: file, node: value, place: place.isEmpty ? key : "\(place).\(key)")
    }

    /// The keys of this mapping and the readers of their values, in the order of the file.
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
            let hint = TextDistance.question(text, of: words)
            throw problem("'\(place)' is '\(TerminalText.line(text))'; \(hint)known: \(words.joined(separator: ", "))")
        }
        return text
    }

    /// Reads a path; a relative one is taken from the folder of the file.
    package func path() throws(ConfigurationError) -> String {
        let name = try string()
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return PathName.normalized(String(file[...slash]) + name)
    }
}
