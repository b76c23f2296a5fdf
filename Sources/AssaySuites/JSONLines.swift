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
    /// Whether a line holds nothing but blanks.
    static func isBlank(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }

    /// Reads a line; nil for an empty one.
    init?(_ bytes: [UInt8], place: String) throws(InputError) {
        if Self.isBlank(bytes) { return nil }
        do {
            guard case .object(let object) = try JSONText.value(bytes) else {
                throw InputError(place, "not a JSON object; every line must be one")
            }
            // What Windows puts around a line is no part of it.
            let line = bytes.last == 0x0D ? bytes.dropLast() : bytes[...]
            self.init(place: place, object: object, source: String(decoding: line, as: UTF8.self).withoutByteOrderMark)
        } catch let error as JSONText.Problem {
            throw error.error(in: bytes, at: place)
        } catch let error as InputError {
            throw error
        } catch {
            throw InputError(place, "\(error)")
        }
    }
}

/// Reads files of many JSON objects, with limits; what is wrong with one is told with its place, and refuses no other.
package enum JSONLines {
    /// Gives every non-empty line that is an object and that the body takes; returns what is wrong with the others.
    package static func forEachGood(
        _ file: LineFile, _ body: (JSONLine, LineFile.Place) throws(InputError) -> Void
    ) throws(InputError) -> [InputError] {
        var malformed: [InputError] = []
        try forEach(file) { row, place in
            do throws(InputError) {
                try body(row.get(), place)
            } catch {
                malformed.append(error)
            }
        }
        return malformed
    }

    /// Reads a file whole: JSON Lines, or one JSON value, which is a list of objects or a single one.
    ///
    /// - Throws: `InputError` when the file cannot be read, is too large or is a document that is no JSON.
    package static func rows(_ path: String) throws(InputError) -> [Result<JSONLine, InputError>] {
        let file = try LineFile(path)
        guard try file.size <= SuiteLoader.sizeLimit else { throw InputError(path, "is larger than \(SuiteLoader.sizeLimit >> 20) MiB") }
        if let document = try file.document({ scanner throws(JSONText.Problem) in try scanner.value() }) { return items(document, of: file.path) }
        var rows: [Result<JSONLine, InputError>] = []
        try forEach(file) { row, _ in rows.append(row) }
        return rows
    }

    private static func items(_ document: JSONValue, of path: String) -> [Result<JSONLine, InputError>] {
        guard case .array(let items) = document else { return [row(document, at: path)] }
        return items.enumerated().map { row($1, at: "\(path) item \($0 + 1)") }
    }

    private static func row(_ value: JSONValue, at place: String) -> Result<JSONLine, InputError> {
        guard let object = value.object else { return .failure(InputError(place, "not a JSON object; every item must be one")) }
        return .success(JSONLine(place: place, object: object, source: value.json))
    }

    private static func forEach(
        _ file: LineFile, _ body: (Result<JSONLine, InputError>, LineFile.Place) -> Void
    ) throws(InputError) {
        try file.forEach { error in
            body(.failure(error), LineFile.Place(offset: 0, length: 0))
        } _: { bytes, place, number in
            do throws(InputError) {
                if let line = try JSONLine(bytes, place: "\(file.path):\(number)") { body(.success(line), place) }
            } catch {
                body(.failure(error), place)
            }
        }
    }
}

extension LineFile {
    /// Reads the whole file as one JSON value; nil where the file's name does not end in `.json`, packed or not, or where
    /// it holds a value on each line.
    func document<Value>(_ read: (inout JSONScanner) throws(JSONText.Problem) -> Value) throws(InputError) -> Value? {
        guard (path.hasSuffix(".gz") ? path.dropLast(3) : path[...]).hasSuffix(".json") else { return nil }
        let bytes = try whole(most: SuiteLoader.sizeLimit)
        var scanner = JSONScanner(bytes)
        do throws(JSONText.Problem) {
            let value = try read(&scanner)
            try scanner.end()
            return value
        } catch {
            var other = JSONScanner(bytes)
            // The lines of a list that is cut or broken may be objects, too.
            let isList = other.isArray() && (try? other.skip()) == nil
            guard !isList, bytes.split(separator: 0x0A).contains(where: { (try? JSONText.value(Array($0)))?.object != nil }) else {
                throw error.error(inDocument: bytes, at: path)
            }
            return nil
        }
    }
}
