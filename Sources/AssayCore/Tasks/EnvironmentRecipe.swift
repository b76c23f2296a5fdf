/// What has to be installed before a task or a project can be judged, and the variables of its commands.
///
/// It is looked for and never installed.
package struct EnvironmentRecipe: Sendable, Equatable {
    /// Packages of Debian by their names.
    package var packages: [String] = []
    /// Requirements of Python, as `pytest>=8` (PEP 508).
    package var python: [String] = []
    /// Programs by the names under which commands find them.
    package var programs: [String] = []
    /// The variables of every command.
    package var variables: [String: String] = [:]

    /// Makes a recipe that asks for nothing.
    package init() {}

    /// Whether there is nothing to be looked for.
    package var asksForNothing: Bool { packages.isEmpty && python.isEmpty && programs.isEmpty }

    /// Whether a text is the name of a package ("Debian Policy Manual", 5.6.1) and cannot be an option of a command.
    package static func isPackage(_ name: String) -> Bool {
        name.utf8.count > 1 && name.wholeMatch(of: /[a-z0-9][a-z0-9+.-]*/) != nil
    }

    /// Whether a text is a requirement by name and version, which is looked for by that name.
    package static func isRequirement(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._ -]+\])?\s*([<>=!~]=?[^;@\/]*)?(;[^@\/]*)?/) != nil
    }
}
