package import AssayCore
import AssaySupport

/// Reads how a project says that it is built and tested: the keys `build` and `test` of its `assay.yaml`.
package enum ProjectSection {
    /// The name of the file.
    package static let file = "assay.yaml"

    /// The keys, which are no settings of experiments.
    static var keys: [SettingKey] {
        [
            SettingKey("build", .text),
            SettingKey("test", .mapping(testKeys)),
        ]
    }

    private static var testKeys: [SettingKey] {
        [
            SettingKey("command", .text),
            SettingKey("reader", .choice(ProjectCommands.Reader.allCases.map(\.rawValue)), fallback: .text("exit-code")),
            SettingKey("report", .text),
        ]
    }

    /// Returns the commands in the text of a file; nil where it has no `test`.
    ///
    /// Other keys are not its business.
    package static func read(_ text: String, of path: String = file) throws(ConfigurationError) -> ProjectCommands? {
        let root = try YAMLReader.open(path, text)
        guard let test = root.child("test") else {
            if let build = root.child("build") { throw build.problem("'build' needs 'test: {command: …}' beside it") }
            return nil
        }
        try test.allow(testKeys)
        guard let command = test.child("command") else { throw test.problem("'test' needs 'command', a shell command") }
        let reader = try test.child("reader")?.choice(ProjectCommands.Reader.self) ?? .exitCode
        let report = try test.child("report")?.string()
        if reader == .junit && report == nil { throw test.problem("'reader: junit' needs 'report', the file that the command writes") }
        return ProjectCommands(build: try root.child("build")?.string(), test: try command.string(), reader: reader, report: report)
    }
}
