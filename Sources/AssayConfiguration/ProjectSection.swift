package import AssayCore
import AssaySupport

/// Reads how a project says that it is built and tested: the keys `build`, `test` and `environment` of its `assay.yaml`.
package enum ProjectSection {
    /// The name of the file.
    package static let file = "assay.yaml"

    /// The keys, which are no settings of experiments.
    static var keys: [SettingKey] {
        [
            SettingKey("build", .text),
            SettingKey("test", .mapping(testKeys)),
            SettingKey("environment", .mapping(environmentKeys)),
        ]
    }

    private static var environmentKeys: [SettingKey] {
        [SettingKey("packages", .texts), SettingKey("python", .texts), SettingKey("variables", .texts)]
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

    /// Returns what has to be installed, and the variables, by the key `environment` in the text of a file; nil where it has none.
    package static func recipe(_ text: String, of path: String = file) throws(ConfigurationError) -> EnvironmentRecipe? {
        guard let section = try YAMLReader.open(path, text).child("environment") else { return nil }
        try section.allow(environmentKeys)
        var recipe = EnvironmentRecipe()
        if let packages = section.child("packages") {
            recipe.packages = try packages.strings()
            if let odd = recipe.packages.first(where: { !EnvironmentRecipe.isPackage($0) }) {
                throw packages.problem("'\(TerminalText.line(odd))' is no name of a package of Debian")
            }
        }
        if let python = section.child("python") {
            recipe.python = try python.strings()
            if let odd = recipe.python.first(where: { !EnvironmentRecipe.isRequirement($0) }) {
                throw python.problem("'\(TerminalText.line(odd))' is no requirement by name and version, such as 'pytest>=8'")
            }
        }
        if let variables = section.child("variables") {
            for pair in try variables.strings() {
                guard let match = pair.wholeMatch(of: /([A-Za-z_]\w*)=(.*)/) else {
                    throw variables.problem("'\(TerminalText.line(pair))' is not of the form NAME=VALUE")
                }
                recipe.variables[String(match.1)] = String(match.2)
            }
        }
        return recipe
    }
}
