# Runs pytest in the jail and streams what happens, as it happens.
# usage: pytest_driver.py NONCE FILE…
# Alone, the candidate shares this process: an honest tier B, see the report's tier.
import json, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assertion_count

sys.path.pop(0)

_write = os.write


class Stream:
    """A plugin that writes each event as one line after the nonce."""

    def __init__(self, events, nonce):
        self.events, self.nonce = events, nonce
        self.place = None

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
        self.emit("finished", status=int(exitstatus))


def run(files, *plugins, options=()):
    import pytest

    assertion_count.begin()
    sys.path.insert(0, os.getcwd())
    return pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", os.getcwd(),
                        "--color=no", *options, *files], plugins=plugins)


if __name__ == "__main__":
    _events = os.dup(1)
    os.dup2(2, 1)
    _nonce, *_files = sys.argv[1:]
    sys.argv = ["pytest"]
    sys.exit(run(_files, Stream(_events, _nonce)))
