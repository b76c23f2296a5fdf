import AssayCore
package import AssayModels
import AssayRepositories
import AssaySuites
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// What is here that a first configuration can be made of.
package struct StartingPoint: Sendable {
    /// The projects of the folder, each with the file that says so.
    package var projects: [String] = []
    /// A suite of tasks, as a path from the folder; nil where there is none.
    package var suite: String?
    /// Model servers that answer on loopback.
    package var servers: [LocalServer] = []
    /// The names of variables that hold a provider's key, with the provider's name; never the keys.
    package var keys: [(provider: String, variable: String)] = []
    /// The embedded models that are fetched.
    package var embedded: [String] = []

    /// Nothing is here.
    package init() {}

    /// Looks at a folder, at the environment and at the usual ports of model servers.
    package static func look(
        in folder: String, environment: [String: String], servers places: [LocalServer.Place] = LocalServer.usual
    ) async -> StartingPoint {
        var found = StartingPoint()
        async let servers = LocalServer.find(at: places)
        if let tree = try? await ProjectFiles.contents(of: folder).tree, let layouts = try? ToolchainProfile.layouts() {
            found.projects = ProjectDetection(tree, layouts: layouts).taken.map(\.words)
        }
        found.suite = suite(in: folder)
        found.keys = variables.filter { environment[$0.variable]?.isEmpty == false }
        let store = ModelStore(cache: CacheFolder.path)
        found.embedded = EmbeddedModel.all.filter { store.path(of: $0) != nil }.map(\.name)
        found.servers = await servers
        return found
    }

    /// The variables by which providers are usually given their key.
    private static let variables = [
        (provider: "anthropic", variable: "ANTHROPIC_API_KEY"), (provider: "openai", variable: "OPENAI_API_KEY"),
        (provider: "gemini", variable: "GEMINI_API_KEY"),
    ]

    /// A folder of tasks at a usual place, or a file of tasks at the top.
    private static func suite(in folder: String) -> String? {
        func names(_ path: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
        let near = ["suite", "tasks"] + ["suites", "fixtures/suites"].flatMap { place in names("\(folder)/\(place)").map { "\(place)/\($0)" } }
        let folders = near.first { place in
            names("\(folder)/\(place)").contains { FileManager.default.fileExists(atPath: "\(folder)/\(place)/\($0)/task.yaml") }
        }
        let files = names(folder).filter { $0.hasSuffix(".jsonl") && !$0.hasSuffix(".results.jsonl") }
        return folders ?? files.first { ((try? SuiteLoader.load("\(folder)/\($0)"))?.tasks.isEmpty ?? true) == false }
    }
}
