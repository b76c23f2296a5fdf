package import AssaySupport

/// The predictions of a file, in any form of `InstanceRows`.
package struct PredictionFile: Sendable {
    /// The valid predictions, in order.
    package let predictions: [Prediction]
    /// The errors in entries that are not predictions, in order.
    package let malformed: [InputError]

    /// Reads every prediction; an invalid entry is reported and left out without affecting the others.
    package init(_ path: String) throws(InputError) {
        let file = try InstanceRows(path, read: Prediction.init)
        (predictions, malformed) = (file.rows, file.malformed)
    }
}
