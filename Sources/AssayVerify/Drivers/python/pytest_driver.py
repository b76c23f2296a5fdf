# Runs pytest in the jail and streams what happens, as it happens.
# usage: pytest_driver.py FILE-OF-THE-NONCE FILE…
# Alone, the candidate shares this process: an honest tier B, see the report's tier.
import fnmatch, json, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assertion_count
import tree_imports

sys.path.pop(0)

_write = os.write


class Stream:
    """A plugin that writes each event as one line after the nonce."""

    def __init__(self, events, nonce, tree=None, files=()):
        self.events, self.nonce = events, nonce
        self.place = None
        # The tree whose modules are tested in this process, and the files of its tests.
        self.tree, self.files = tree, files

    def pytest_configure(self, config):
        # What the project's own configuration collects beyond files of tests counts as well.
        if self.tree is not None and _collects_more(config):
            config.args += [place for place in config.getini("testpaths") or [self.tree.root] if os.path.exists(place)]

    def emit(self, kind, **fields):
        data = (self.nonce + " " + json.dumps({"event": kind, **fields}) + "\n").encode()
        while data:
            data = data[_write(self.events, data):]

    def pytest_collection_finish(self, session):
        self.emit("collected", ids=[item.nodeid for item in session.items])

    def pytest_collectreport(self, report):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            self.emit("collect_error", id=report.nodeid, text=str(report.longrepr)[-1500:],
                      message=(crash.message if crash else "")[:500])

    def pytest_runtest_makereport(self, call):
        # Where the candidate raised it, if it lives in another process; the report itself is pytest's to make.
        self.place = call.excinfo and getattr(call.excinfo.value, "__candidate__", None)

    def pytest_runtest_logstart(self, nodeid):
        assertion_count.take()
        self.emit("started", id=nodeid)

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
        if report.failed and self.place:
            fields.update(path="/w/" + self.place[0], line=self.place[1])
            fields.pop("excerpt", None)
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        self.emit("report", id=report.nodeid, when=report.when, outcome=outcome,
                  seconds=report.duration, assertions=assertion_count.take(), **fields)

    def pytest_sessionfinish(self, session, exitstatus):
        for name, place in self.tree.copies(self.files) if self.tree else ():
            if self.tree.is_own_doing(name):
                self.emit("collect_error", id=name, text=f"'{name}' was replaced by a copy at {place} while tests ran")
            else:
                self.emit("foreign", id=name, path=place)
        self.emit("finished", status=int(exitstatus))


def _collects_more(config):
    """Whether pytest by itself would run tests in files that no listing names."""
    if config.getoption("doctestmodules", False) or config.getoption("doctestglob", None):
        return True
    if config.getini("python_files") != ["test_*.py", "*_test.py"]:
        return True
    # A text of examples, by the default of `--doctest-glob`.
    for _, folders, names in os.walk(os.getcwd()):
        folders[:] = [name for name in folders if not any(fnmatch.fnmatch(name, pattern) for pattern in config.getini("norecursedirs"))]
        if fnmatch.filter(names, "test*.txt"):
            return True
    return False


def run(files, *plugins, options=(), tree=None):
    import pytest

    assertion_count.begin()
    if tree is not None:
        tree.enter()
    else:
        sys.path.insert(0, os.getcwd())
    return pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", os.getcwd(),
                        "--color=no", *options, *files], plugins=plugins)


if __name__ == "__main__":
    _events = os.dup(1)
    os.dup2(2, 1)
    _given, *_files = sys.argv[1:]
    # The nonce is gone before anything of the candidate is loaded.
    with open(_given, encoding="ascii") as _file:
        _nonce = _file.read()
    os.unlink(_given)
    sys.argv = ["pytest"]
    import pytest  # noqa: F401
    _tree = tree_imports.Tree()
    sys.exit(run(_files, Stream(_events, _nonce, _tree, _files), tree=_tree))
