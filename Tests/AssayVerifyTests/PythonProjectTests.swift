import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// A small project of Python, and what its own runner says of it.
struct PythonProject: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var files: [String: String]
    var verdict: Verdict = .passed
    var passed = 1
    /// Words of a finding.
    var words = ""

    /// A task like the one that `assay verify DIR` makes.
    func task() throws -> CodingTask {
        let isTest = { (path: String) in path.hasSuffix("test.py") || path.split(separator: "/").last?.hasPrefix("test_") == true }
        let start = try FileTree(files.filter { !isTest($0.key) })
        var task = CodingTask(
            brief: TaskBrief(
                id: "project", title: "project", statement: "", language: .python, start: start, deliverables: start.paths,
                visibleTests: try FileTree(files.filter { isTest($0.key) })),
            form: .project, hidden: HiddenChecks())
        task.expectation = .asRunnerSays
        return task
    }

    func verify(_ change: [String: String] = [:]) async throws -> ReviewReport { try await Bench.verify(task(), change) }

    /// A build backend of the project's own, which makes a wheel of `code/` and needs nothing that is not there.
    static func backend(_ kind: String) -> [String: String] {
        let maker = """
            import zipfile

            def build_\(kind)(folder, config_settings=None, metadata_directory=None):
                with zipfile.ZipFile(folder + "/box-1.5-py3-none-any.whl", "w") as wheel:
                    wheel.writestr("box-1.5.dist-info/METADATA", "Metadata-Version: 2.1\\nName: box\\nVersion: 1.5\\n")
                    wheel.writestr("box-1.5.dist-info/entry_points.txt", "[console_scripts]\\nbox-size = box:size\\n")
                    if "\(kind)" == "editable":
                        wheel.writestr("box.pth", "/w/code\\n")
                    else:
                        wheel.write("code/box.py", "box.py")
                return "box-1.5-py3-none-any.whl"
            """
        return [
            "build/maker.py": maker,
            "pyproject.toml":
                "[build-system]\nrequires = []\nbuild-backend = \"maker\"\nbackend-path = [\"build\"]\n[project]\nname = \"box\"\nversion = \"1.5\"\n",
            "code/box.py": "def size():\n    print(7)\n",
        ]
    }

    static let asksMetadata = """
        import importlib.metadata, subprocess
        import box

        def test_version():
            assert importlib.metadata.version("box") == "1.5"
            assert subprocess.check_output(["box-size"], text=True) == "7\\n"
        """
    static let shapes = "def area(w, h):\n    return w * h\n"
    static let asks = "from shapes import area\n\ndef test_area():\n    assert area(2, 3) == 6\n"
}

