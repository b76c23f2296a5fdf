import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayToolchains
@testable import AssayVerify

/// Solutions that use numpy, where the interpreter has it: arrays go over as their type, shape and bytes.
@Suite(.serialized) struct NumpyTests {
    /// A context with the interpreter of the readers, which has numpy.
    private static let context = Task {
        let named = "\"names\": [\"{environment:ASSAY_PYTHON}\", \"{cache}/tools/bin/python3\", \"/usr/bin/python3\"]"
        let text = try String(contentsOfFile: Places.root + "/Sources/AssayToolchains/Profiles/python.json", encoding: .utf8)
        let other = text.replacing(named, with: "\"names\": [\"{cache}/readers/bin/python3\"]")
        try #require(other != text)
        let profile = try JSON.decode(ToolchainProfile.self, other)
        return try await VerificationContext(sandbox: JailSandbox(), languages: [.python], differential: true, profiles: [profile])
    }

    private func suite(_ module: String) async throws -> ReviewReport {
        let folder = Places.root + "/fixtures/membrane/"
        let tests = try String(contentsOfFile: folder + "test_signal_tools.py", encoding: .utf8)
        let reference = try String(contentsOfFile: folder + "signal_tools.py", encoding: .utf8)
        let task = CodingTask(
            brief: TaskBrief(id: "n", title: "n", statement: "s", language: .python, deliverables: ["signal_tools.py"]), form: .project,
            hidden: HiddenChecks(files: try FileTree(["test_signal_tools.py": tests])), reference: try FileTree(["signal_tools.py": reference]))
        return try await Self.context.value.verifier(for: task).verify(
            Candidate(files: FileTree(["signal_tools.py": module.isEmpty ? reference : module])), scope: .full)
    }

    @Test("unmodified tests of arrays pass from another process, and what is wrong fails there")
    func suites() async throws {
        let right = try await suite("")
        #expect(right.verdict == .passed && right.tier == .aMinus, "\(right.verdict) \(right.tier) \(right.findings.map(\.message))")
        let reference = try String(contentsOfFile: Places.root + "/fixtures/membrane/signal_tools.py", encoding: .utf8)
        let wrong = reference.replacing("* by", with: "+ by")
        let report = try await suite(wrong)
        #expect(report.verdict == .failed && report.findings.contains { $0.test?.contains("test_objects") == true })
        // In the tests' own process it would be equal to everything.
        let evading = wrong.replacing(
            "import numpy as np\n", with: "import numpy as np\nimport numpy.testing\nnp.testing.assert_array_equal = lambda *rest: None\n")
        let caught = try await suite(evading)
        #expect(caught.verdict == .failed && caught.findings.contains { $0.rule == "only-inside" }, "\(caught.findings.map(\.message))")
    }

    @Test(
        "functions of arrays answer the oracle, alone and together",
        arguments: [
            ("import numpy as np\ndef scale(values, by):\n    return np.asarray(values) * by\n", Verdict.passed),
            ("import numpy as np\ndef scale(values, by):\n    return np.asarray(values) + by\n", .failed),
            (
                "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, other): return np.True_\ndef scale(values, by):\n    return np.zeros(2).view(A)\n",
                .failed
            ),
        ])
    func functions(_ code: String, _ verdict: Verdict) async throws {
        let test = """
            import numpy as np
            def check(candidate):
                assert (candidate(np.array([1.0, 2.0]), 2) == np.array([2.0, 4.0])).all()
                assert candidate([np.float32(1)], np.int64(3)).tolist() == [3.0]
                np.testing.assert_allclose(candidate([[0.5]], 2), [[1.0]])
            """
        let task = CodingTask(
            brief: TaskBrief(id: "n", title: "n", statement: "s", language: .python, deliverables: ["s.py"]),
            form: .pythonFunction(entryPoint: "scale", prelude: ""), hidden: HiddenChecks(oracle: test))
        let candidate = Candidate(files: try FileTree(["s.py": code]))
        let report = try await Self.context.value.verifier(for: task).verify(candidate, scope: .full)
        #expect(report.verdict == verdict, "\(report.findings.map(\.message))")
    }

    @Test(
        "data that is no array is a forgery",
        arguments: [
            "[\"array\",\"|O\",[1],\"0000000000000000\"]", "[\"array\",\"<f8\",[2],\"0000000000000000\"]", "[\"array\",\"<f8\",[\"1\"],\"0000000000000000\"]",
            "[\"scalar\",\"<f8,<f8\",[],\"00000000000000000000000000000000\"]", "[\"array\",\"<f8\",[1],7]", "[\"array\"]",
        ])
    func forged(_ value: String) async throws {
        let code =
            "import sys, json\nsys.modules['__main__']._encode = lambda value, depth=0: json.loads('\(value)')\n"
            + "def scale(values, by):\n    return 1\n"
        let task = CodingTask(
            brief: TaskBrief(id: "n", title: "n", statement: "s", language: .python, deliverables: ["s.py"]),
            form: .pythonFunction(entryPoint: "scale", prelude: ""),
            hidden: HiddenChecks(oracle: "def check(candidate):\n    assert candidate([1], 2) is not None\n"))
        let report = try await Self.context.value.verifier(for: task).verify(Candidate(files: FileTree(["s.py": code])), scope: .full)
        #expect(report.verdict == .tamperingSuspected, "\(report.verdict) \(report.findings.map(\.message))")
    }
}
