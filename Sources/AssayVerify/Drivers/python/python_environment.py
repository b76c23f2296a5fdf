# Makes the jail's own environment for a project, .assay/env in its folder: an environment whose packages come before those of
# the interpreter that runs this, which is only read. The project is installed there by its build backend, and so are the members of a
# workspace of uv.
# usage: python_environment.py   (in the project's folder)
# Formats: PEP 517 and 660 (build backends), PEP 405 (pyvenv.cfg), the binary distribution format (wheels).
import glob, json, os, re, site, subprocess, sys, sysconfig

# The project's folder, which has another name where there is no mount namespace.
ROOT = os.getcwd()
ENVIRONMENT = ROOT + "/.assay/env"
NEEDS = ROOT + "/.assay/needs.json"
# What was fetched for the project, apart from it.
FETCHED = ROOT + "/.assay/packages"
BUILT = ROOT + "/.assay/built.json"
# Versions that a backend would read from a repository, which is not here.
_VERSIONS = ("SETUPTOOLS_SCM_PRETEND_VERSION", "PDM_BUILD_SCM_VERSION", "PBR_VERSION", "POETRY_DYNAMIC_VERSIONING_BYPASS")
_COMPILER = re.compile(r"^(?P<path>[^\s:]+\.\w+):(?P<line>\d+):(?:(?P<column>\d+):)? (?:fatal )?error: (?P<message>.*)$", re.M)


def packages(environment=ENVIRONMENT):
    """The folder of an environment's own packages."""
    return f"{environment}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


def make():
    """Makes the environment: no files but links and two texts."""
    base = getattr(sys, "_base_executable", sys.executable)
    nested = sys.prefix != sys.base_prefix
    os.makedirs(packages(), exist_ok=True)
    os.makedirs(ENVIRONMENT + "/bin", exist_ok=True)
    for name in ("python", "python3", f"python3.{sys.version_info[1]}"):
        os.symlink(base, f"{ENVIRONMENT}/bin/{name}")
    system = not nested or any("site-packages" in place or "dist-packages" in place
                               for place in site.getsitepackages([sys.base_prefix]) if place in sys.path)
    with open(ENVIRONMENT + "/pyvenv.cfg", "w") as file:
        file.write(f"home = {os.path.dirname(base)}\ninclude-system-site-packages = {str(system).lower()}\n")
    if fetched_for() == sys.implementation.cache_tag:
        # Sorted before that of the interpreter's own environment, and after the project's.
        with open(packages() + "/~dependencies.pth", "w") as file:
            file.write(f"import site; site.addsitedir({FETCHED!r})\n")
    # Tests may run on a copy of the folder, which then moves the environment there.
    with open(ENVIRONMENT + "/root", "w") as file:
        file.write(ROOT)
    if nested:
        # Read last of all such files, so that the project's own come before it.
        lines = [f"import site; site.addsitedir({place!r})\n" for place in site.getsitepackages([sys.prefix])]
        with open(packages() + "/~environment.pth", "w") as file:
            file.writelines(lines)


def fetched_for():
    """The runtime that the fetched packages suit; none where there are none."""
    try:
        with open(FETCHED + "/.assay-runtime") as file:
            return file.read()
    except OSError:
        return None


def manifest():
    """The project's pyproject.toml; empty where there is none or nothing here reads it."""
    for name in ("tomllib", "tomli", "pip._vendor.tomli", "setuptools._vendor.tomli"):
        try:
            reader = __import__(name, fromlist=["load"])
            with open("pyproject.toml", "rb") as file:
                return reader.load(file)
        except ImportError:
            continue
        except (OSError, ValueError):
            break
    return {}


def system(project):
    """The backend, its folders and its requirements; no backend where nothing is to be built."""
    stated = project.get("build-system")
    if stated is None and not os.path.exists("setup.py") and "project" not in project and not _has_metadata("setup.cfg"):
        return None, [], []
    stated = stated or {}
    backend = stated.get("build-backend", "setuptools.build_meta:__legacy__")
    return backend, stated.get("backend-path", []), stated.get("requires", ["setuptools"])


