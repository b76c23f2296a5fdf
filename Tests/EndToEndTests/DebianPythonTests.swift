import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Projects judged by the machine's own Python, with the packages of the distribution.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/setuptools"), "apt-get install python3-setuptools"))
struct DebianPythonTests {
    @Test("a project of setuptools is built by the machine's own Python")
    func setuptools() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let files = [
            "pyproject.toml": """
            [project]
            name = "calc"
            version = "0.1"
            [build-system]
            requires = ["setuptools"]
            build-backend = "setuptools.build_meta"
            [tool.setuptools]
            py-modules = ["calc"]
            """,
            "calc.py": "def add(a, b):\n    return a + b\n",
            "test_calc.py": "import unittest, calc\n\nclass T(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(calc.add(1, 2), 3)\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        let ran = try await assay(["verify", folder, "--python", "/usr/bin/python3", "--no-cache"], in: folder)
        #expect(ran.status == 0 && ran.out.contains("passed"), "\(ran.out) \(ran.err)")
    }
}
