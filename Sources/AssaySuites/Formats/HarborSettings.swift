import AssaySupport
import TOMLKit

/// What Assay heeds of a Harbor task's `task.toml`.
struct HarborSettings: Equatable {
    /// How many seconds the task's script may take where the file does not say it.
    static let defaultSeconds = 600.0

    /// How many seconds the task's script may take: `timeout_sec` of the table `verifier`, from 1 s to a day.
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
