import AssaySupport
import TOMLKit

/// The settings in a Harbor task's `task.toml` that Assay uses.
struct HarborSettings: Equatable {
    /// The default time limit of the task's script, in seconds.
    static let defaultSeconds = 600.0

    /// The time limit of the task's script in seconds, from `timeout_sec` of the table `verifier`: 1 s to one day.
    let seconds: Double

    /// Reads the text of the file at a path, which is named in the error for what is no TOML.
    init(_ text: String, path: String) throws(InputError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw InputError("\(path):\(error.source.begin.line)", "is no TOML: \(TerminalText.line(error.description))")
        } catch {
            throw InputError(path, "is no TOML: \(TerminalText.line("\(error)"))")
        }
        let value = table["verifier"]?.table?["timeout_sec"]
        let seconds = value?.double ?? value?.int.map(Double.init) ?? Self.defaultSeconds
        // Neither a negative number nor NaN says how long.
        self.seconds = seconds >= 0 ? min(max(seconds, 1), 86_400) : Self.defaultSeconds
    }
}
