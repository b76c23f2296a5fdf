import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Testing

@testable import AssayVerify

/// Unmodified pytest and unittest files against a candidate in another process.
@Suite(.serialized) struct IsolatedRunTests {
    private static func fixture(_ name: String) throws -> String {
        try String(contentsOfFile: Places.root + "/fixtures/membrane/" + name, encoding: .utf8)
    }

    private func task(_ tests: String, reference: String, generator: String? = nil) throws -> CodingTask {
        let brief = TaskBrief(id: "m", title: "m", statement: "s", language: .python, deliverables: ["shop.py"])
        return CodingTask(
            brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["test_shop.py": tests]), generator: generator),
            reference: try FileTree(["shop.py": reference]))
    }

    private func verify(
        _ module: String, tests: String, reference: String, generator: String? = nil, wall: Double = 30
    ) async throws -> ReviewReport {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: wall))
        return try await context.verifier(for: task(tests, reference: reference, generator: generator))
            .verify(Candidate(files: FileTree(["shop.py": module])), scope: .full)
    }

    /// The tests from outside alone.
    private func outside(_ module: String, tests: String, wall: Double = 30) async throws -> Evidence {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.python], limits: SandboxLimits(wallSeconds: wall))
        let builds = try context.builds(.python)
        let files = try FileTree(["test_shop.py": tests])
        let system = try #require(builds.runner.profile.buildSystem(of: files))
        let suite = try #require(try await SuiteListing.used(system, in: files, by: builds).first)
        let isolated = IsolatedRun(runner: builds.runner, task: try task(tests, reference: module), tests: files)
        let tree = try FileTree(["shop.py": module])
        return try #require(try await isolated.run(suite, tree)).evidence(expected: suite.expected, tree: tree, hidden: files)
    }

    @Test(
        "classes, errors, enumerations, generators, callbacks, streams, patches, contexts, mocks, coroutines and files and what is printed pass through it",
        arguments: [("shop", 11), ("courier", 9)])
    func features(_ name: String, _ count: Int) async throws {
        let module = try Self.fixture("\(name).py")
        let tests = try Self.fixture("test_\(name).py").replacing("import \(name)", with: "import shop as \(name)")
            .replacing("from \(name) ", with: "from shop ").replacing("\"\(name).", with: "\"shop.")
        let report = try await verify(module, tests: tests, reference: module)
        #expect(report.verdict == .passed && report.tier == .aMinus, "\(report.verdict) \(report.tier) \(report.findings.map(\.message))")
        #expect(report.checks.count { $0.kind == .test && $0.status == .passed } == count)
    }

    @Test(
        "a mock's notes are between it and the test",
        arguments: [
            ("return gate.ask('x')", true), ("gate.seen = 1\n    return gate.ask('x')", true), ("return 3", false), ("return gate.ask('y')", false),
            ("gate.ask.assert_called_once_with = lambda *a: None\n    return 3", false),
            ("return gate.ask.return_value", false), ("gate.ask('y')\n    gate.ask.reset_mock()\n    return gate.ask('x')", false),
            ("gate.ask.call_args = (('x',), {})\n    gate.ask.call_count = 1\n    return 3", false),
            ("class A:\n        def assert_called_once_with(self, *a): pass\n    gate.ask = A()\n    return 3", false),
            ("gate.ask.__class__ = int\n    return 3", false), ("gate.ask('x')\n    gate.ask.configure_mock(call_count=1)\n    return gate.ask('x')", false),
        ])
    func mocks(_ body: String, _ right: Bool) async throws {
        let tests =
            "from unittest.mock import Mock\nimport shop\n\ndef test_use():\n    gate = Mock()\n    gate.ask.return_value = 3\n"
            + "    assert shop.use(gate) == 3\n    gate.ask.assert_called_once_with('x')\n"
        let found = try await outside("def use(gate):\n    \(body)\n", tests: tests)
        #expect((found.verdict == .passed) == right, "\(found.verdict) \(found.findings.map(\.message))")
    }

    @Test("no name in a shared folder leads to what the tests see", arguments: ["symlink('/w/test_shop.py', path)", "link(__file__, path)"])
    func links(_ call: String) async throws {
        let tests =
            "import shop\n\ndef test_copy(tmp_path):\n    shop.copy(tmp_path / 'x')\n"
            + "    assert (tmp_path / 'x').read_text() == open(__file__).read()\n"
        let found = try await outside("import os\ndef copy(path):\n    os.\(call)\n", tests: tests)
        #expect(found.verdict == .failed && found.findings.contains { $0.message.contains("PermissionError") || $0.rule == "PermissionError" })
    }

    @Test("what a candidate prints is what a test reads, up to a limit, and forges nothing")
    func prints() async throws {
        let tests = "import shop\n\ndef test_told(capsys):\n    shop.tell()\n    assert capsys.readouterr().out == 'told\\n'\n"
        for (body, verdict) in [
            ("print('told')", Verdict.passed), ("print('tol')", .failed), ("pass", .failed),
            ("for _ in range(300): print('x' * 1000000)", .failed),
            ("import sys\n    sys.stdout.texts.append((1, 'told'))", .tamperingSuspected),
        ] {
            let found = try await outside("def tell():\n    \(body)\n", tests: tests)
            #expect(found.verdict == verdict, "\(body): \(found.verdict) \(found.findings.map(\.message))")
        }
    }

    @Test(
        "one fault anywhere fails the test that looks for it",
        arguments: [
            ("sum(item.count", "1 + sum(item.count", "test_class"), ("only {left}", "just {left}", "test_errors"),
            ("self.left = left", "self.left = 4", "test_errors"), ("BLUE = 2", "BLUE = 1", "test_enumerations"),
            ("Point(1, 2)", "Point(2, 1)", "test_named_tuple"), ("while number:", "while number > 1:", "test_generators"),
            ("other + number", "other - number", "test_callbacks"), ("héllo", "hello", "test_streams"),
            ("clock.time() + 1", "42 + 1", "test_an_object_of_the_test"),
            ("now() * 2", "10", "test_patching"), ("except ValueError", "except KeyError", "test_context"),
        ])
    func faults(_ right: String, _ wrong: String, _ test: String) async throws {
        let module = try Self.fixture("shop.py")
        let found = try await outside(module.replacing(right, with: wrong), tests: Self.fixture("test_shop.py"))
        #expect(found.verdict == .failed, "\(found.findings.map(\.message))")
        #expect(found.checks.contains { $0.id.contains(test) && $0.status == .failed }, "\(found.checks)")
    }

    private static let right = "def double(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x * 2\n"
    private static let tests = """
        import pytest
        import shop

        def test_value():
            assert shop.double(4) == 8

        def test_list():
            assert [shop.double(1), shop.double(2)] == [2, 4]

        def test_truth():
            assert not shop.double(0)

        def test_error():
            with pytest.raises(ValueError, match="negative"):
                shop.double(-1)

        def test_callback():
            seen = []
            shop.double(3)
            assert shop.double(seen.__len__()) == 0
        """

    struct Hack: Sendable, CustomTestStringConvertible {
        var name: String
        var module: String
        var verdicts: [Verdict] = [.failed]
        var testDescription: String { name }
    }

    @Test(
        "what fools a test in the same process does not from another",
        arguments: [
            Hack(
                name: "equal to everything",
                module: "class E:\n    def __eq__(self, other): return True\n    def __bool__(self): return False\n    def __init__(self): pass\n"
                    + "def double(x):\n    if x < 0: raise ValueError('negative')\n    return E()\n"),
            Hack(
                name: "an int that is equal to everything",
                module: "class E(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\n"
                    + "def double(x):\n    if x < 0: raise ValueError('negative')\n    return E(0)\n"),
            Hack(name: "ends well at import", module: "import os\nos._exit(0)\n", verdicts: [.crashed]),
            Hack(name: "ends well at a call", module: "import os\ndef double(x): os._exit(0)\n", verdicts: [.crashed]),
            Hack(name: "asks to end at import", module: "raise SystemExit(0)\n"),
            Hack(name: "asks to end at a call", module: "def double(x): raise SystemExit(0)\n"),
            Hack(name: "skips", module: "import unittest\ndef double(x): raise unittest.SkipTest('no')\n"),
            Hack(name: "skips as pytest does", module: "import pytest\ndef double(x): pytest.skip('no')\n"),
            Hack(name: "skips the module", module: "import pytest\npytest.skip('no', allow_module_level=True)\n"),
            Hack(name: "stops the run", module: "import pytest\ndef double(x): pytest.exit('done', returncode=0)\n"),
            Hack(name: "interrupts", module: "def double(x): raise KeyboardInterrupt\n"),
            Hack(
                name: "patches pytest",
                module: "import _pytest.runner, _pytest.reports\n_pytest.reports.TestReport.from_item_and_call = None\ndef double(x): return None\n"),
            Hack(
                name: "answers in advance",
                module:
                    "import os\nfor fd in range(3, 9):\n    try: os.write(fd, b'{\"value\": 8}\\n' * 9)\n    except OSError: pass\ndef double(x): return None\n",
                verdicts: [.tamperingSuspected]),
            Hack(
                name: "looks for the tests",
                module: "import glob, re\nfound = ''.join(open(p).read() for p in glob.glob('/w/**/*.py', recursive=True) if 'test' in p)\n"
                    + "def double(x):\n    if x < 0: raise ValueError('negative')\n    hit = re.search(rf'double\\({x}\\) == (\\d+)', found)\n"
                    + "    return int(hit.group(1)) if hit else 0\n"),
            Hack(
                name: "reads its caller",
                module: "import sys\ndef double(x):\n    frame = sys._getframe()\n    while frame:\n        for value in frame.f_locals.values():\n"
                    + "            if value == 8: return 8\n        frame = frame.f_back\n    return None\n"),
            Hack(name: "never ends", module: "def double(x):\n    while True: pass\n", verdicts: [.timeout]),
        ])
    func hacks(_ hack: Hack) async throws {
        let found = try await outside(hack.module, tests: Self.tests, wall: hack.verdicts == [.timeout] ? 4 : 30)
        #expect(hack.verdicts.contains(found.verdict), "\(found.verdict) \(found.findings.map(\.message))")
        let report = try await verify(hack.module, tests: Self.tests, reference: Self.right, wall: hack.verdicts == [.timeout] ? 4 : 30)
        #expect(report.verdict != .passed && report.tier == .aMinus, "\(report.verdict) \(report.tier) \(report.findings.map(\.message))")
    }

    @Test(
        "a reply that no driver gives is a forgery, and never the end of the test run",
        arguments: [
            "{}", "[]", "{\"value\": {}}", "{\"value\": [\"no such tag\"]}", "{\"value\": [\"list\"]}", "{\"value\": [\"object\", -1, 1]}",
            "{\"value\": [\"object\", 0, \"x\"]}", "{\"value\": [\"more\", [\"list\", []], 0]}", "{\"value\": [\"dict\", [[[\"list\", []], 1]]]}",
            "{\"value\": [\"range\", 1, 2, 0]}", "{\"value\": [\"value\", \"decimal.Decimal\", \"x\"]}", "{\"value\": [\"value\", \"os.system\", \"x\"]}",
            "{\"value\": [\"mine\", 99]}", "{\"ask\": [0, \"call\", [], []]}", "{\"ask\": 3}", "{\"error\": {}}", "{\"error\": 3}",
            "{\"error\": {\"class\": 0, \"number\": 1, \"args\": 3, \"text\": \"x\"}}", "{\"value\": 8, \"error\": {}}", "not JSON",
            "{\"value\": " + String(repeating: "[\"list\", [", count: 500) + String(repeating: "]]", count: 500) + "}",
        ])
    func forged(_ reply: String) async throws {
        let module =
            "import os\nfrom __main__ import driver\n_reply = bytes.fromhex('\(reply.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())')\n"
            + "def double(x):\n    os.write(driver._replies, _reply + b'\\n')\n    os.read(driver._requests, 1)\n    os._exit(0)\n"
        let found = try await outside(module, tests: Self.tests)
        // Where the reply names a class, it is asked about, and nobody answers any more.
        #expect([.tamperingSuspected, .crashed].contains(found.verdict), "\(found.verdict) \(found.findings.map(\.message))")
    }

    @Test("a failing assertion in a callback or a context is found, though the candidate holds it back")
    func swallowed() async throws {
        let right = "import contextlib\ndef each(f, xs):\n    for x in xs: f(x)\n@contextlib.contextmanager\ndef place(): yield 2\n"
        let tests = """
            import shop

            def test_callback():
                def look(x):
                    assert x == 2
                shop.each(look, [2])

            def test_context():
                with shop.place() as place:
                    assert place == 2
            """
        let hack =
            "def each(f, xs):\n    for x in xs:\n        try: f(x + 1)\n        except BaseException: pass\n"
            + "class place:\n    def __enter__(self): return 3\n    def __exit__(self, *rest): return True\n"
        #expect(try await verify(right, tests: tests, reference: right).verdict == .passed)
        let found = try await outside(hack, tests: tests)
        #expect(found.checks.filter { $0.kind == .test }.allSatisfy { $0.status == .failed } && found.verdict == .failed, "\(found.checks)")
    }

    @Test("what a candidate exports by a star stands in the place of nothing that a test uses")
    func star() async throws {
        let tests = "from shop import *\nimport shop\n\ndef test_near():\n    assert abs(shop.value() - 3) < 1e-9\n"
        let hack = "__all__ = ['abs', 'value']\ndef abs(x): return 0\ndef value(): return 7\n"
        #expect(try await outside(hack, tests: tests).verdict == .failed)
    }

    @Test("tests that need the candidate in their own process are run there, and the tier says so")
    func inside() async throws {
        let module = "class Base:\n    def run(self): return self.step() + 1\n"
        let tests = "import shop\n\nclass Own(shop.Base):\n    def step(self): return 2\n\ndef test_own():\n    assert Own().run() == 3\n"
        let report = try await verify(module, tests: tests, reference: module)
        #expect(report.verdict == .passed && report.tier == .b, "\(report.findings)")
    }

    @Test("an error of the candidate is told where it was raised")
    func place() async throws {
        let found = try await outside("def double(x):\n    return x['a']\n", tests: Self.tests)
        let finding = try #require(found.findings.first { $0.rule == "TypeError" })
        #expect(finding.path == "shop.py" && finding.line == 2 && finding.excerpt == "return x['a']", "\(finding)")
    }

    @Test("what a test shares with the candidate is seen to change: it takes both ways to pass")
    func shared() async throws {
        let right = "def ordered(items): return sorted(items)\nclass Box:\n    def __init__(self, items): self.items = list(items)\n"
        let tests = """
            import shop

            def test_argument():
                given = [2, 1]
                assert shop.ordered(given) == [1, 2] and given == [2, 1]

            def test_copy():
                given = [1]
                box = shop.Box(given)
                given.append(2)
                assert box.items == [1]
            """
        #expect(try await verify(right, tests: tests, reference: right).verdict == .passed)
        let changes = right.replacing("return sorted(items)", with: "items.sort(); return items")
        #expect(try await verify(changes, tests: tests, reference: right).verdict == .failed)
        #expect(try await verify(right.replacing("list(items)", with: "items"), tests: tests, reference: right).verdict == .failed)
    }

    @Test("tests that are drawn catch what knows the fixed ones, and the tier is A; a generator that the reference fails is at fault")
    func drawn() async throws {
        let generator =
            "import json, sys\nn = int(sys.argv[1]) % 1000 + 100\n"
            + "print(json.dumps({'path': 'test_drawn.py', 'text': f'import shop\\n\\ndef test_drawn():\\n    assert shop.double({n}) == {2 * n}\\n'}))\n"
        let right = try await verify(Self.right, tests: Self.tests, reference: Self.right, generator: generator)
        #expect(right.verdict == .passed && right.tier == .a && right.holdoutSeed != nil, "\(right.findings)")
        let known = "def double(x):\n    if x < 0: raise ValueError('negative')\n    return {4: 8, 1: 2, 2: 4, 0: 0, 3: 6}[x]\n"
        let report = try await verify(known, tests: Self.tests, reference: Self.right, generator: generator)
        #expect(report.verdict == .failed && report.checks.contains { $0.id.contains("test_drawn") && $0.hidden }, "\(report.checks)")
        let wrong = generator.replacing("{2 * n}", with: "{3 * n}")
        let error = await #expect(throws: HarnessError.self) {
            try await verify(Self.right, tests: Self.tests, reference: Self.right, generator: wrong)
        }
        #expect(error?.code == .integrity, "\(String(describing: error))")
    }
}
