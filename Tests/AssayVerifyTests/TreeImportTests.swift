import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayVerify

/// A project of Python whose module is of a name that is also installed beside pytest, or in the library.
private struct NamesakeProject: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var files: [String: String]
    var tests: String
    var verdict: Verdict
    var words = ""

    private static let own = "answer = 42\n"
    private static let asks = "import iniconfig\n\ndef test_answer():\n    assert iniconfig.answer == 42\n"

    static let all = [
        NamesakeProject(testDescription: "a package at the top", files: ["iniconfig/__init__.py": own], tests: asks, verdict: .passed),
        NamesakeProject(testDescription: "a wrong package at the top", files: ["iniconfig/__init__.py": "answer = 41\n"], tests: asks, verdict: .failed),
        NamesakeProject(testDescription: "a module", files: ["iniconfig.py": own], tests: asks, verdict: .passed),
        NamesakeProject(testDescription: "beneath src", files: ["src/iniconfig/__init__.py": own], tests: asks, verdict: .passed),
        NamesakeProject(testDescription: "a wrong one beneath src", files: ["src/iniconfig/__init__.py": "answer = 41\n"], tests: asks, verdict: .failed),
        NamesakeProject(
            testDescription: "which pytest itself uses, and only the tree imports",
            files: ["core.py": "import pluggy\nanswer = pluggy.answer\n", "pluggy/__init__.py": own],
            tests: "import core\n\ndef test_answer():\n    assert core.answer == 42\n", verdict: .passed),
        NamesakeProject(
            testDescription: "in a folder that is in no path", files: ["lib/iniconfig/__init__.py": own],
            tests: "import iniconfig\n\ndef test_answer():\n    assert iniconfig.IniConfig\n", verdict: .unjudgeable, words: "/iniconfig/__init__.py"),
        NamesakeProject(
            testDescription: "built under the project's name", files: ["pyproject.toml": "[project]\nname = \"IniConfig\"\n", "code/part.py": ""],
            tests: "import iniconfig\n\ndef test_answer():\n    assert iniconfig.IniConfig\n", verdict: .unjudgeable, words: "/iniconfig/__init__.py"),
        NamesakeProject(
            testDescription: "a compiled module", files: ["_pickle.c": ""], tests: "import _pickle\n\ndef test_answer():\n    assert _pickle.dumps\n",
            verdict: .unjudgeable, words: "_pickle"),
        NamesakeProject(
            testDescription: "of the library", files: ["ast.py": own], tests: "import ast\n\ndef test_answer():\n    assert ast.parse\n",
            verdict: .unjudgeable, words: "/ast.py"),
        NamesakeProject(
            testDescription: "pytest's own", files: ["src/_pytest/__init__.py": own], tests: "import _pytest\n\ndef test_answer():\n    assert _pytest\n",
            verdict: .unjudgeable, words: "/_pytest/__init__.py"),
        NamesakeProject(
            testDescription: "a part of a namespace", files: ["src/space/part/__init__.py": own],
            tests: "import space.part\n\ndef test_answer():\n    assert space.part.answer == 42\n", verdict: .passed),
        NamesakeProject(
            testDescription: "a folder that is no package beside a dependency", files: ["packaging/build.py": own, "core.py": own],
            tests: "import core, packaging.version\n\ndef test_answer():\n    assert packaging.version.Version('1') and core.answer == 42\n", verdict: .passed),
        NamesakeProject(
            testDescription: "asked by another process", files: ["src/iniconfig/__init__.py": own],
            tests: "import subprocess, sys\n\ndef test_answer():\n    code = 'import iniconfig; print(iniconfig.answer)'\n"
                + "    assert subprocess.check_output([sys.executable, '-c', code], text=True) == '42\\n'\n", verdict: .passed),
        NamesakeProject(
            testDescription: "a module of the library under a name of its own",
            files: [
                "pyproject.toml": "[project]\nname = \"IniConfig\"\n",
                "iniconfig/__init__.py": "import sys, http.server\nmoves = sys.modules['iniconfig.moves'] = http.server\n",
            ],
            tests: "import iniconfig\nfrom iniconfig import moves\n\ndef test_answer():\n    assert moves.HTTPServer\n", verdict: .passed),
        NamesakeProject(
            testDescription: "replaced while tests run", files: ["iniconfig.py": "answer = 41\n", "core.py": replacing],
            tests: "import core\n\ndef test_answer():\n    import iniconfig\n    assert iniconfig.IniConfig\n", verdict: .failed,
            words: "was replaced by a copy"),
    ]

    private static let replacing =
        "import sys\nsys.modules.pop('iniconfig', None)\nsys.path.insert(0, next(p for p in sys.path if p.endswith('-packages')))\n"
}

