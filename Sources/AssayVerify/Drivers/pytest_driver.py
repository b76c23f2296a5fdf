# Runs pytest in the jail and streams what happens, as it happens, to standard output.
# The candidate shares this process: an honest tier B, see the report's tier.
import ast, json, os, sys

_events = os.dup(1)
os.dup2(2, 1)
_write = os.write
_nonce = sys.argv[1]
_files = sys.argv[2:]
sys.argv = ["pytest"]


def _emit(kind, **fields):
    data = (_nonce + " " + json.dumps({"event": kind, **fields}) + "\n").encode()
    while data:
        data = data[_write(_events, data):]


def _expected(path):
    """Lists test ids from the source, before any code of the candidate runs."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in tree.body:
        if isinstance(node, functions) and node.name.startswith("test"):
            yield f"{path}::{node.name}"
        elif isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base) for base in node.bases]
            if node.name.startswith("Test") or any(base.endswith("TestCase") for base in bases):
                for item in node.body:
                    if isinstance(item, functions) and item.name.startswith("test"):
                        yield f"{path}::{node.name}::{item.name}"


class Stream:
    def pytest_collection_finish(self, session):
        _emit("collected", ids=[item.nodeid for item in session.items])

    def pytest_collectreport(self, report):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            _emit("collect_error", id=report.nodeid, text=str(report.longrepr)[-1500:],
                  message=(crash.message if crash else "")[:500])

    def pytest_runtest_logstart(self, nodeid):
        _emit("started", id=nodeid)

    def pytest_runtest_logreport(self, report):
        if report.when != "call" and report.passed:
            return
        fields = {}
        crash = getattr(report.longrepr, "reprcrash", None)
        if report.failed and crash is not None:
            fields = {"message": crash.message[:1500], "path": crash.path, "line": crash.lineno}
            entries = getattr(report.longrepr, "reprtraceback", None)
            if entries is not None and entries.reprentries:
                lines = [line for line in getattr(entries.reprentries[-1], "lines", [])
                         if line.startswith(">")]
                if lines:
                    fields["excerpt"] = lines[-1][1:].strip()[:300]
        elif report.failed:
            fields = {"message": str(report.longrepr)[:1500]}
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        _emit("report", id=report.nodeid, when=report.when, outcome=outcome,
              seconds=report.duration, **fields)

    def pytest_sessionfinish(self, session, exitstatus):
        _emit("finished", status=int(exitstatus))


def _main():
    try:
        _emit("expected", ids=[test for path in _files for test in _expected(path)])
    except SyntaxError as error:
        _emit("broken", text=f"{error.filename}:{error.lineno}: {error.msg}")
        return 4
    import pytest

    sys.path.insert(0, os.getcwd())
    return pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", os.getcwd(),
                        "--color=no", *_files], plugins=[Stream()])


sys.exit(_main())
