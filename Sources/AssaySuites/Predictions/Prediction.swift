import AssaySupport

/// One prediction in SWE-bench's form: `instance_id, model_name_or_path, model_patch`.
package struct Prediction: Sendable {
    /// The name of the issue that it answers.
    package let instance: String
    /// The model that made it, as the file names it; empty where it does not.
    package let model: String
    /// The patch in the format of `git diff`; empty when nothing was predicted.
    package let patch: String
    /// The tests that decide, where the row names them itself.
    package let tests: ResolvingTests?

    /// Reads the keys of one prediction; `place` is their position, for messages.
    init(_ object: [String: JSONValue], at place: String) throws(InputError) {
        guard let patch = object["model_patch"]?.text ?? (object["model_patch"] == .null ? "" : nil) else {
            throw InputError(place, "the key 'model_patch' must be a text in the form of 'git diff'")
        }
        (instance, self.patch) = (try object.instanceName(at: place), patch)
        tests = try ResolvingTests(object, at: place)
        model = object["model_name_or_path"]?.text ?? ""
    }
}
