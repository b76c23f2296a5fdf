# Runs a project's tests by unittest's discovery, for projects that pytest finds nothing in or is not there for.
import collections, os, sys, time, traceback, unittest

import project_needs


def _suite(files):
    """The tests that `python -m unittest` finds, else those beneath the folder that holds the test files."""
    loader = unittest.TestLoader()
    tops = [(".", ".")] + [(folder, folder) for folder in dict.fromkeys(os.path.dirname(path) for path in files) if folder]
    for start, top in tops:
        suite = loader.discover(start, "test*.py", None if start == "." else top)
        if suite.countTestCases():
            return suite
    return unittest.TestSuite()


def _path(test):
    module = sys.modules.get(type(test).__module__)
    file = getattr(module, "__file__", None)
    return os.path.relpath(file) if file else ""


def _name(test):
    """The name in pytest's form, which begins with the file; a test of a standard class, such as a doctest, names itself."""
    if isinstance(test, unittest.TestCase):
        if type(test).__module__.split(".")[0] in ("doctest", "unittest"):
            return test.id()
        return f"{_path(test)}::{type(test).__qualname__}::{test._testMethodName}"
    return str(test)


class Result(unittest.TestResult):
    """Tells what happens to each test as it happens."""

    def __init__(self, wire, tree):
        super().__init__()
        self.wire, self.tree, self.begun = wire, tree, 0.0
        # The test that runs, with its name; a suite may hold several of one name.
        self.running, self.names = (None, ""), collections.Counter()

    def _report(self, test, outcome, when="call", **fields):
        name = self.running[1] if test is self.running[0] else _name(test)
        self.wire.tell(event="report", id=name, when=when, outcome=outcome,
                       seconds=round(time.perf_counter() - self.begun, 4), **fields)

    def _fail(self, test, error):
        text = "".join(traceback.format_exception(*error))
        if type(test).__name__ == "_FailedTest":
            # A module that could not be imported.
            text = str(error[1])
            project_needs.look(text, self.tree, self.wire)
            self.wire.tell(event="collect_error", id=test._testMethodName, text=text[-1500:], message="")
            return
        project_needs.look(text, self.tree, self.wire, running=True)
        frames = [frame for frame in traceback.extract_tb(error[2]) if "/unittest/" not in frame.filename]
        place = {"path": frames[-1].filename, "line": frames[-1].lineno, "excerpt": (frames[-1].line or "")[:300]} if frames else {}
        self._report(test, "failed", message=f"{error[0].__name__}: {error[1]}"[:1500], **place)

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.perf_counter()
        if type(test).__name__ != "_FailedTest":
            name = _name(test)
            self.names[name] += 1
            self.running = (test, name if self.names[name] == 1 else f"{name}[{self.names[name]}]")
            self.wire.tell(event="started", id=self.running[1])

    def addSuccess(self, test):
        super().addSuccess(test)
        self._report(test, "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fail(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._report(test, "skipped", message=str(reason)[:300])

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._report(test, "xfailed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._report(test, "failed", message="passed, though it is marked as an expected failure")


def run(wire, tree, files):
    """Runs what is discovered; returns 0, 1, or 5 where there is no test."""
    suite = _suite(files)
    result = Result(wire, tree)
    suite.run(result)
    for name, place in tree.copies(files):
        wire.tell(event="foreign", id=name, path=place)
    wire.tell(event="finished", status=0)
    return 5 if result.testsRun == 0 else 0 if result.wasSuccessful() else 1
