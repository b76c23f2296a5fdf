import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// Test cases or files that the suite's program generates when a candidate is judged, so no model has seen them.
struct GeneratedTests: Sendable {
    let python: ToolchainRunner
    /// The task's id, for messages.
    let task: String
    /// The text of `generate.py`.
    let generator: String
    /// The same seed generates the same cases.
    let seed: UInt64
    /// The largest number of generated tests that is read.
    private static let most = 500

    /// A test file that a generator prints for a task with tests of its own.
    private struct TestFile: Decodable {
        var path: String
        var text: String
    }

    /// Generates cases of a task that is judged by calls or streams.
    func cases() async throws -> [CallCase] { try await generate(CallCase.self, "case") }

    /// Generates test files of a task that is judged by tests.
    func files() async throws -> FileTree {
        var tree = FileTree()
        for file in try await generate(TestFile.self, "test file with 'path' and 'text'") {
            do {
                try tree.set(file.path, file.text)
            } catch {
                throw HarnessError(.suite, "\(task): generate.py: \(error)")
            }
        }
        return tree
    }

    /// Runs `generate.py SEED` and reads what it prints, one JSON object a line.
    private func generate<Item: Decodable>(_ type: Item.Type, _ what: String) async throws -> [Item] {
        let workspace = try Workspace(name: "generator")
        try workspace.write(try FileTree(["generate.py": generator]))
        let result = try await python.sandbox.run(
            SandboxCommand(
                try python.pythonWords() + ["/w/generate.py", "\(seed)"], policies: ["base", "python"],
                mounts: [.readOnly(host: workspace.path, inside: "/w")] + python.toolchain.mounts, limits: python.limits.generator))
        guard result.succeeded else {
            let said = result.errorText.lines.last.map(String.init) ?? result.words
            throw HarnessError(.suite, "\(task): generate.py failed with seed \(seed): \(TerminalText.line(said, limit: 200))")
        }
        var items: [Item] = []
        for line in result.outputText.lines.prefix(Self.most) {
            do {
                items.append(try JSON.decode(type, String(line)))
            } catch {
                throw HarnessError(.suite, "\(task): generate.py printed what is no \(what): \(TerminalText.line(String(line), limit: 120))")
            }
        }
        guard !items.isEmpty else { throw HarnessError(.suite, "\(task): generate.py printed no \(what) with seed \(seed)") }
        return items
    }
}
