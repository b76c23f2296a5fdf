package import AssayCore
import AssaySupport

extension ToolchainProfile {
    /// One way in which projects of the language are built and tested.
    package struct BuildSystem: Codable, Sendable {
        /// Its name.
        package let id: String
        /// Files that must be in the pristine tree; `A|B` means either.
        package let markers: [String]
        /// The commands that build a project.
        package let build: [Step]
        /// The suites that its projects may have.
        package let suites: [Suite]
        /// The assurance tier of a verdict that its suites reach.
        package let tier: AssuranceTier
        /// Whether it is for projects that are judged as their own runner says (true) or for suites that list their tests
        /// (false); nil means both.
        package let asRunnerSays: Bool?
        /// The command that the project's own authors would give.
        package let own: String?
        /// Variables that take the place of the profile's own; an empty value removes one.
        package let environment: [String: String]?
        /// The minimum resources of a build, where they are more than the profile's.
        package let needs: Needs?
        /// What a failing build prints where something is not installed.
        package let missing: [Missing]?
        /// Tools, or folders of what was fetched, without which it is passed over, so that a simpler one judges the project; `A|B`
        /// means either.
        package let requires: [String]?
        /// Whether a build of the pristine tree is kept, so that a candidate's builds only what it changed.
        package let template: Bool?
    }

    /// Words by which a tool says that something is not installed.
    package struct Missing: Codable, Sendable {
        /// A regular expression whose first group is its name.
        package let pattern: String
        /// The command that installs it, in which `{name}` is its name; nil where none does, as it is taken from a path.
        package let run: String?

        /// Returns what some output says to be missing, each once.
        package func needs(in text: String) throws -> [TestOutcomes.Need] {
            let expression = try Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings()
            return text.matches(of: expression).map {
                let name = TerminalText.line(String($0.output.1), limit: 100)
                return TestOutcomes.Need(
                    package: name, why: TerminalText.line(String($0.output.0), limit: 200), command: run?.replacing("{name}", with: Text.shellLine([name])))
            }.uniqued()
        }
    }

    /// A faster way to build plain projects, which commands alone cannot say; the build system's steps are for the rest.
    package struct DirectBuild: Codable, Sendable {
        /// The name of the build system whose projects may be built so.
        package let buildSystem: String
        /// Prints what the project's manifest says.
        package let manifest: [String]
        /// Builds from the plan that Assay makes.
        package let build: Step

        private enum CodingKeys: String, CodingKey {
            case manifest, build
            case buildSystem = "form"
        }
    }

    /// Rules for compiling the solution and its test into one program.
    package struct Program: Codable, Sendable {
        /// The file's name.
        package let file: String
        /// The commands that build it.
        package let build: [Step]
        /// Runs it; its end is the outcome of its one test.
        package let run: Step
    }

    /// Data that is prepared once for a toolchain and mounted in every jail at `/cache`.
    package struct Preparation: Codable, Sendable {
        /// Makes it.
        package let command: [String]
        /// Texts by path that the command finds in its working folder.
        package let files: [String: String]?
    }

    /// The minimum resources of a build, whatever limits the task sets.
    package struct Needs: Codable, Sendable {
        /// Wall time in seconds.
        package let wallSeconds: Double?
        /// CPU time in seconds.
        package let cpuSeconds: Double?
        /// Memory in MiB.
        package let memoryMegabytes: Int?
        /// Processes at one time.
        package let processes: Int?
        /// Space for files in MiB.
        package let diskMegabytes: Int?
    }
}