@Suite struct TreeImportTests {
    @Test("what tests import is the tree's own, or the verdict says that it is not", arguments: NamesakeProject.all)
    private func namesake(_ project: NamesakeProject) async throws {
        var brief = TaskBrief(id: "namesake", title: "", statement: "", language: .python, deliverables: ["*.py"])
        brief.start = try FileTree(project.files)
        brief.visibleTests = try FileTree(["test_answer.py": project.tests])
        let report = try await Bench.verify(CodingTask(brief: brief, form: .project, hidden: HiddenChecks()), [:])
        #expect(report.verdict == project.verdict, "\(report.findings.map(\.message))")
        #expect(project.words.isEmpty || report.findings.contains { $0.message.contains(project.words) }, "\(report.findings.map(\.message))")
    }

    /// What tests import where a copy of the tree's package is installed so that a path, a line of code or a finder leads to it.
    @Test(
        "a package that is installed for development is not taken for the tree's own",
        arguments: [
            ("copy.pth", "/site/other\n", "box", "/w/box.py"), ("copy.pth", "import sys; sys.path.insert(0, '/site/other'); import box\n", "box", "/w/box.py"),
            ("copy.pth", "import finder\n", "box", "/site/other/box.py box"), ("copy.pth", "/site/other\n", "deep", "/site/other/deep/__init__.py deep"),
        ])
    func installedForDevelopment(_ name: String, _ line: String, _ module: String, _ told: String) async throws {
        let place = try Places.temporary()
        defer { ScratchFolder.remove(place) }
        let finder = """
            import importlib.util, sys
            class Finder:
                @staticmethod
                def find_spec(name, path=None, target=None):
                    return importlib.util.spec_from_file_location(name, '/site/other/box.py') if name == 'box' else None
            sys.meta_path.insert(0, Finder)
            """
        let files = [
            "tree/box.py": "", "tree/lib/deep/__init__.py": "", "tree/test_it.py": "import \(module)\n", "site/\(name)": line,
            "site/finder.py": finder, "site/other/box.py": "", "site/other/deep/__init__.py": "",
        ]
        for (path, text) in files {
            try FileManager.default.createDirectory(atPath: "\(place)/\(path)".parentFolder, withIntermediateDirectories: true)
            try Files.write(text, to: "\(place)/\(path)")
        }
        let script = """
            import importlib, site, sys
            site.addsitedir('/site')
            sys.path.insert(0, '/assay')
            import tree_imports
            tree = tree_imports.Tree()
            tree.enter()
            place = importlib.import_module('\(module)').__file__
            print(place, *[name for name, _ in tree.copies(['test_it.py'])])
            """
        let drivers = try DriverFolder()
        let mounts = [
            drivers.mount, SandboxMount.readOnly(host: place + "/tree", inside: "/w"), .readOnly(host: place + "/site", inside: "/site"),
        ]
        let result = try await JailSandbox().run(
            SandboxCommand(["/usr/bin/python3", "-I", "-c", script], policies: ["base", "python"], mounts: mounts, directory: "/w"))
        withExtendedLifetime(drivers) { #expect(result.outputText == told + "\n", "\(result.errorText)") }
    }
}