@Suite struct PythonProjectTests {
    static let projects = [
        PythonProject(
            testDescription: "built in place by a backend of its own",
            files: PythonProject.backend("editable").merging(["tests/test_box.py": PythonProject.asksMetadata]) { $1 }),
        PythonProject(
            testDescription: "built by a backend that only makes wheels",
            files: PythonProject.backend("wheel").merging(["tests/test_box.py": PythonProject.asksMetadata]) { $1 }),
        PythonProject(
            testDescription: "beneath src, its backend not there",
            files: [
                "src/shapes/__init__.py": PythonProject.shapes, "tests/test_shapes.py": PythonProject.asks,
                "pyproject.toml": "[build-system]\nrequires = [\"no-such-backend\"]\nbuild-backend = \"no_such_backend\"\n",
            ]),
        PythonProject(
            testDescription: "skipped and expected failures are what pytest calls them",
            files: [
                "shapes.py": PythonProject.shapes,
                "test_shapes.py": PythonProject.asks + """

                    import pytest

                    @pytest.mark.skipif(True, reason="Windows only")
                    def test_windows():
                        assert False

                    @pytest.mark.xfail
                    def test_expected():
                        assert False

                    @pytest.fixture(params=[1, 2])
                    def test_size(request):
                        return request.param

                    def test_sizes(test_size):
                        assert area(test_size, 1) == test_size
                    """,
            ], passed: 3, words: "1 of 5 tests skipped: test_shapes.py::test_windows (Windows only)"),
        PythonProject(
            testDescription: "a strict expected failure that passes has failed",
            files: ["test_one.py": "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_one():\n    assert True\n"], verdict: .failed, passed: 0,
            words: "XPASS(strict)"),
        PythonProject(
            testDescription: "examples that the project's options ask for",
            files: [
                "shapes.py": "def area(w, h):\n    \"\"\"\n    >>> area(2, 3)\n    7\n    \"\"\"\n    return w * h\n", "test_shapes.py": PythonProject.asks,
                "pytest.ini": "[pytest]\naddopts = --doctest-modules\n",
            ], verdict: .failed, words: "shapes.py::shapes.area"),
        PythonProject(
            testDescription: "options that only measure",
            files: [
                "shapes.py": PythonProject.shapes, "test_shapes.py": PythonProject.asks, "pytest.ini": "[pytest]\naddopts = --cov=shapes --cov-report term\n",
            ],
            words: "ran without --cov"),
        PythonProject(
            testDescription: "an option that nobody knows",
            files: ["shapes.py": PythonProject.shapes, "test_shapes.py": PythonProject.asks, "pytest.ini": "[pytest]\naddopts = --frobnicate\n"],
            verdict: .failed, passed: 0, words: "unrecognized arguments: --frobnicate"),
        PythonProject(
            testDescription: "a configuration that cannot be loaded",
            files: ["shapes.py": PythonProject.shapes, "test_shapes.py": PythonProject.asks, "conftest.py": "from shapes import volume\n"], verdict: .failed,
            passed: 0, words: "cannot import name 'volume'"),
        PythonProject(
            testDescription: "subtests, of which one fails",
            files: [
                "test_one.py": "import unittest\n\nclass One(unittest.TestCase):\n    def test_parts(self):\n        for n in range(3):\n"
                    + "            with self.subTest(n=n):\n                self.assertLess(n, 2)\n"
            ], verdict: .failed, passed: 0, words: "2 not less than 2"),
        PythonProject(
            testDescription: "found by unittest's patterns alone",
            files: [
                "shapes.py": PythonProject.shapes,
                "test.py": "import unittest\nfrom shapes import area\n\nclass Area(unittest.TestCase):\n    def test_area(self):\n"
                    + "        self.assertEqual(area(2, 3), 6)\n\n    @unittest.skip('later')\n    def test_later(self):\n        self.fail()\n",
            ], words: "test.py::Area::test_later (later)"),
        PythonProject(
            testDescription: "examples that unittest's own protocol adds, each of them twice",
            files: [
                "shapes.py": "def area(w, h):\n    \"\"\"\n    >>> area(2, 3)\n    6\n    \"\"\"\n    return w * h\n\n"
                    + "def edge(w):\n    \"\"\"\n    >>> edge(2)\n    8\n    \"\"\"\n    return 4 * w\n",
                "test.py": "import doctest, shapes\n\ndef load_tests(loader, tests, pattern):\n    for _ in range(2):\n"
                    + "        tests.addTests(doctest.DocTestSuite(shapes))\n    return tests\n",
            ], passed: 4),
        PythonProject(
            testDescription: "nothing but skipped tests",
            files: ["test_one.py": "import pytest\n\n@pytest.mark.skip(reason='later')\ndef test_one():\n    assert False\n"], verdict: .incomplete, passed: 0,
            words: "(later)"),
    ]

    @Test("a project is built by its backend, and its tests are what its own runner says", arguments: projects)
    func runner(_ project: PythonProject) async throws {
        let report = try await project.verify()
        #expect(report.verdict == project.verdict)
        #expect(report.checks.count { $0.kind == .test && $0.status == .passed } == project.passed)
        #expect(project.words.isEmpty || report.findings.contains { $0.message.contains(project.words) })
    }

    static let lacking = [
        PythonProject(testDescription: "a module", files: ["test_one.py": "import no_such_module\n\ndef test_one():\n    pass\n"], words: "no-such-module"),
        PythonProject(
            testDescription: "a module of its configuration", files: ["conftest.py": "import no_such_module\n", "test_one.py": "def test_one():\n    pass\n"],
            words: "no-such-module"),
        PythonProject(
            testDescription: "a plugin's option",
            files: ["pytest.ini": "[pytest]\naddopts = --timeout=9\n", "test_one.py": "def test_one():\n    pass\n"], words: "pytest-timeout"),
        PythonProject(testDescription: "a plugin's fixture", files: ["test_one.py": "def test_one(mocker):\n    pass\n"], words: "pytest-mock"),
        PythonProject(
            testDescription: "the backend, where the version that it would make is asked for",
            files: [
                "pyproject.toml": "[build-system]\nrequires = [\"no-such-backend>=2\"]\nbuild-backend = \"no_such_backend\"\n[project]\nname = \"box\"\n",
                "src/box.py": "import importlib.metadata\nversion = importlib.metadata.version('box')\n",
                "test_one.py": "import box\n\ndef test_one():\n    assert box.version\n",
            ], words: "no-such-backend"),
        PythonProject(
            testDescription: "the backend, where a module that it would make is imported",
            files: [
                "pyproject.toml": "[build-system]\nrequires = [\"no-such-backend\"]\nbuild-backend = \"no_such_backend\"\n[project]\nname = \"box\"\n",
                "src/box/__init__.py": "from box._version import version\n", "test_one.py": "import box\n\ndef test_one():\n    assert box.version\n",
            ], words: "no-such-backend"),
        PythonProject(
            testDescription: "another version of what the backend requires, without which it fails",
            files: [
                "pyproject.toml": "[build-system]\nrequires = [\"pytest>=9999\"]\nbuild-backend = \"maker\"\nbackend-path = [\".\"]\n",
                "maker.py": "def build_wheel(folder, config_settings=None, metadata_directory=None):\n    raise SystemExit('too old')\n",
                "box/__init__.py": "from box._version import version\n", "test_one.py": "import box\n\ndef test_one():\n    assert box.version\n",
            ], words: "pytest>=9999"),
    ]

