import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

@Suite struct VerdictCacheTests {
    /// A task that every answer passes, with or without a right answer of its own.
    private func task(reference: String?, environment: [String: String] = [:]) throws -> CodingTask {
        CodingTask(
            brief: TaskBrief(id: "t", title: "t", statement: "s", language: .python, deliverables: ["m.py"]),
            form: .pythonFunction(entryPoint: "f", prelude: ""), hidden: HiddenChecks(oracle: "def check(c):\n    assert c(1) == 1\n"),
            reference: try reference.map { try FileTree(["m.py": $0]) }, environment: environment)
    }

    @Test("a verdict is looked up by all that the task is, its reference and environment too")
    func keys() async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], cache: VerdictCache())
        let candidate = Candidate(files: try FileTree(["m.py": "def f(x): return x\n"]))
        func key(_ task: CodingTask, _ scope: CheckScope = .full) throws -> String { try #require(try context.cacheKey(task, candidate, scope)) }
        let plain = try key(task(reference: nil))
        let others = try [
            key(task(reference: "def f(x): return x\n")), key(task(reference: "def f(x): return 1\n")), key(task(reference: nil, environment: ["A": "b"])),
            key(task(reference: nil), .visible),
        ]
        #expect(Set(others + [plain]).count == 5)
        #expect(try key(task(reference: nil)) == plain)
    }
}
