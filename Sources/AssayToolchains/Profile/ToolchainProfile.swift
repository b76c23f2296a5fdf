package import AssayCore

/// What is known about a toolchain, as data: one JSON file of `Profiles` for each language.
///
/// Commands are templates; what stands in braces is filled in by `CommandTemplate`.
package struct ToolchainProfile: Codable, Sendable {
    /// Its name.
    package let id: String
    /// Counts up with each change of the profile's meaning.
    package let version: Int
    /// The language that it builds, tests and checks.
    package let language: Language
    /// Extensions of source files, without the dot.
    package let sources: [String]
    /// How its projects are told; a profile without any judges only tasks that name its language.
    package let layouts: [ProjectLayout]?
    /// Its tools, by the names that stand for them in commands.
    package var tools: [String: Tool]
    /// Policy layers of its jails, beside `base`.
    package let policies: [String]
    /// Environment variables of its commands.
    package let environment: [String: String]
    /// Tools, files and folders that only a build needs: hidden from what runs by itself after it.
    package let buildOnly: [String]?
    /// What a build needs at least, whatever a task allows.
    package var needs: Needs?
    /// What is made once and shown in every jail at `/cache`.
    package let preparation: Preparation?
    /// A faster way to build plain projects; none where there is only the build system's own.
    package let directBuild: DirectBuild?
    /// What the language's runtime prints when its own memory is used up, before the sandbox's is.
    package let outOfMemory: [String]?
    /// Its build systems; the first whose markers are in a tree is taken.
    package let buildSystems: [BuildSystem]
    /// How a solution and its test are one program; none where they cannot be.
    package let program: Program?
    /// How its functions are called from another process; none where they cannot be.
    package let calls: CallRules?
    /// How a whole program is built and run; none where it cannot be.
    package let streams: StreamRules?
    /// How to ask whether a module is there; none where that cannot be told.
    package let imports: Imports?
    /// How it is marked that a test's assertions were reached; none where they are not.
    package var assertions: AssertionRules?
    /// How it is found that a candidate defines symbols of the test framework; none where a build leaves no names.
    package let testSymbols: TestSymbols?
    /// Evasions by which a suite is checked before it judges anybody.
    package let stubs: [Stub]?
    /// What code that only solves a task seldom holds: reported as notes, never a verdict.
    package let tripwires: [Tripwire]?
    /// System calls that the language's runtime makes by itself: denied all the same, but not reported as an attempt.
    package let benign: [String]?
    /// Its linters and type checkers.
    package let checks: [StaticCheck]

    private enum CodingKeys: String, CodingKey {
        case id, version, language, sources, layouts, tools, policies, environment, buildOnly, needs, preparation, outOfMemory, program
        case calls, streams, imports, assertions, stubs, tripwires, benign, checks
        case directBuild = "drive"
        case buildSystems = "forms"
        case testSymbols = "shadows"
    }

    /// The checks that are run only where they are asked for.
    package var optionalChecks: [String] { checks.filter { $0.optional == true }.map(\.id) }

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
