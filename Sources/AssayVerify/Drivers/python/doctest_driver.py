# Runs the examples of the task's own docstrings and texts on the candidate's modules, and streams what happens.
# The examples come from the pristine files beneath .assay/pristine; the candidate shares this process (tier B).
import contextlib, doctest, importlib, io, json, os, sys, time

sys.path.insert(0, "/assay")
from python_tests import docstrings

# Nothing that is examined finds our own files by name.
sys.path.remove("/assay")

_events = os.dup(1)
os.dup2(2, 1)
_write = os.write
# The nonce is gone before anything of the candidate is loaded.
with open(sys.argv[1], encoding="ascii") as _file:
    _nonce = _file.read()
os.unlink(sys.argv[1])
_files = sys.argv[2:]
sys.argv = ["doctest"]


def _emit(kind, **fields):
    data = (_nonce + " " + json.dumps({"event": kind, **fields}) + "\n").encode()
    while data:
        data = data[_write(_events, data):]


class Runner(doctest.DocTestRunner):
    """Remembers the first example that failed, in words and by its line."""

    def __init__(self):
        super().__init__(verbose=False)
        self.first = None

    def _note(self, test, example, message):
        if self.first is None:
            self.first = {"message": message, "path": test.filename, "line": test.lineno + example.lineno + 1}

    def report_failure(self, out, test, example, got):
        self._note(test, example, f"{example.source.strip()}: expected {example.want.strip()!r}, got {got.strip()!r}")

    def report_unexpected_exception(self, out, test, example, info):
        self._note(test, example, f"{example.source.strip()}: raised {info[0].__name__}: {info[1]}")


def _names(path):
    """What the examples of a file may use: its module's own names."""
    if not path.endswith(".py"):
        return {"__name__": "__main__"}
    parts = path[:-3].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return dict(vars(importlib.import_module(".".join(parts))))


def _check(name, path, text, line, names):
    test = doctest.DocTestParser().get_doctest(text, dict(names), name, path, line)
    runner = Runner()
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        runner.run(test, out=lambda _: None, clear_globs=False)
    if runner.first is not None:
        _emit("failed", name=name, **runner.first)
    else:
        _emit("passed", name=name, seconds=time.perf_counter() - start)


def _main():
    sys.path.insert(0, os.getcwd())
    for path in _files:
        with open(".assay/pristine/" + path, encoding="utf-8") as file:
            tests = list(docstrings(path, file.read()))
        names = None
        for name, text, line in tests:
            _emit("started", name=name)
            try:
                if names is None:
                    names = _names(path)
            except Exception as error:
                _emit("failed", name=name, message=f"cannot be imported: {type(error).__name__}: {error}", path=path)
                continue
            _check(name, path, text, line, names)
    _emit("end")


_main()
