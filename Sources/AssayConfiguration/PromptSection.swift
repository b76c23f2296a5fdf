import AssayCore
import AssayPipeline
import AssaySupport

/// The key `prompts`: a folder with prompts of the user's own.
enum PromptSection {
    static let key = SettingKey("prompts", .path)

    /// Reads the folder's prompts; ours stay where it has none.
    static func read(_ reader: YAMLReader) throws(ConfigurationError) -> Prompts {
        let folder = try reader.path()
        do throws(InputError) {
            return try Prompts(folder: folder)
        } catch {
            throw reader.problem("\(error)")
        }
    }
}
