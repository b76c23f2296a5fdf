import AssaySupport

/// The rows of a file of SWE-bench: JSON Lines, a JSON list, or a JSON object by instance; packed by gzip or not.
struct InstanceRows<Row> {
    /// The valid rows, in order.
    let rows: [Row]
    /// The errors in the other entries, in order.
    let malformed: [InputError]

    /// Reads every row; an invalid entry is reported and left out without affecting the others.
    init(_ path: String, read: ([String: JSONValue], String) throws(InputError) -> Row) throws(InputError) {
        var (rows, malformed) = ([Row](), [InputError]())
        func take(_ object: [String: JSONValue]?, _ place: String) {
            do throws(InputError) {
                guard let object else { throw InputError(place, "must be an object") }
                rows.append(try read(object, place))
            } catch {
                malformed.append(error)
            }
        }
        let file = try LineFile(path)
        if let entries = try Self.entries(file) {
            for (place, object) in entries { take(object, place) }
        } else {
            malformed = try JSONLines.forEachGood(file) { line, _ throws(InputError) in
                rows.append(try read(line.object, line.place))
            }
        }
        (self.rows, self.malformed) = (rows, malformed)
    }

    private typealias Entry = (place: String, object: [String: JSONValue]?)

    /// The entries of a file that is one JSON value, without an object for those that are none; nil for JSON Lines.
    private static func entries(_ file: LineFile) throws(InputError) -> [Entry]? {
        // Instances are told apart by the bytes of their names, as the keys of a dictionary are not.
        var instances: [(name: String, value: JSONValue)] = []
        let document = try file.document { scanner throws(JSONText.Problem) -> JSONValue in
            guard scanner.isObject() else { return try scanner.value() }
            try scanner.object { name, scanner throws(JSONText.Problem) in instances.append((name, try scanner.value())) }
            return .object([:])
        }
        switch document {
        case nil: return nil
        case .array(let items)?: return items.enumerated().map { ("\(file.path) item \($0 + 1)", $1.object) }
        // One row is a file of one line, too.
        case .object? where instances.contains { $0.name == "instance_id" && $0.value.text != nil }:
            return [(file.path, Dictionary(instances.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))]
        case .object?:
            return instances.sorted { ExactName($0.name) < ExactName($1.name) }.map { id, item in
                ("\(file.path) '\(TerminalText.line(id))'", item.object?.merging(["instance_id": .string(id)]) { $1 })
            }
        default: throw InputError(file.path, "is neither a JSON list nor an object of instances")
        }
    }
}
