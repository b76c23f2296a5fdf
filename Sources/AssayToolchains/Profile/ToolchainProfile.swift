package import AssayCore
package import AssaySupport
import FoundationEssentials

/// What is known about a toolchain, as data: `Toolchains/LANGUAGE.json`.
///
/// Commands are templates; what stands in braces is filled in by `CommandTemplate`.
package struct ToolchainProfile: Codable, Sendable {
    /// A program of the host, or a file it cannot do without.
    package struct Tool: Codable, Sendable {
        /// Names on the path, or absolute paths, where `{cache}` is Assay's own folder, `{environment:NAME}` a
        /// variable and `{TOOL}` another tool that this one is a part of; the first that is there is taken.
        package var names: [String]
        /// The program that is meant, where the one of that name is another in the same folder.
        package var beside: String?
        /// A command whose output is the real program's path, for version managers.
        package var resolve: [String]?
        /// Arguments that make it print its version; none for a plain file.
        ///
        /// A part that cannot is not there.
        package var version: [String]?
        /// The folder to show in the jail, relative to the real program; none when it lies in /usr.
        package var root: String?
        /// Arguments that make it print the folders it needs, one a line, for a program whose own name counts:
        /// a virtual environment's interpreter is told by the link it was called by.
        package var roots: [String]?
        /// The command that installs it.
        package var install: String
        /// A static check may be missing; a compiler may not.
        package var optional: Bool?

        /// Whether it is a part of another tool: a module of an interpreter.
        package var isPart: Bool { names.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") && !$0.hasPrefix("{environment:") } }

        package init(names: [String], version: [String]?, install: String) {
            self.names = names
            self.version = version
            self.install = install
        }
    }

    /// One command of a build or a test run.
    package struct Step: Codable, Sendable {
        package var command: [String]
        package var reader: OutputParser
        /// Repeats the step: for each `test`, `test-folder` or `artifact`.
        package var each: Repetition?
        /// The file that the command leaves in /results, for its reader.
        package var results: String?

        /// Whether its tool only starts what was built.
        package var built: Bool?

        package init(command: [String], parser: OutputParser) {
            self.command = command
            reader = parser
        }

        /// Whether it runs what was built, and needs nothing that built it.
        package var runsBuild: Bool { built == true || command.first.map { $0 == "{artifact}" || $0.hasPrefix("/w/") || $0.hasPrefix("/cache/") } == true }
    }

    package enum Repetition: String, Codable, Sendable { case test, testFolder = "test-folder", artifact }

    /// How tests are known before any code of the candidate runs.
    package struct Listing: Codable, Sendable {
        /// File names with `*`; the last part of a path is compared, or all of it where a slash is.
        package var files: [String]
        /// Prints the tests of `{files}`, one JSON object a line with `name` and `path`, in a jail that holds
        /// nothing but them.
        package var command: [String]?
        /// A regular expression whose first group is a test's name; without it a file is one test.
        package var pattern: String?
        /// The grammar by which comments and strings are told from code; without it all is read.
        package var grammar: Grammar?
    }

    package enum Grammar: String, Codable, Sendable { case swift }

    /// One way in which projects of the language are laid out.
    package struct BuildSystem: Codable, Sendable {
        package var id: String
        /// Names that must be in the pristine tree, `A|B` for either; the first form whose markers are there is taken.
        package var markers: [String]
        package var build: [Step]
        package var suites: [Suite]
        package var tier: AssuranceTier
        /// Whether a build of the pristine tree is kept, so that a candidate's builds only what it changed.
        package var template: Bool?
    }

    /// Tests that run together.
    package struct Suite: Codable, Sendable {
        /// Its name, where a form has several.
        package var id: String?
        /// Text that a test file of this suite holds; without it, all test files are of this suite.
        package var uses: String?
        package var tests: Listing
        package var run: Step
        /// Whether the tests stand in files that may be delivered: those of the pristine tree are kept apart,
        /// beneath `.assay/pristine`.
        package var apart: Bool?
        /// How they are run with the candidate in another process, where that can be.
        package var outside: IsolatedRunRules?
    }

    /// A suite of one program, which is its one test.
    package static func suite(of program: Step) -> Suite { Suite(tests: Listing(files: []), run: program) }

    /// A faster way to build what is plain, which commands alone cannot say; a form's steps are for the rest.
    package struct Drive: Codable, Sendable {
        /// The form whose projects may be built so.
        package var form: String
        /// Prints what the project's manifest says.
        package var manifest: [String]
        package var build: Step
    }

    /// A program made of one file: the solution and its test.
    package struct Program: Codable, Sendable {
        package var file: String
        package var build: [Step]
        package var run: Step
    }

    package struct StaticCheck: Codable, Sendable {
        package var id: String
        package var command: [String]
        package var reader: OutputParser
        /// Files it looks at, by extension.
        package var extensions: [String]
        /// How much a finding matters; else what the tool says.
        package var severity: Severity?
        /// What stands for `{configuration}`.
        package var configuration: Configuration?
        /// Whether it is only run where it is asked for.
        package var optional: Bool?
    }

    /// The project's own configuration decides; only without one are ours given.
    package struct Configuration: Codable, Sendable {
        /// Names of the project's own, in its pristine tree.
        package var files: [String]
        /// Text without which such a file says nothing of this tool, by its name.
        package var holding: [String: String]?
        /// What is given beside the project's own.
        package var own: [String]?
        package var otherwise: [String]
        /// Rules that are nobody's to judge unless the project says how it wants it.
        package var ignored: [String]?

        /// Whether a tree has one of the project's own.
        package func isIn(_ tree: FileTree) -> Bool {
            tree.paths.contains { path in
                files.contains { FileName.matches(path, $0) }
                    && holding?.first { FileName.matches(path, $0.key) }.map { tree[path]?.contains($0.value) == true } != false
            }
        }
    }

    /// What is made once per toolchain and shown in every jail at `/cache`.
    package struct Preparation: Codable, Sendable {
        package var command: [String]
        package var files: [String: String]?
    }

    /// An evasion that no suite may take for an answer: a reference with it must fail.
    package struct Stub: Codable, Sendable {
        package var id: String
        /// What is added to each file; once for each `{symbol}` that the file must define, where it names one.
        package var append: String
    }

    /// Names of a test's own means, which a candidate that defines them puts in their place.
    package struct Shadows: Codable, Sendable {
        /// Prints the names that a build defines, one a line.
        package var command: [String]
        /// A regular expression for those that are no candidate's.
        package var symbols: String
    }

    /// A pattern of code that reaches beyond its task.
    package struct Tripwire: Codable, Sendable {
        package var id: String
        /// One of these stands in every text that the pattern fits; looking for them is a hundred times as fast.
        package var words: [String]
        package var pattern: String
    }

    package struct Needs: Codable, Sendable {
        package var wallSeconds: Double?
        package var cpuSeconds: Double?
        package var memoryMegabytes: Int?
        package var processes: Int?
        package var diskMegabytes: Int?
    }

    package var id: String
    package var version: Int
    package var language: Language
    /// Extensions of source files, without the dot.
    package var sources: [String]
    /// How its projects are told; a profile without any judges only tasks that name its language.
    package var layouts: [ProjectLayout]?
    package var tools: [String: Tool]
    package var policies: [String]
    package var environment: [String: String]
    /// Tools, files and folders that only a build needs: covered for what runs after it by itself.
    package var buildOnly: [String]?
    /// What a build needs at least, whatever a task allows.
    package var needs: Needs?
    package var preparation: Preparation?
    package var drive: Drive?
    /// What the language's runtime says when its own memory is used up, before the sandbox's is.
    package var outOfMemory: [String]?
    package var forms: [BuildSystem]
    package var program: Program?
    /// How its functions are called from outside; none where they cannot be.
    package var calls: CallRules?
    /// How a whole program is built and run; none where it cannot be.
    package var streams: StreamRules?
    /// How to ask whether a module is there; none where that cannot be told.
    package var imports: Imports?
    /// How it is noted that a test's assertions were reached; none where they are not.
    package var assertions: AssertionRules?
    /// How it is found that a candidate defines what its tests are made of; none where a build leaves no names.
    package var shadows: Shadows?
    /// Evasions by which a suite is checked before it judges anybody.
    package var stubs: [Stub]?
    /// What code that only solves a task seldom holds: told as notes, never a verdict.
    package var tripwires: [Tripwire]?
    /// Calls that the language's runtime makes by itself: denied all the same, but nobody's attempt.
    package var benign: [String]?
    package var checks: [StaticCheck]

    /// The checks that are run only where they are asked for.
    package var optionalChecks: [String] { checks.filter { $0.optional == true }.map(\.id) }

    /// Whether only a check that must be asked for needs a tool.
    package func isExtra(_ tool: String) -> Bool {
        let users = users(of: tool)
        return tools[tool]?.optional == true && !users.isEmpty && users.allSatisfy { $0.optional == true }
    }

    /// Whether one of some checks needs a tool.
    package func uses(_ tool: String, in checks: Set<String>) -> Bool { users(of: tool).contains { checks.contains($0.id) } }

    private func users(of tool: String) -> [StaticCheck] {
        checks.filter { check in check.command.contains { $0.contains("{\(tool)}") } }
    }

    /// Whether a file is one of the language.
    package func isSource(_ path: String) -> Bool { sources.contains { path.hasSuffix(".\($0)") } }

    /// The form of a project, by the names in its pristine tree.
    package func form(of tree: FileTree) -> BuildSystem? {
        forms.first { form in
            form.markers.allSatisfy { marker in
                marker.split(separator: "|").contains { name in tree.paths.contains { FileName.matches($0, String(name)) } }
            }
        }
    }
}
