import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
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

    @Test("a verdict of a weaker sandbox, or of other ways to judge, is not used")
    func surroundings() async throws {
        let candidate = Candidate(files: try FileTree(["m.py": "def f(x): return x\n"]))
        let task = try task(reference: nil)
        func key(_ level: IsolationLevel? = .full, isolated: Bool = true, direct: Bool = true, differential: Bool = false) async throws -> String {
            let context = try await VerificationContext(
                sandbox: LevelSandbox(level: level), languages: [.python], cache: VerdictCache(), directBuild: direct, isolatedTests: isolated,
                differential: differential)
            return try #require(try context.cacheKey(task, candidate, .full))
        }
        let keys = try await [
            key(), key(.noCgroup), key(.bare), key(nil), key(isolated: false), key(direct: false), key(differential: true),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(try await key() == keys[0])
    }
}
