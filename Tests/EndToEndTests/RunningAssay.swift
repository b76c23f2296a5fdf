import AssayTestSupport
import Subprocess
import SystemPackage

/// How the command ended, and what it printed.
struct Ran {
    var status: Int32?
    var out: String
    var err: String
}

/// Runs the built command as a user does; the status is nil where a signal ended it.
func assay(
    _ arguments: [String], in folder: String = Places.root, environment: [Environment.Key: String] = [:]
) async throws -> Ran {
    let ended = try await Subprocess.run(
        .path(FilePath(Places.products + "/assay")), arguments: Arguments(arguments),
        environment: .inherit.updating(environment.mapValues { $0 as String? }),
        workingDirectory: FilePath(folder), output: .string(limit: 8 << 20), error: .string(limit: 8 << 20))
    var status: Int32?
    if case .exited(let code) = ended.terminationStatus { status = code }
    return Ran(status: status, out: ended.standardOutput, err: ended.standardError)
}
