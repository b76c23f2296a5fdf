# Runs a project's tests in the jail's own environment, as its own runner does: pytest with the project's
# configuration, or unittest's discovery where pytest is not what the project uses.
# usage: project_tests.py NONCE FILE…    writes what happens, as it happens, to /results/events
import os, sys

_ENVIRONMENT = "/w/.assay/env"


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
    nonce, *files = sys.argv[1:]
    # A file that tests do not print to.
    events = os.open("/results/events", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    # What tests print is nobody's result; it is kept for the case that nothing else says what went wrong.
    output = os.open("/tmp/.assay-output", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    wire = project_needs.Wire(events, nonce, os.environ.pop("ASSAY_INTERPRETER", sys.executable))
    tree = tree_imports.Tree()
    status = None
    if project_pytest.is_installed():
        sys.argv = ["pytest"]
        status = project_pytest.run(wire, tree, files, output)
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
        enter()
    main()
