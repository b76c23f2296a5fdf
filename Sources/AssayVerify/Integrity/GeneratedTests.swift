import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// Cases or tests that are drawn when a candidate is judged, by the suite's own program: nobody can have seen them.
struct GeneratedTests {
    let context: VerificationContext
    let task: CodingTask
    /// More are not read.
    private static let most = 500

    /// A test file that a generator prints for a task with tests of its own.
    private struct TestFile: Decodable {
        var path: String
        var text: String
    }

    /// Draws cases of a task that is judged by calls or streams.
    func cases(_ generator: String, seed: UInt64) async throws -> [CallCase] { try await draw(CallCase.self, "case", generator, seed) }

    /// Draws test files of a task that is judged by tests.
    func tests(_ generator: String, seed: UInt64) async throws -> FileTree {
        var tree = FileTree()
        for file in try await draw(TestFile.self, "test file with 'path' and 'text'", generator, seed) {
            do {
                try tree.set(file.path, file.text)
            } catch {
                throw HarnessError(.suite, "\(task.id): generate.py: \(error)")
            }
        }
        return tree
    }

    /// Runs `generate.py SEED` and reads what it prints, one JSON object a line.
    private func draw<Item: Decodable>(_ type: Item.Type, _ what: String, _ generator: String, _ seed: UInt64) async throws -> [Item] {
        let python = try context.toolchain(.python)
        let workspace = try Workspace(name: "generator")
        try workspace.write(try FileTree(["generate.py": generator]))
        let result = try await context.sandbox.run(
            SandboxCommand(
                [python.path(of: "python"), "-I", "-S", "-B", "/w/generate.py", "\(seed)"], policies: ["base", "python"],
                mounts: [.readOnly(host: workspace.path, inside: "/w")] + python.mounts, limits: context.limitPolicy.generator))
        guard result.succeeded else {
            let said = result.errorText.lines.last.map(String.init) ?? result.words
            throw HarnessError(.suite, "\(task.id): generate.py failed with seed \(seed): \(TerminalText.line(said, limit: 200))")
        }
        var items: [Item] = []
        for line in result.outputText.lines.prefix(Self.most) {
            do {
                items.append(try JSON.decode(type, String(line)))
            } catch {
                throw HarnessError(.suite, "\(task.id): generate.py printed what is no \(what): \(TerminalText.line(String(line), limit: 120))")
            }
        }
        guard !items.isEmpty else { throw HarnessError(.suite, "\(task.id): generate.py printed no \(what) with seed \(seed)") }
        return items
    }
}
