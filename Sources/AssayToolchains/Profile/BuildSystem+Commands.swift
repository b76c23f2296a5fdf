package import AssayCore

extension ToolchainProfile.BuildSystem {
    /// The build system of a project that says by itself how it is built and tested.
    package init(_ commands: ProjectCommands) {
        let parser: OutputParser =
            switch commands.reader {
            case .junit, .pytest: .junit
            case .tap: .tap
            case .go: .goTestJSON
            case .ctest: .ctest
            case .exitCode: .exitCode
            }
        let shell = ["/bin/sh", "-c"]
        let run: ToolchainProfile.Step =
            switch commands.reader {
            case .pytest:
                ToolchainProfile.Step(
                    // The older form of the report names the files of tests.
                    command: shell + [
                        "export PYTEST_ADDOPTS=\"$PYTEST_ADDOPTS -o junit_family=xunit1 --junitxml=/results/report\"; exec /bin/sh -c \"$0\"",
                        commands.test,
                    ],
                    parser: parser, results: "report", compiles: true)
            case .junit:
                ToolchainProfile.Step(
                    command: shell + ["/bin/sh -c \"$0\"; status=$?; cp \"$1\" /results/report; exit $status", commands.test, commands.report ?? "report.xml"],
                    parser: parser, results: "report", compiles: true)
            case .tap, .go, .ctest, .exitCode: ToolchainProfile.Step(command: shell + [commands.test], parser: parser, compiles: true)
            }
        self.init(
            id: "assay.yaml", markers: [], build: commands.build.map { [ToolchainProfile.Step(command: shell + [$0], parser: .gccText)] } ?? [],
            suites: [ToolchainProfile.Suite(program: run)], tier: .c, asRunnerSays: true, own: commands.test,
            environment: ["CFLAGS": "", "CXXFLAGS": ""],
            needs: ToolchainProfile.Needs(wallSeconds: 1800, cpuSeconds: 3600, memoryMegabytes: 4096, processes: 512, diskMegabytes: 4096), missing: nil,
            requires: nil, template: nil)
    }
}
