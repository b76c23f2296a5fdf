import ArgumentParser
import AssayFetch
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayToolchains

/// What a fetch of dependencies may do, the same for `fetch`, `verify --fetch` and `solve --fetch`.
struct FetchOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-host"),
        help: ArgumentHelp(
            "Let the fetch reach this host (HOST or HOST:PORT), or see this folder of git repositories or packages. Repeatable.", valueName: "host"))
    var hosts: [String] = []
    @Option(help: "The most MiB that a fetch may bring.") var fetchLimit = 2048

    func validate() throws {
        guard (1...65536).contains(fetchLimit) else { throw ValidationError("--fetch-limit is 1 to 65536 MiB") }
        do { _ = try permission() } catch { throw ValidationError("--allow-host \(error)") }
    }

    /// What the user allows.
    func permission() throws(FetchPermission.Failure) -> FetchPermission { try FetchPermission(hosts, bytes: fetchLimit << 20) }

    /// Fetches what the projects of a folder's files depend on, for a Python interpreter or environment.
    @discardableResult
    func fetch(
        for tree: FileTree, of folder: String, _ choice: ProjectChoice, python: String?, in sandbox: JailSandbox
    ) async throws -> [DependencyLayer] {
        let fetch = DependencyFetch(
            sandbox: sandbox, permission: try permission(), profiles: try await PythonInterpreter.profiles(named: python)
        ) { Console.note($0) }
        return try await fetch.layers(of: tree, in: folder, choice)
    }
}
