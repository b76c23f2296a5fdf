import AssayTestSupport
import FoundationEssentials
import Glibc
import Subprocess
import Testing

/// Projects where there are no namespaces, so that folders keep their places on the host.
@Suite(.enabled(if: getuid() == 0)) struct BareProjectTests {
    private static let plain = [
        "box.py": "def two():\n    return 2\n",
        "test_box.py":
            "import unittest\nfrom box import two\n\nclass BoxTest(unittest.TestCase):\n    def test_two(self):\n        self.assertEqual(two(), 2)\n",
    ]
    /// Installed in place by its own backend, so that the environment names the folder where it was built.
    private static let installed = [
        "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"maker\"\nbackend-path = [\".\"]\n[project]\nname = \"box\"\nversion = \"1.5\"\n",
        "maker.py": """
        import os, zipfile

        def build_editable(folder, config_settings=None, metadata_directory=None):
            with zipfile.ZipFile(folder + "/box-1.5-py3-none-any.whl", "w") as wheel:
                wheel.writestr("box.pth", os.path.abspath("code"))
                wheel.writestr("box-1.5.dist-info/METADATA", "Metadata-Version: 2.1\\nName: box\\nVersion: 1.5\\n")
                wheel.writestr("box-1.5.dist-info/entry_points.txt", "[console_scripts]\\ntell-box = box:tell\\n")
                wheel.writestr("box-1.5.dist-info/RECORD", "")
            return "box-1.5-py3-none-any.whl"

        """,
        "code/box.py": "def two():\n    return 2\n\ndef tell():\n    print(two())\n",
        "test_box.py": """
        import os, subprocess, unittest
        import box

        class BoxTest(unittest.TestCase):
            def test_two(self):
                self.assertEqual(box.two(), 2)

            def test_place(self):
                self.assertTrue(os.path.realpath(box.__file__).startswith(os.getcwd() + "/"))
                self.assertTrue(subprocess.check_output(["tell-box"]))

        """,
    ]

    @Test("a Python project is judged without a mount namespace as with one", arguments: [plain, installed])
    func judged(_ files: [String: String]) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chmod(folder, 0o755)
        func verify(_ files: [String: String]) async throws -> Ran {
            for (path, text) in files {
                let place = URL(filePath: "\(folder)/project/\(path)")
                try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: place)
            }
            // The cache of root's own folder may be closed to the user of such a run.
            return try await assay(
                ["verify", folder + "/project", "--isolation", "bare", "--min-isolation", "bare", "--python", "/usr/bin/python3", "--no-cache"],
                environment: ["ASSAY_CACHE": folder + "/cache"])
        }
        let right = try await verify(files)
        #expect(right.status == 0 && right.out.contains("passed"), "\(right.out) \(right.err)")
        let wrong = try await verify(files.mapValues { $0.replacing("return 2", with: "return 3") })
        #expect(wrong.status == 1 && wrong.out.contains("error test_box.py:") && wrong.out.contains("test_two"), "\(wrong.out) \(wrong.err)")
    }
}
