# Runs a project's tests by pytest, with the project's own configuration, plugins and order.
import importlib.util, os, re, sys

import project_needs

# Options of pytest-cov: they measure, and change nothing of what tests find.
_COVERAGE = ("--cov", "--cov-report", "--cov-config", "--cov-fail-under", "--cov-context", "--cov-reset", "--cov-append", "--cov-branch",
             "--cov-precision", "--no-cov", "--no-cov-on-fail")


def is_installed():
    return importlib.util.find_spec("pytest") is not None


def is_used(files):
    """Whether a test file needs pytest, which unittest cannot run."""
    for path in files:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (OSError, ValueError):
            continue
        if re.search(r"(?m)^\s*(import pytest\b|from pytest\b)", text) or ("unittest" not in text and re.search(r"(?m)^def test", text)):
            return True
    return os.path.exists("pytest.ini") or os.path.exists("conftest.py")


class Kept:
    """Passes on what is written to standard error, and keeps the end of it."""

    def __init__(self, stream):
        self.stream, self.text = stream, ""

    def write(self, text):
        self.text = (self.text + text)[-8000:]
        return self.stream.write(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)


class Project:
    """A plugin that tells what pytest does with the project's tests."""

    def __init__(self, wire, tree, files):
        self.wire, self.tree, self.files = wire, tree, files
        self.waiting, self.current, self.has_failed, self.unloaded, self.seen = {}, None, False, False, False

    def pytest_addoption(self, parser):
        if importlib.util.find_spec("pytest_cov") is None:
            for name in _COVERAGE:
                parser.addoption(name, action="append", nargs="?", const=True, dest="assay" + name.replace("-", "_"), help="not measured")

    def pytest_configure(self, config):
        given = [name for name in _COVERAGE if getattr(config.option, "assay" + name.replace("-", "_"), None)]
        if given:
            self.wire.tell(event="note", text=f"ran without {', '.join(given)}: pytest-cov is not installed, and nothing is measured")

    def pytest_collection_finish(self, session):
        # The process that has others run the tests holds none.
        self.waiting = dict.fromkeys(item.nodeid for item in getattr(session, "items", []))

    def pytest_itemcollected(self, item):
        self.seen = True

    def pytest_collectreport(self, report):
        # A file may skip itself.
        self.seen = self.seen or not report.passed
        if report.skipped:
            self.wire.tell(event="report", id=report.nodeid, when="collect", outcome="skipped", seconds=0, message=_reason(report))
        if not report.failed:
            return
        text = str(report.longrepr)
        project_needs.look(text, self.tree, self.wire)
        crash = getattr(report.longrepr, "reprcrash", None)
        self.has_failed = self.unloaded = True
        self.wire.tell(event="collect_error", id=report.nodeid, text=text[-1500:], message=(crash.message if crash else "")[:500])

    def pytest_runtest_logstart(self, nodeid):
        self.current = nodeid
        self.wire.tell(event="started", id=nodeid)

    def pytest_runtest_logreport(self, report):
        part = hasattr(report, "context") and type(report).__name__.lower().startswith("subtest")
        if report.outcome == "rerun" or (report.passed and (part or report.when != "call")) or (part and not report.failed):
            return
        self.waiting.pop(report.nodeid, None)
        fields = {} if report.nodeid == self.current else {"id": report.nodeid}
        expected = hasattr(report, "wasxfail")
        outcome = "xfailed" if expected and report.skipped else report.outcome
        if report.failed:
            self.has_failed = True
            fields.update(_place(report))
            project_needs.look(fields.get("message", ""), self.tree, self.wire, running=True)
        elif report.skipped:
            fields["message"] = str(report.wasxfail)[:300] if expected else _reason(report)
        self.wire.tell(event="report", when=report.when, outcome=outcome, seconds=round(report.duration, 4), **fields)

    def pytest_sessionfinish(self, session, exitstatus):
        # What was collected and never came to be, after a limit on failures; a file that cannot be loaded ends it before.
        if self.waiting and not self.unloaded:
            self.wire.tell(event="collected", ids=[name for name in self.waiting])
        for name, place in self.tree.copies(self.files):
            self.wire.tell(event="foreign", id=name, path=place)
        self.wire.tell(event="finished", status=int(exitstatus))


def _reason(report):
    """Why something was skipped."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr or "")
    return str(text).removeprefix("Skipped: ")[:300]


def _is_own(place):
    """Whether a place of a traceback is in the project's folder, and not in what was installed there."""
    if place is None:
        return False
    path = os.path.relpath(place.path)
    return not path.startswith(("..", ".assay"))


def _place(report):
    """What failed, and where: the assertion, else where the test begins."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        fields = {"message": crash.message[:1500], "path": crash.path, "line": crash.lineno}
        entries = getattr(getattr(report.longrepr, "reprtraceback", None), "reprentries", None) or []
        # What fails in a library is shown where the project called it.
        own = [entry for entry in entries if _is_own(getattr(entry, "reprfileloc", None))]
        if own and own[-1] is not entries[-1]:
            entries = own
            fields.update(path=own[-1].reprfileloc.path, line=own[-1].reprfileloc.lineno)
        lines = [line for line in getattr(entries[-1], "lines", []) if line.startswith(">")] if entries else []
        if lines:
            fields["excerpt"] = lines[-1][1:].strip()[:300]
        return fields
    fields = {"message": str(report.longrepr)[:1500]}
    places = getattr(report.longrepr, "reprlocation_lines", None)
    if places:
        # The examples of a docstring.
        place, lines = places[0]
        fields.update(path=place.path, line=place.lineno, message="\n".join(lines[-12:])[:1500])
    elif report.location and report.location[1] is not None:
        fields.update(path=report.location[0], line=report.location[1] + 1)
    return fields


def run(wire, tree, files, output, places):
    """Runs pytest as in the project's folder, on some places or without a word more; returns its exit status, None where it knows no test."""
    import pytest
    plugin = Project(wire, tree, files)
    sys.stderr = kept = Kept(sys.stderr)
    try:
        status = int(pytest.main(list(places), plugins=[plugin]))
    except Exception as error:
        project_needs.look(f"{type(error).__name__}: {error}", tree, wire)
        raise
    finally:
        sys.stderr = kept.stream
    if status in (2, 3, 4) or (status == 1 and not plugin.has_failed):
        sys.stdout.flush()
        text = (_end(output) + "\n" + kept.text) if status != 4 else kept.text
        project_needs.look(text, tree, wire)
        if status in (3, 4):
            wire.tell(event="stopped", status=status, text=_cause(text))
    return None if status == 5 and not plugin.seen else status


def _end(output):
    size = os.lseek(output, 0, os.SEEK_END)
    return os.pread(output, 8000, max(0, size - 8000)).decode(errors="replace")


def _cause(text):
    """The lines of a message that say why, in pytest's own words."""
    lines = [line.removeprefix("INTERNALERROR>").strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("inifile:", "rootdir:", "usage:"))]
    return "\n".join(lines)[-1500:]
