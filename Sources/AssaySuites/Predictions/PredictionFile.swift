package import AssaySupport

/// The predictions of a file: JSON Lines, a JSON list, or a JSON object by instance; packed by gzip or not.
package struct PredictionFile: Sendable {
    package let predictions: [Prediction]
    /// What is wrong with entries that are no predictions, in their order.
    package let malformed: [InputError]

    /// Reads every prediction; one odd entry is left out and told, and never refuses the others.
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

    /// The entries of a file that is one JSON value; nil stands for one that is no object.
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
