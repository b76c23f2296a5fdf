import AssayCore
import AssaySupport
import AssayToolchains

/// Looks for what an environment recipe asks for, where the commands of its task will look for it; nothing is installed.
struct RecipeCheck {
    let runner: ToolchainRunner
    let recipe: EnvironmentRecipe

    /// Throws for what is not there, with the command that installs it.
    func confirm() async throws {
        guard !recipe.asksForNothing else { return }
        let packages = await DebianPackages.missing(recipe.packages)
        guard let packages else {
            throw HarnessError(.toolchain, "unavailable: the task asks for packages of Debian (\(recipe.packages.listed())), and dpkg-query is not here")
        }
        try refuse(packages, "packages", run: Text.shellLine(["apt-get", "install"] + packages))
        try await confirmPrograms()
        guard !recipe.python.isEmpty else { return }
        guard let python = runner.recipePython else { throw HarnessError(.toolchain, "unavailable: the task needs Python; run: apt-get install python3") }
        let missing = try await lines(of: [python, "-I", "-B", "/assay/recipe_check.py"] + recipe.python)
        try refuse(missing, "Python packages", run: PythonInterpreter.install(missing, by: python))
    }

    private func confirmPrograms() async throws {
        guard !recipe.programs.isEmpty else { return }
        let missing = try await lines(of: ["/bin/sh", "-c", "for name; do command -v \"$name\" >/dev/null || echo \"$name\"; done", "sh"] + recipe.programs)
        // Debian's package that gives `python3` its short name.
        let packages = missing.map { $0 == "python" ? "python-is-python3" : $0 }
        try refuse(missing, "programs", run: Text.shellLine(["apt-get", "install"] + packages))
    }

    private func refuse(_ names: [String], _ what: String, run command: String) throws(HarnessError) {
        guard !names.isEmpty else { return }
        throw HarnessError(
            .toolchain,
            TerminalText.line("unavailable: the task's environment needs the \(what) \(names.joined(separator: ", ")); run: \(command)", limit: 1000))
    }

    /// The lines that a command prints in the surroundings of the task's own.
    private func lines(of words: [String]) async throws -> [String] {
        let place = RecipeSurroundings(recipe, runner)
        let result = try await runner.sandbox.run(
            SandboxCommand(
                words, policies: ["base", "python"], mounts: place.mounts + [runner.drivers.mount], environment: ["PATH": place.path, "HOME": "/tmp"],
                directory: "/tmp", limits: runner.buildLimits))
        guard result.succeeded else {
            throw HarnessError(.toolchain, "the task's environment cannot be looked at: \(TerminalText.line(result.errorText, limit: 300))")
        }
        return result.outputText.lines.map { TerminalText.line(String($0), limit: 200) }
    }
}