def _has_metadata(path):
    try:
        with open(path, encoding="utf-8") as file:
            return re.search(r"(?m)^\[metadata\]", file.read()) is not None
    except (OSError, ValueError):
        return False


def lay(known=()):
    """Makes the project's folders importable where no backend does: those that are known, and the usual ones."""
    here = os.getcwd()
    places = [*known] + [place for place in (here + "/src", here + "/lib") if os.path.isdir(place) and not os.path.exists(place + "/__init__.py")]
    with open(packages() + "/project.pth", "a") as file:
        file.writelines(place + "\n" for place in [*places, here])


def members(project):
    """The folders of the members of a workspace of uv; none where there is no workspace."""
    stated = project.get("tool", {}).get("uv", {}).get("workspace", {})
    left_out = {place for pattern in stated.get("exclude", []) for place in glob.glob(pattern, recursive=True)}
    found = {place for pattern in stated.get("members", []) for place in glob.glob(pattern, recursive=True)}
    return sorted(place for place in found - left_out if os.path.isfile(place + "/pyproject.toml") and os.path.realpath(place).startswith(ROOT + "/"))


def want(names, why):
    """Notes packages that are not installed: whether the project can do without is seen when its tests are loaded."""
    known = []
    if os.path.exists(NEEDS):
        with open(NEEDS) as file:
            known = json.load(file)["packages"]
    with open(NEEDS, "w") as file:
        json.dump({"packages": list(dict.fromkeys(known + names)), "why": why}, file)


def fail(message, output):
    """Tells the errors that a compiler found, or what was said last, and ends the build."""
    errors = [found.groupdict() for found in _COMPILER.finditer(output)][:20]
    if not errors:
        said = [line for line in output.splitlines() if line.strip()][-12:]
        errors = [{"path": "pyproject.toml" if os.path.exists("pyproject.toml") else "setup.py", "message": "\n".join([message, *said])}]
    for error in errors:
        print(json.dumps({key: int(value) if value and key in ("line", "column") else value for key, value in error.items()}))
    sys.stderr.write(output[-4000:])
    sys.exit(1)


def install(project):
    """Installs the project in the current folder."""
    backend, folders, requirements = system(project)
    if backend is None:
        return lay()
    stated = project.get("project") or {}
    asked = {"backend": backend, "folders": folders, "requires": requirements, "name": stated.get("name"),
             "dynamic": "version" in stated.get("dynamic", [])}
    environment = {**os.environ, "PATH": f"{ENVIRONMENT}/bin:{os.path.dirname(sys.executable)}:{os.environ.get('PATH', '')}"}
    environment.update((name, "{version}") for name in _VERSIONS)
    if os.path.exists(BUILT):
        os.remove(BUILT)
    driver = os.path.dirname(os.path.abspath(__file__)) + "/python_backend.py"
    ended = subprocess.run([ENVIRONMENT + "/bin/python", "-B", driver, json.dumps(asked)], env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    try:
        with open(BUILT) as file:
            told = json.load(file)
    except (OSError, ValueError):
        told = {}
    if told.get("folders"):
        return lay(told["folders"])
    if told.get("missing"):
        want(told["missing"], f"the project is built by {backend}")
        return lay()
    if ended.returncode != 0 or not told.get("wheel"):
        # Without [build-system] or setup.py a project may never have been meant to be installed: then only code that
        # does not compile counts, and its tests run from its folder, as with its own runner.
        if "build-system" not in project and not os.path.exists("setup.py") and not _COMPILER.search(ended.stdout):
            sys.stderr.write(ended.stdout[-4000:])
            return lay()
        fail(f"{backend} could not build the project:", ended.stdout)


def main():
    make()
    project, root = manifest(), os.getcwd()
    install(project)
    for folder in members(project):
        os.chdir(os.path.join(root, folder))
        install(manifest())


if __name__ == "__main__":
    main()
