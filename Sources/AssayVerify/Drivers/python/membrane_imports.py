# Imports of the candidate's modules in a test, which are asked of the process where they live.
import importlib.abc, importlib.machinery, os, sys

from checker_candidate import CandidateError
from checker_values import Forged
import membrane_objects as objects
from membrane_objects import Module


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the candidate's modules, and only those: what tests and their tools import is real."""

    def __init__(self, names):
        known = importlib.machinery.PathFinder
        self.names = {name for name in names if name not in sys.builtin_module_names and name not in sys.stdlib_module_names
                      and known.find_spec(name, [item for item in sys.path if not item.startswith("/w")]) is None}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in self.names:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        __tracebackhide__ = True
        try:
            module = objects.peer.ask("import", spec.name)
            if not isinstance(module, Module):
                objects.peer.ended(Forged("a module that is none"))
            return module
        except SystemExit as error:
            raise CandidateError(f"SystemExit: {error}") from None

    def exec_module(self, module):
        # A test may read the source, which is text to it.
        place = module.__name__.replace(".", "/")
        paths = [f"{root}/{place}{end}" for root in ("/theirs", "/theirs/src") for end in (".py", "/__init__.py")]
        for path in filter(os.path.isfile, paths):
            module.__file__ = path
