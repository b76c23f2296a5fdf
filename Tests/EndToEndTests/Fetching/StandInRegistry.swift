import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// A registry of our own on loopback, which speaks the protocols of pip, npm, Go, cargo, Maven and git, and the settings that lead to it.
struct StandInRegistry {
    /// The folder of a test, with a cache of its own.
    let folder: String
    let port: Int
    /// The variables by which each package manager finds it.
    var environment: [Environment.Key: String] {
        let address = "http://127.0.0.1:\(port)"
        return [
            "PIP_INDEX_URL": address + "/simple", "PIP_FIND_LINKS": "", "npm_config_registry": address + "/", "GOPROXY": address + "/go",
            "CARGO_HOME": folder + "/cargo", "ASSAY_CACHE": folder + "/cache",
        ]
    }

    /// Serves while a body runs.
    static func serving(_ body: (StandInRegistry) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let files = FileManager.default
        for name in ["git", "cache", "cargo", ".m2"] { try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false) }
        // What is prepared for toolchains is the same for all tests.
        for name in ["tools", "prepared"] {
            try files.createDirectory(atPath: "\(CacheFolder.path)/\(name)", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: "\(folder)/cache/\(name)", withDestinationPath: "\(CacheFolder.path)/\(name)")
        }
        let script = Places.root + "/Tests/EndToEndTests/Fetching/registry.py"
        let out = try FileDescriptor.open(
            folder + "/port", .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
        _ = try await Subprocess.run(
            .name("python3"), arguments: [script, folder + "/git"], input: .none, output: .fileDescriptor(out, closeAfterSpawningProcess: true),
            error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .kill) }
            var port: Int?
            while port == nil {
                try await Task.sleep(for: .milliseconds(20))
                let text = try String(contentsOfFile: folder + "/port", encoding: .utf8)
                if text.hasSuffix("\n") { port = Int(text.dropLast()) }
            }
            guard let port else { return }
            let registry = StandInRegistry(folder: folder, port: port)
            try Data(
                "[source.crates-io]\nreplace-with = \"own\"\n[source.own]\nregistry = \"sparse+http://127.0.0.1:\(port)/cargo/\"\n".utf8
            ).write(to: URL(filePath: folder + "/cargo/config.toml"))
            try Data(
                "<settings><mirrors><mirror><id>own</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:\(port)/maven</url></mirror></mirrors></settings>\n".utf8
            ).write(to: URL(filePath: folder + "/.m2/settings.xml"))
            try await body(registry)
        }
    }

    /// Writes the files of a project.
    func project(_ name: String, _ files: [String: String]) throws {
        for (path, text) in files {
            let place = "\(folder)/\(name)/\(path)"
            try FileManager.default.createDirectory(atPath: place.parentFolder, withIntermediateDirectories: true)
            try Data(text.replacing("REGISTRY", with: "http://127.0.0.1:\(port)").utf8).write(to: URL(filePath: place))
        }
    }

    /// Runs the command in the folder of the test.
    func assay(_ arguments: [String], more: [Environment.Key: String] = [:]) async throws -> Ran {
        try await EndToEndTests.assay(arguments, in: folder, environment: environment.merging(more) { $1 })
    }

    /// The paths of everything that was kept of fetches.
    var kept: [String] {
        let home = folder + "/cache/environments"
        return ((try? FileManager.default.subpathsOfDirectory(atPath: home)) ?? []).sorted()
    }
}
