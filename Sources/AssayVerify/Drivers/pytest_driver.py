# Runs pytest in the jail and streams what happens, as it happens, to standard output.
# The candidate shares this process: an honest tier B, see the report's tier.
import json, os, sys

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
    import pytest

    sys.path.insert(0, os.getcwd())
    return pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", os.getcwd(),
                        "--color=no", *_files], plugins=[Stream()])


sys.exit(_main())
