import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct SuiteComposeTests {
    /// Four functions: an example of `b` contradicts its reference, and the reference of `d` fails its own test.
    private static let suite = ["a", "b", "c", "d"].map { name in
        [
            "task_id": name, "entry_point": name, "canonical_solution": name == "d" ? "    return 0\n" : "    return x\n",
            "prompt": "def \(name)(x):\n    \"\"\"Gives x.\n    >>> \(name)(1)\n    1\n    >>> \(name)(2)\n    \(name == "b" ? 3 : 2)\n    \"\"\"\n",
            "test": "def check(candidate):\n    assert candidate(5) == 5\n",
        ]
    }

    @Test("modules are composed of functions whose references pass, what is left out is said, and the modules are fit to judge")
    func composed() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Files.write(Self.suite.map { try JSON.line($0) + "\n" }.joined(), to: folder + "/suite.jsonl")
        let made = try await assay(["suite", "compose", "suite.jsonl", "--size", "2", "-o", "two.jsonl"], in: folder)
        #expect(made.status == 0, "\(made.err)")
        #expect(made.out.contains("two.jsonl: 1 modules of 2 from 4 functions, 2 left out"))
        #expect(made.out.contains("1 examples of docstrings contradict the reference"))
        #expect(made.err.contains("left out: d: its reference does not pass its own test (unjudgeable)"))
        #expect(made.err.contains("no 1 others are left for it"))
        let fit = try await assay(["suite", "validate", "two.jsonl", "--mutants", "0", "--repetitions", "0"], in: folder)
        #expect(fit.status == 0 && fit.out.contains("1 of 1 tasks admitted"), "\(fit.out)\(fit.err)")
    }

    @Test(
        "what cannot be composed is one clear line and writes no file",
        arguments: [
            (["--size", "0"], Int32(64), "--size is a number from 1 to 64"), (["--size", "2", "--every", "0"], 64, "--every"),
            (["--size", "5"], 65, "too few functions"), (["--size", "1", "--task", "z"], 5, "no task is named z"),
        ])
    func refused(_ arguments: [String], _ status: Int32, _ says: String) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Files.write(Self.suite.map { try JSON.line($0) + "\n" }.joined(), to: folder + "/suite.jsonl")
        let made = try await assay(["suite", "compose", "suite.jsonl", "-o", "out.jsonl"] + arguments, in: folder)
        #expect(made.err.contains(says), "\(made.err)")
        #expect(made.status == status)
        #expect(!FileManager.default.fileExists(atPath: folder + "/out.jsonl"))
    }
}
