# Runs a project's tests in the jail's own environment, as its own runner does: pytest with the project's
# configuration, or unittest's discovery where pytest is not what the project uses.
# usage: project_tests.py NONCE EVENTS [PLACE…] -- FILE…    pytest is given the places; writes what happens, as it happens, to the file EVENTS
import glob, os, sys, tempfile

_ROOT = os.getcwd()
_ENVIRONMENT = _ROOT + "/.assay/env"


def move():
    """Makes the environment that of this folder where it was made in another: without mounts, tests run on a copy."""
    with open(_ENVIRONMENT + "/root", encoding="utf-8") as file:
        old = file.read()
    if old == _ROOT:
        return
    packages = glob.glob(_ENVIRONMENT + "/lib/python*/site-packages/")[0]
    for path in glob.glob(packages + "*.pth") + glob.glob(packages + "*.py") + glob.glob(_ENVIRONMENT + "/bin/*"):
        if os.path.islink(path):
            continue
        with open(path, "rb") as file:
            content = file.read()
        with open(path, "wb") as file:
            file.write(content.replace(os.fsencode(old), os.fsencode(_ROOT)))
    with open(_ENVIRONMENT + "/root", "w", encoding="utf-8") as file:
        file.write(_ROOT)


def enter():
    """Goes on with the environment's own interpreter, whose packages come before those of the one that runs this."""
    places = [_ENVIRONMENT + "/bin", os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    os.environ["ASSAY_INTERPRETER"] = sys.executable
    os.environ["PATH"] = os.pathsep.join(filter(None, places))
    os.execv(_ENVIRONMENT + "/bin/python", [_ENVIRONMENT + "/bin/python", "-B", os.path.abspath(__file__), *sys.argv[1:]])


def main():
    # Modules of ours are imported by their folder once, and the project's tests do not find them by name.
    sys.path[0] = os.path.dirname(os.path.abspath(__file__))
    import project_needs, project_pytest, project_unittest, tree_imports  # noqa: F401
    sys.path[0] = os.getcwd()
    nonce, place, *words = sys.argv[1:]
    places, files = words[:words.index("--")], words[words.index("--") + 1:]
    # A file that tests do not print to.
    events = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    # What tests print is nobody's result; it is kept for the case that nothing else says what went wrong.
    output = os.open(tempfile.gettempdir() + "/.assay-output", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    wire = project_needs.Wire(events, nonce, os.environ.pop("ASSAY_INTERPRETER", sys.executable))
    tree = tree_imports.Tree()
    status = None
    if project_pytest.is_installed():
        sys.argv = ["pytest"]
        status = project_pytest.run(wire, tree, files, output, places)
    elif project_pytest.is_used(files):
        wire.need("pytest", "the tests are written for it")
        status = 4
    # Without pytest, or where it has found nothing by its own patterns.
    if status is None:
        sys.argv = ["python -m unittest"]
        status = project_unittest.run(wire, tree, files)
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(status)


if __name__ == "__main__":
    if sys.prefix != _ENVIRONMENT:
        move()
        enter()
    main()
