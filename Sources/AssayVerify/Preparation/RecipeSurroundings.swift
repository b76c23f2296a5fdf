import AssayCore
import AssaySupport
import AssayToolchains

/// Where the commands of a task with a recipe find programs: first in the Python environment that judges, then in the system's folders.
struct RecipeSurroundings {
    /// The search path of programs.
    let path: String
    /// The folders outside of the system's that the Python environment is made of.
    let mounts: [SandboxMount]

    /// Finds them for a recipe; without Python packages in it the system's folders are all, unless the commands are a Python project's.
    init(_ recipe: EnvironmentRecipe?, _ runner: ToolchainRunner, ofPython: Bool = false) {
        let system = "/usr/local/bin:/usr/bin:/bin"
        let python = ofPython || recipe?.python.isEmpty == false ? runner.recipePython : nil
        path = python.map { "\($0.parentFolder):\(system)" } ?? system
        let folders = python.map(InstalledPackages.prefixes) ?? []
        mounts = folders.filter { $0 != "/usr" && !$0.hasPrefix("/usr/") }.map { .readOnly(host: $0, inside: $0) }
    }
}

extension ToolchainRunner {
    /// The interpreter of the tasks' Python packages: that of the toolchain, an activated environment, or the system's.
    var recipePython: String? { toolchain.interpreter ?? PythonInterpreter.activated() ?? PythonInterpreter.ofSystem }
}
