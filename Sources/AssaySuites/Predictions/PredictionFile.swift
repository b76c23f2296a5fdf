package import AssaySupport

/// The predictions of a file: JSON Lines, a JSON list, or a JSON object by instance; packed by gzip or not.
package struct PredictionFile: Sendable {
    /// The valid predictions, in order.
    package let predictions: [Prediction]
    /// The errors in entries that are not predictions, in order.
    package let malformed: [InputError]

    /// Reads every prediction; an invalid entry is reported and left out without affecting the others.
    package init(_ path: String) throws(InputError) {
        var (predictions, malformed) = ([Prediction](), [InputError]())
        func take(_ object: [String: JSONValue]?, _ place: String) {
            do throws(InputError) {
                guard let object else { throw InputError(place, "must be an object") }
                predictions.append(try Prediction(object, at: place))
            } catch {
                malformed.append(error)
            }
        }
        let file = try LineFile(path)
        if file.isDocument {
            for (place, object) in try Self.entries(file) { take(object, place) }
        } else {
            malformed = try JSONLines.forEachGood(file) { line, _ throws(InputError) in
                predictions.append(try Prediction(line.object, at: line.place))
            }
        }
        (self.predictions, self.malformed) = (predictions, malformed)
    }

    /// The entries of a file that is one JSON value; nil for an entry that is not an object.
    private static func entries(_ file: LineFile) throws(InputError) -> [(place: String, object: [String: JSONValue]?)] {
        switch try file.document() {
        case .array(let items):
            return items.enumerated().map { ("\(file.path) item \($0 + 1)", $1.object) }
        case .object(let instances):
            return instances.sorted { $0.key < $1.key }.map { id, item in
                let object = item.object?.merging(["instance_id": .string(id)]) { $1 }
                return ("\(file.path) '\(TerminalText.line(id))'", object)
            }
        default: throw InputError(file.path, "is neither a JSON list nor an object of predictions")
        }
    }
}
