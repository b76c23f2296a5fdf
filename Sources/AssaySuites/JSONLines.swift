package import AssaySupport

/// One line of a JSON Lines file, with its place for error messages.
package struct JSONLine: Sendable {
    /// `path:line`, for messages.
    package let place: String
    /// The members of the JSON object.
    package let object: [String: JSONValue]
    /// The line as it was written: whether a number is whole is only to be seen here.
    let source: String

    /// Returns a required string.
    package func text(_ key: String) throws(InputError) -> String {
        guard let value = object[key] else {
            throw InputError(place, "the key '\(key)' is missing")
        }
        guard let text = value.text else {
            throw InputError(place, "the key '\(key)' must be a string")
        }
        return text
    }
}

extension JSONLine {
    /// Reads a line; nil for an empty one.
    init?(_ bytes: [UInt8], place: String) throws(InputError) {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
        do {
            guard case .object(let object) = try JSONText.value(bytes) else {
                throw InputError(place, "not a JSON object; every line must be one")
            }
            self.init(place: place, object: object, source: String(decoding: bytes, as: UTF8.self))
        } catch let error as JSONText.Problem {
            throw error.error(in: bytes, at: place)
        } catch let error as InputError {
            throw error
        } catch {
            throw InputError(place, "\(error)")
        }
    }
}

/// Reads JSON Lines with limits; bad lines are errors that name file and line.
package enum JSONLines {
    /// Gives every non-empty line as an object, and where it stands.
    package static func forEach(
        _ file: LineFile, _ body: (JSONLine, LineFile.Place) throws(InputError) -> Void
    ) throws(InputError) {
        try file.forEach { bytes, place, number throws(InputError) in
            if let line = try JSONLine(bytes, place: "\(file.path):\(number)") { try body(line, place) }
        }
    }

    /// Gives every non-empty line that is an object and that the body takes; returns what is wrong with the others.
    package static func forEachGood(
        _ file: LineFile, _ body: (JSONLine, LineFile.Place) throws(InputError) -> Void
    ) throws(InputError) -> [InputError] {
        var malformed: [InputError] = []
        try file.forEach { bytes, place, number throws(InputError) in
            do throws(InputError) {
                if let line = try JSONLine(bytes, place: "\(file.path):\(number)") { try body(line, place) }
            } catch {
                malformed.append(error)
            }
        }
        return malformed
    }

    /// Reads every non-empty line as an object; for files that are held whole.
    package static func read(_ path: String) throws(InputError) -> [JSONLine] {
        var lines: [JSONLine] = []
        try forEach(LineFile(path)) { line, place throws(InputError) in
            guard place.offset + place.length <= SuiteLoader.sizeLimit else { throw InputError(path, "is larger than 256 MiB") }
            lines.append(line)
        }
        return lines
    }
}
