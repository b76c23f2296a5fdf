# Runs pytest in a jail that holds the tests, while the candidate's modules are in another.
# usage: membrane_pytest.py NONCE PROCESSOR MODULE,… FILE…
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker_driver as driver
import membrane, pytest_driver, tree_imports

sys.path.pop(0)


class _LastFirst:
    """Runs the tests in the reverse order: they ran in their own before."""

    def pytest_collection_modifyitems(self, items):
        items.reverse()


def _main(nonce, processor, names, files):
    driver.take_streams()
    driver.stay(processor)
    stream = pytest_driver.Stream(driver._results, nonce)

    def ended(error):
        # The test that was running is the one in which it ended.
        if isinstance(error, membrane.Forged):
            stream.emit("forged", text=str(error))
        os._exit(1)

    # Of pytest's own imports none is the candidate's.
    import pytest  # noqa: F401
    sys.dont_write_bytecode = True
    asked = membrane.join(driver._requests, driver._replies, names.split(","), ended)
    for name in sorted(set(names.split(",")) - asked):
        if any(name in tree_imports.imported(file) for file in files):
            stream.emit("foreign", id=name, path="the place from which pytest has its own")
    sys.argv = ["pytest"]
    os._exit(pytest_driver.run(files, stream, _LastFirst(), options=[f"--basetemp={os.environ['TMPDIR']}/pytest"]))


_main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
