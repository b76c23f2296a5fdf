import ArgumentParser
import AssaySupport
import AssayToolchains

extension SetupPart: ExpressibleByArgument {}

/// `assay setup`: installs what an installed Assay uses and the distribution lacks.
struct SetupCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Installs checkers and toolchains that are missing.",
        discussion: """
            Example:
              assay setup python

            python      pytest, ruff and lizard, in a folder of the cache
            checks      mypy, basedpyright and semgrep for 'assay verify --check'
            toolchains  CMake, Go, ShellCheck, JUnit and TypeScript, by apt-get

            'assay doctor' says what is missing. What is installed already is left as it is.
            """)

    @Argument(help: "What to install: python, checks or toolchains; repeatable.") var parts: [SetupPart]
    @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Print the commands, and run none.") var dryRun = false

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let (parts, dryRun) = (parts, dryRun)
        try await Interruption.run {
            for part in parts {
                let plan = try await SetupPlan.make(part, cache: CacheFolder.path)
                if dryRun {
                    for step in plan.steps { Console.print(step.line) }
                } else {
                    try await plan.run { Console.error($0) }
                }
                if !dryRun || plan.steps.isEmpty { Console.error("\(part.rawValue): installed") }
            }
        }
    }
}
