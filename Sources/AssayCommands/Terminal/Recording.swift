import AssayModels
import AssaySupport

/// The recording that answers in the models' place.
enum Recording {
    /// Throws, before a run is stored that could not be made, where the recording cannot be read.
    static func check(_ path: String?) throws(InputError) {
        guard let path else { return }
        _ = try CassettePlayer(path: path)
    }
}
