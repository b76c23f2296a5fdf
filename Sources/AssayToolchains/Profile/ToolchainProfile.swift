package import AssayCore

/// A toolchain described as data: one JSON file in `Profiles` for each language.
///
/// Commands are templates; `CommandTemplate` replaces the names in braces.
package struct ToolchainProfile: Codable, Sendable {
    /// Its name.
    package let id: String
    /// Counts up with each change of the profile's meaning.
    package let version: Int
    /// The language that it builds, tests and checks.
    package let language: Language
    /// Extensions of source files, without the dot.
    package let sources: [String]
    /// The layouts by which projects of the language are recognised; without any, only tasks that name the language are judged.
    package let layouts: [ProjectLayout]?
    /// Its tools, by the names that commands use for them.
    package var tools: [String: Tool]
    /// The policies of its jails, in addition to `base`.
    package let policies: [String]
    /// Environment variables of its commands.
    package let environment: [String: String]
    /// Tools, files and folders that only a build needs: hidden from what runs by itself after it.
    package let buildOnly: [String]?
    /// The minimum resources of a build, whatever limits the task sets.
    package var needs: Needs?
    /// Data that is prepared once and mounted in every jail at `/cache`.
    package let preparation: Preparation?
    /// A faster way to build plain projects; none where there is only the build system's own.
    package let directBuild: DirectBuild?
    /// Messages of the language's runtime when its own memory limit is reached before that of the sandbox.
    package let outOfMemory: [String]?
    /// Its build systems; the first whose markers are in a tree is taken.
    package let buildSystems: [BuildSystem]
    /// Rules for compiling a solution with its test into one program; nil when that is not possible.
    package let program: Program?
    /// Rules for calling its functions from another process; nil when that is not possible.
    package let calls: CallRules?
    /// Rules for building and running a whole program; nil when that is not possible.
    package let streams: StreamRules?
    /// The command that asks whether a module is installed; nil when there is none.
    package let imports: Imports?
    /// Rules for marking that assertions were reached; nil when the language has none.
    package var assertions: AssertionRules?
    /// Rules for finding definitions of test-framework symbols in a candidate; nil when a build keeps no symbol names.
    package let testSymbols: TestSymbols?
    /// Rules for finding which files code was compiled from; nil where no code takes in files.
    package let inputs: BuildInputs?
    /// Patterns of definitions in a project's sources that take the place of what its tests assert with.
    package let redefinitions: [Redefinition]?
    /// Evasions by which a suite is checked before it judges anybody.
    package let stubs: [Stub]?
    /// Patterns that honest solutions seldom contain; matches are reported as notes and never decide a verdict.
    package let tripwires: [Tripwire]?
    /// System calls that the language's runtime makes by itself: denied all the same, but not reported as an attempt.
    package let benign: [String]?
    /// Its linters and type checkers.
    package let checks: [StaticCheck]

    private enum CodingKeys: String, CodingKey {
        case id, version, language, sources, layouts, tools, policies, environment, buildOnly, needs, preparation, outOfMemory, program
        case calls, streams, imports, assertions, inputs, redefinitions, stubs, tripwires, benign, checks
        case directBuild = "drive"
        case buildSystems = "forms"
        case testSymbols = "shadows"
    }

    /// The checks that are run only where they are asked for.
    package var optionalChecks: [String] { checks.filter { $0.optional == true || $0.slow == true }.map(\.id) }

    /// Returns whether only a check that must be asked for needs a tool.
    package func isExtra(_ tool: String) -> Bool {
        let users = users(of: tool)
        return tools[tool]?.optional == true && !users.isEmpty && users.allSatisfy { $0.optional == true }
    }

    /// Returns whether one of some checks needs a tool.
    package func uses(_ tool: String, in checks: Set<String>) -> Bool { users(of: tool).contains { checks.contains($0.id) } }

    private func users(of tool: String) -> [StaticCheck] {
        checks.filter { check in check.command.contains { $0.contains("{\(tool)}") } }
    }

    /// Returns whether a file is one of the language.
    package func isSource(_ path: String) -> Bool { sources.contains { path.hasSuffix(".\($0)") } }
}
