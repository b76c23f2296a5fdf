import AssayCore
import AssayRepositories
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials

/// A project that passes, with changes that each add one failing test, of `fixtures/mutations`.
struct MutatedProject: Decodable, Sendable {
    struct Mutation: Decodable, Sendable {
        var name: String
        var files: [String: String]
    }

    var language: Language
    var base: [String: String]
    var mutations: [Mutation]

    init(_ reader: String) throws {
        self = try JSON.decode(Self.self, Places.text("\(Places.root)/fixtures/mutations/\(reader).json"))
    }

    /// The task of the project as it is, or with one mutation; its own tests are the checks.
    func task(with mutation: Mutation? = nil) async throws -> CodingTask {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        for (path, text) in base.merging(mutation?.files ?? [:], uniquingKeysWith: { $1 }) {
            let full = place + "/" + path
            try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: full))
        }
        let layouts = try ToolchainProfile.layouts(of: ProjectCase.profiles.get()).filter { $0.language == language }
        var task = try await ProjectTask.load(place, layouts: layouts)
        // What was recorded are runs of the tests of a suite.
        task.expectation = .strict
        return task
    }
}

/// What the test runs of a project and its mutations left, once, kept as `fixtures/mutations/recorded`.
struct RecordedMutations: Codable, Sendable {
    struct Run: Codable, Sendable {
        var exitCode: Int?
        var signal: Int?
        var stdout: String
        var stderr: String
        var results: String?
    }

    /// The runs of one project: one for each command.
    struct Project: Codable, Sendable {
        /// The mutation; empty for the project as it is.
        var name: String
        var runs: [Run]
    }

    var projects: [Project]

    /// What stands for the nonce of a run.
    static let nonce = "NONCE"
    static func path(_ reader: String) -> String { "\(Places.root)/fixtures/mutations/recorded/\(reader).json" }
}

/// Runs commands for real and keeps what the runs of tests left.
actor TestRunRecorder: Sandbox {
    private let real: any Sandbox
    private let isTestRun: @Sendable ([String]) -> Bool
    private(set) var runs: [RecordedMutations.Run] = []
    nonisolated let identity = UUID().uuidString

    init(_ real: any Sandbox, isTestRun: @escaping @Sendable ([String]) -> Bool) {
        self.real = real
        self.isTestRun = isTestRun
    }

    func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
        let result = try await real.run(command)
        guard isTestRun(command.arguments) else { return result }
        let nonce = (command.arguments + Array(command.environment.values)).first { UUID(uuidString: $0) != nil } ?? RecordedMutations.nonce
        func kept(_ text: String) -> String { text.replacing(nonce, with: RecordedMutations.nonce) }
        var results: String?
        for case .readWrite(let host, "/results") in command.mounts {
            results = ["junit.xml", "events.jsonl"].compactMap { try? String(contentsOfFile: "\(host)/\($0)", encoding: .utf8) }.first
        }
        runs.append(
            RecordedMutations.Run(
                exitCode: result.exitCode, signal: result.signal, stdout: kept(result.outputText), stderr: kept(result.errorText), results: results))
        return result
    }

    func runJoined(_ first: SandboxCommand, _ second: SandboxCommand) async throws(SandboxError) -> (SandboxResult, SandboxResult) {
        try await real.runJoined(first, second)
    }
}
