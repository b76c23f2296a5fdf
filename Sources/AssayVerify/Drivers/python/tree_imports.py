# Tells whether what tests import is the tree under judgement, or a copy that lies elsewhere: in the environment of
# pytest, in the standard library, or installed from the same project.
import ast, importlib.machinery, importlib.metadata, os, re, sys, tempfile

_STANDARD = frozenset(sys.builtin_module_names) | frozenset(sys.stdlib_module_names)
# Without these there is no test run: they cannot be forgotten, only told.
_RUNNER = frozenset(("pytest", "_pytest", "py"))
# Where a module lies beneath its package's folder; the last ones are built into a module of that name.
_ENDS = ("/__init__.py", ".py", ".pyx", ".c", ".cpp")
# Folders of modules that are nobody's own.
_FOREIGN = frozenset("vendor _vendor vendored third_party extern external node_modules site-packages test tests testing "
                     "docs examples build dist benchmarks".split())
_find_spec = importlib.machinery.PathFinder.find_spec


def folders(root):
    """Yields each folder of a tree that is its own, with the names of its files."""
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in _FOREIGN and not name.startswith(".")]
        yield folder, names
        if "__init__.py" in names:
            # Packages in a package have longer names.
            below[:] = []


def _origin(module):
    try:
        place = module.__file__
    except Exception:
        place = None
    if isinstance(place, str):
        return os.path.realpath(place)
    # A namespace has no file, and a module of the interpreter itself none either.
    return "the interpreter itself" if getattr(module, "__name__", None) in sys.builtin_module_names else None


def _is_alias(module, top):
    """Whether a package shows a module of another under a name of its own, as six.moves does."""
    name = getattr(module, "__name__", None)
    return isinstance(name, str) and name.partition(".")[0] != top


def imported(path):
    """The names at the top of what a file imports by its full name, also by functions that take a name."""
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read(), path)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__", "importorskip") and isinstance(node.args[0].value, str):
                yield node.args[0].value.partition(".")[0]


class Tree:
    """The modules of a tree, whose folder is the current one."""

    def __init__(self):
        self.root = os.path.realpath(os.getcwd())
        self.roots = [self.root] + [place for place in (os.path.join(self.root, "src"),) if os.path.isdir(place)]
        self.loaded = dict(sys.modules)
        # Folders of the interpreter and of what is installed for it, which tests had no part in.
        places = {sys.prefix, sys.base_prefix, *(place for place in sys.path if place.endswith("-packages"))}
        self.environment = tuple(os.path.realpath(place) + os.sep for place in places if place)
        self.tops = {}

    def enter(self):
        """Puts the tree where a project that is installed has its own, and forgets copies that are loaded already."""
        sys.path.insert(0, self.root)
        # What a project names like a module of the library must not take its place everywhere.
        after = next((index for index, place in enumerate(sys.path) if place.endswith(("site-packages", "dist-packages"))), len(sys.path))
        sys.path[after:after] = self.roots[1:]
        self.path = list(sys.path)
        # Processes that tests start are to see the same.
        os.environ["PYTHONPATH"] = os.pathsep.join(self.roots)
        for name in [name for name in sys.modules if name not in _STANDARD | _RUNNER and "." not in name]:
            if self.is_elsewhere(sys.modules[name]) and self.file(name, _ENDS[:2]):
                for known in [known for known in sys.modules if known == name or known.startswith(name + ".")]:
                    del sys.modules[known]

    def is_elsewhere(self, module):
        place = _origin(module)
        if place is None or place.startswith((self.root + os.sep, os.path.dirname(os.path.realpath(__file__)) + os.sep)):
            return False
        # What tests write to the temporary folder is theirs, unless the interpreter's environment lies there.
        made = place.startswith(os.path.realpath(tempfile.gettempdir()) + os.sep)
        return not made or place.startswith(self.environment)

    def file(self, name, ends=_ENDS):
        """The file of a module in the tree, where Python looks for it; None where there is none."""
        top = name.partition(".")[0]
        if top not in self.tops:
            self.tops[top] = any(os.path.exists(os.path.join(place, top + end)) for place in self.roots for end in ("", *_ENDS))
        if not self.tops[top]:
            return None
        places = (os.path.join(place, *name.split(".")) + end for place in self.roots for end in ends)
        return next(filter(os.path.isfile, places), None)

    def holds(self, top):
        """Whether a name at the top belongs to the tree, built or not."""
        return self.file(top) is not None or self.tops[top] or top in self.deeper({top})

    def copies(self, files):
        """Yields name and place of each module that tests have from elsewhere though the tree holds it."""
        elsewhere = {name: module for name, module in list(sys.modules.items()) if self.is_elsewhere(module)}
        tops = {name.partition(".")[0] for name in elsewhere}
        loaded = [place for place in map(_origin, list(sys.modules.values())) if place and place.startswith(self.root + os.sep)]
        known = {name for path in {*map(os.path.realpath, files), *loaded} for name in imported(path)} & tops
        own = self.installed() | self.deeper({name for name in known - _STANDARD if not self.file(name)})
        told = set()
        for name in sorted(elsewhere, key=lambda name: (name.count("."), name)):
            top = name.partition(".")[0]
            if top in known and top not in told and not _is_alias(elsewhere[name], top) and (self.file(name) or top in own):
                told.add(top)
                yield name, _origin(elsewhere[name])

    def is_own_doing(self, name):
        """Whether the tree's own came first in the path, so that only code that ran can have brought in another."""
        if sys.modules.get(name) is self.loaded.get(name):
            return False
        spec = _find_spec(name.partition(".")[0], self.path)
        return spec is not None and spec.origin is not None and os.path.realpath(spec.origin).startswith(self.root + os.sep)

    def installed(self):
        """The names at the top of what is installed under the project's own name."""
        try:
            known = importlib.metadata.distribution(self.project() or "")
            stated = (known.read_text("top_level.txt") or "").split()
            return set(stated) | {path.parts[0].removesuffix(".py") for path in known.files or () if path.parts[0] not in ("..", "__pycache__")}
        except Exception:
            return set()

    def project(self):
        """The name under which the project is installed, as its own files say; None where they do not."""
        for file, pattern in (("pyproject.toml", r"(?ms)^\[(?:project|tool\.poetry)\]\s*$[^\[]*?^name\s*=\s*[\"']([^\"']+)"),
                              ("setup.cfg", r"(?ms)^\[metadata\]\s*$[^\[]*?^name\s*=\s*(\S+)"),
                              ("setup.py", r"\bname\s*=\s*[\"']([^\"']+)")):
            try:
                with open(os.path.join(self.root, file), encoding="utf-8") as text:
                    found = re.search(pattern, text.read())
            except (OSError, ValueError):
                continue
            if found:
                return found[1]
        return None

    def deeper(self, names):
        """Those of some names that are packages in other folders of the tree, from which a build may take them."""
        if not names:
            return set()
        return {os.path.basename(folder) for folder, files in folders(self.root) if "__init__.py" in files} & names
