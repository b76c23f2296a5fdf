import AssayCore
import AssayVerify
import Testing

/// Projects whose programs their tests run, and what stands in the way of installing them.
@Suite struct PythonInstallTests {
    private static let runsItself = """
        import subprocess

        def test_program():
            assert subprocess.check_output(["box-size"], text=True) == "7\\n"
        """

    /// A backend that cannot build in place without a package that nobody has.
    private static var lacksAHelper: [String: String] {
        var files = PythonProject.backend("wheel")
        files["build/maker.py", default: ""] +=
            "\n\ndef get_requires_for_build_editable(config_settings=None):\n    return [\"no-such-helper\"]\n\n"
            + "def build_editable(folder, config_settings=None, metadata_directory=None):\n    import no_such_helper\n"
        return files
    }

    static let installed = [
        PythonProject(
            testDescription: "a backend that builds a wheel, but lacks a package to build in place",
            files: lacksAHelper.merging(["test_box.py": runsItself]) { $1 }),
        PythonProject(
            testDescription: "setuptools, as old as it may be, with a setup.py alone",
            files: [
                "setup.py":
                    "from setuptools import setup\nsetup(name='box', version='1.5', package_dir={'': 'src'}, packages=['box'],\n"
                    + "      entry_points={'console_scripts': ['box-size=box:size']})\n",
                "src/box/__init__.py": "def size():\n    print(7)\n", "test_box.py": runsItself,
            ]),
    ]

    @Test("the programs of a project are installed as its backend can", arguments: installed)
    func programs(_ project: PythonProject) async throws {
        let report = try await project.verify()
        #expect(report.verdict == .passed, "\(report.findings.map(\.message))")
    }

    static let lacking = [
        PythonProject(
            testDescription: "a program of the project's own, whose backend is not there",
            files: [
                "pyproject.toml":
                    "[build-system]\nrequires = [\"no-such-backend\"]\nbuild-backend = \"no_such_backend\"\n[project]\nname = \"box\"\nversion = \"1\"\n"
                    + "[project.scripts]\nbox-size = \"box:size\"\n",
                "box.py": "def size():\n    print(7)\n", "test_box.py": runsItself,
            ], words: "no-such-backend"),
        PythonProject(
            testDescription: "a module that only a filter of warnings names",
            files: ["pytest.ini": "[pytest]\nfilterwarnings =\n    error\n    ignore::no_such_module.Old\n", "test_one.py": "def test_one():\n    pass\n"],
            words: "no-such-module"),
    ]

    @Test("what cannot be installed is nobody's failure", arguments: lacking)
    func needs(_ project: PythonProject) async throws {
        let error = await #expect(throws: HarnessError.self) { try await project.verify() }
        #expect(error.map { "\($0)" }?.contains("unavailable: needs \(project.words) (") == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("what fails in a library is placed where the project called it")
    func place() async throws {
        let project = PythonProject(testDescription: "", files: ["test_one.py": "import json\n\ndef test_one():\n    json.loads('{')\n"])
        let report = try await project.verify()
        let finding = try #require(report.findings.first)
        #expect(report.verdict == .failed && finding.path == "test_one.py" && finding.line == 4, "\(finding)")
    }
}
