# Finds out what a project's tests need that is not installed, and tells it.
import glob, importlib.machinery, json, os, re, shlex, shutil, sys

_write = os.write
_NEEDS = os.getcwd() + "/.assay/needs.json"
# Modules whose distribution has another name.
_DISTRIBUTIONS = {
    "yaml": "PyYAML", "PIL": "Pillow", "sklearn": "scikit-learn", "cv2": "opencv-python", "bs4": "beautifulsoup4", "attr": "attrs",
    "dateutil": "python-dateutil", "git": "GitPython", "dotenv": "python-dotenv", "OpenSSL": "pyOpenSSL", "jwt": "PyJWT",
    "pkg_resources": "setuptools", "Crypto": "pycryptodome", "serial": "pyserial", "google.protobuf": "protobuf", "zmq": "pyzmq",
    "pytest_mock": "pytest-mock", "psycopg2": "psycopg2-binary", "magic": "python-magic", "slugify": "python-slugify",
}
# Options, marks and fixtures of pytest's plugins.
_PLUGINS = {
    "pytest-cov": ("--cov", "--no-cov"), "pytest-xdist": ("-n", "--numprocesses", "--dist", "--maxprocesses", "xdist_group"),
    "pytest-timeout": ("--timeout", "timeout"), "pytest-asyncio": ("--asyncio", "asyncio", "event_loop"), "anyio": ("anyio",),
    "pytest-trio": ("trio",), "pytest-benchmark": ("--benchmark", "benchmark"), "pytest-mock": ("mocker",),
    "pytest-randomly": ("--randomly",), "pytest-random-order": ("--random-order",), "pytest-django": ("--ds", "--reuse-db", "django_db"),
    "pytest-rerunfailures": ("--reruns", "flaky"), "pytest-mypy": ("--mypy",), "pytest-ruff": ("--ruff",), "pytest-flake8": ("--flake8",),
    "pytest-black": ("--black",), "pytest-doctestplus": ("--doctest-plus",), "pytest-httpserver": ("httpserver",),
    "requests-mock": ("requests_mock",), "pytest-freezer": ("freezer",), "freezegun": ("freeze_time",), "syrupy": ("snapshot",),
    "pytest-subtests": ("subtests",), "pytest-regressions": ("data_regression", "file_regression"), "pytest-socket": ("--disable-socket",),
    "pytest-instafail": ("--instafail",), "pytest-sugar": ("--force-sugar",), "pytest-html": ("--html", "--self-contained-html"),
    "hypothesis": ("--hypothesis",), "pytest-order": ("order",), "pytest-env": ("env",), "pyfakefs": ("fs",),
    "pytest-aiohttp": ("aiohttp_client",), "pytest-httpx": ("httpx_mock",), "pytest-datadir": ("datadir", "shared_datadir"),
    "pytest-lazy-fixtures": ("lazy_fixture",), "pytest-xprocess": ("xprocess",), "pytest-codspeed": ("--codspeed",),
}


def plugin(word):
    """The plugin that brings an option, a mark or a fixture; None where none is known."""
    known = (name for name, words in _PLUGINS.items()
             if any(word == one or (one.startswith("--") and word.startswith(one)) for one in words))
    return next(known, None)


class Wire:
    """The events that are told, each in a line behind a nonce."""

    def __init__(self, target, nonce, interpreter):
        self.target, self.prefix, self.interpreter = target, nonce + " ", interpreter
        self.needed, self.root = set(), os.getcwd() + os.sep

    def tell(self, **fields):
        # Without a mount namespace the project's folder has a name that nobody knows.
        path = fields.get("path")
        if isinstance(path, str) and path.startswith(self.root):
            fields["path"] = path[len(self.root):]
        data = (self.prefix + json.dumps(fields, separators=(",", ":")) + "\n").encode()
        while data:
            data = data[_write(self.target, data):]

    def need(self, package, why):
        if package not in self.needed:
            self.needed.add(package)
            self.tell(event="needs", id=package, text=why[:300], run=f"{self.interpreter} -m pip install {shlex.quote(package)}")


def look(text, tree, wire, running=False):
    """Tells what a message says to be missing: modules that are neither the project's nor installed, options, plugins.

    A test that runs may fail for a module that nobody has; only one that the project names as a dependency is missing then.
    """
    for name in re.findall(r"ModuleNotFoundError: No module named '([\w.]+)'", text):
        if not running or _is_named(name.partition(".")[0]):
            _module(name, tree, wire)
    for name in re.findall(r"PackageNotFoundError: No package metadata was found for (\S+)", text):
        if _plain(name) == _plain(tree.project() or ""):
            _unbuilt(wire)
    for words in re.findall(r"unrecognized arguments: (.*)", text):
        for word in words.split():
            name = plugin(word.partition("=")[0])
            if name:
                wire.need(name, f"pytest does not know the option {word}")
    for words in re.findall(r"Missing required plugins: (.*)", text):
        for word in words.split(","):
            wire.need(re.split(r"[<>=!~\s]", word.strip())[0], "the project's configuration requires this plugin")
    for word in re.findall(r"'(\w+)' not found in `markers` configuration option|fixture '(\w+)' not found", text):
        name = plugin(word[0] or word[1])
        if name:
            wire.need(name, f"the tests use its '{word[0] or word[1]}'")
    for name in re.findall(r"Failed to import filter module '([\w.]+)'", text):
        _module(name, tree, wire)
    for name in re.findall(r"No such file or directory: '([\w.+-]+)'", text):
        # A program of the project's own, where no backend has installed it.
        if shutil.which(name) is None and not os.path.exists(name):
            _unbuilt(wire)
    for name in re.findall(r"Error importing plugin \"([\w.]+)\"", text):
        _module(name, tree, wire)


def _module(name, tree, wire):
    top = name.partition(".")[0]
    if tree.holds(top):
        # Part of the project: a build may make it.
        _unbuilt(wire)
    elif top not in sys.stdlib_module_names and importlib.machinery.PathFinder.find_spec(top) is None:
        wire.need(_DISTRIBUTIONS.get(top, top.replace("_", "-")), f"No module named '{name}'")


def _is_named(top):
    names = {_plain(top), _plain(_DISTRIBUTIONS.get(top, top))}
    for path in ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", *glob.glob("requirements*.txt"), *glob.glob("requirements/*")):
        try:
            with open(path, encoding="utf-8") as file:
                if names & {_plain(word) for word in re.findall(r"[A-Za-z0-9][\w.-]*", file.read())}:
                    return True
        except (OSError, ValueError):
            continue
    return False


def _unbuilt(wire):
    """Tells what the project's build backend lacks, if it could not be built for that."""
    try:
        with open(_NEEDS) as file:
            needs = json.load(file)
    except (OSError, ValueError):
        return
    for package in needs["packages"]:
        wire.need(package, needs["why"])


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()
