import AssayCore
import AssayPipeline
import AssaySupport

/// Reads the key `prompts`: a folder with the user's own prompt templates.
enum PromptSection {
    /// The key `prompts`.
    static let key = SettingKey("prompts", .path)

    /// Reads the templates of the folder; the built-in ones are used for those that it lacks.
    static func read(_ reader: YAMLReader) throws(ConfigurationError) -> Prompts {
        let folder = try reader.path()
        do throws(InputError) {
            return try Prompts(folder: folder)
        } catch {
            throw reader.problem("\(error)")
        }
    }
}