    @Test("what is not installed is told with the command that installs it, and is nobody's failure", arguments: lacking)
    func needs(_ project: PythonProject) async throws {
        let error = await #expect(throws: HarnessError.self) { try await project.verify() }
        let message = error.map { "\($0)" } ?? ""
        #expect(message.contains("unavailable: needs \(project.words) (") && message.contains("-m pip install \(Text.shellLine([project.words]))"))
    }

    @Test(
        "a change is held against the tests that the runner knows without it",
        arguments: [
            ("def area(w, h):\n    return h * w\n", Verdict.passed, ""),
            ("def area(w, h):\n    return w + h\n", .failed, "assert area(2, 3) == 6"),
            ("import no_such_module\n\ndef area(w, h):\n    return w * h\n", .failed, "needs no-such-module, which is not installed"),
            ("import pytest\npytest.skip(allow_module_level=True)\n", .incomplete, "1 test no longer run: test_shapes.py::test_area"),
            ("import os\nos._exit(0)\n", .crashed, "ended early"),
            ("def area(w, h)\n    return w * h\n", .compileError, "expected ':'"),
        ])
    func change(_ code: String, _ verdict: Verdict, _ words: String) async throws {
        let project = PythonProject(testDescription: "", files: ["shapes.py": PythonProject.shapes, "test_shapes.py": PythonProject.asks])
        let report = try await project.verify(["shapes.py": code])
        #expect(report.verdict == verdict)
        #expect(words.isEmpty || report.findings.contains { $0.message.contains(words) || $0.excerpt?.contains(words) == true })
    }

    @Test("a file that no runner loads need not be code that parses")
    func templates() async throws {
        let project = PythonProject(
            testDescription: "", files: ["shapes.py": PythonProject.shapes, "test_shapes.py": PythonProject.asks, "templates/page.py": "name = 1\n"])
        let report = try await project.verify(["templates/page.py": "{% if x %}\nname = {{ name }}\n"])
        #expect(report.verdict == .passed)
    }

    private static let headersAreThere =
        (try? FileManager.default.contentsOfDirectory(atPath: "/usr/include"))?
        .contains { FileManager.default.fileExists(atPath: "/usr/include/\($0)/Python.h") } == true

    @Test(
        "an extension in C is compiled, and an error in it is one of the build",
        .enabled(if: headersAreThere, "the headers of the system's Python are not installed"), arguments: [true, false])
    func compiled(_ isRight: Bool) async throws {
        let code = """
            #include <Python.h>
            static PyObject *one(PyObject *self, PyObject *none) { return PyLong_FromLong(1)\(isRight ? ";" : "") }
            static PyMethodDef methods[] = {{"one", one, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
            static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fast", "", -1, methods};
            PyMODINIT_FUNC PyInit_fast(void) { return PyModule_Create(&module); }
            """
        let setup = """
            import os, subprocess, sysconfig, zipfile

            def build_editable(folder, config_settings=None, metadata_directory=None):
                target = "fast" + sysconfig.get_config_var("EXT_SUFFIX")
                subprocess.run(["gcc", "-shared", "-fPIC", "-I" + sysconfig.get_path("include"), "fast.c", "-o", target], check=True)
                with zipfile.ZipFile(folder + "/fast-1-py3-none-any.whl", "w") as wheel:
                    wheel.writestr("fast.pth", "/w\\n")
                    wheel.writestr("fast-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: fast\\nVersion: 1\\n")
                return "fast-1-py3-none-any.whl"
            """
        let project = PythonProject(
            testDescription: "",
            files: [
                "fast.c": code, "maker.py": setup, "test_fast.py": "import fast\n\ndef test_one():\n    assert fast.one() == 1\n",
                "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"maker\"\nbackend-path = [\".\"]\n",
            ])
        let report = try await project.verify()
        #expect(report.verdict == (isRight ? .passed : .compileError))
        #expect(isRight || report.findings.contains { $0.path == "fast.c" && $0.line == 2 })
    }
}
