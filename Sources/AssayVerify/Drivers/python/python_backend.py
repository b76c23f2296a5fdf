# Calls a project's build backend in the jail's own environment and unpacks the wheel that it makes there.
# usage: python_backend.py JSON   with backend, folders, requires, name and whether the version is dynamic
import configparser, glob, importlib, importlib.metadata, json, os, re, sys, traceback, zipfile

# The environment that runs this lies in the project's folder; a member of a workspace is built in its own.
_ROOT = os.path.dirname(os.path.dirname(sys.prefix))
_WHEELS = _ROOT + "/.assay/wheels"
_SCRIPT = """#!{python}
import sys
from {module} import {first}
sys.exit({function}())
"""


def missing(requirements):
    """Those of some requirements that are not installed, or in another version than they ask for."""
    absent = []
    for requirement in requirements:
        name, _, marker = requirement.partition(";")
        found = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)", name)
        if not found or (marker and not _asked("markers", lambda module: module.Marker(marker).evaluate({"extra": ""}), False)):
            continue
        try:
            version = importlib.metadata.version(found[1])
        except importlib.metadata.PackageNotFoundError:
            absent.append(found[1])
            continue
        if not _asked("requirements", lambda module: module.Requirement(name).specifier.contains(version, prereleases=True), True):
            absent.append(re.sub(r"\s|\[.*?\]", "", name))
    return absent


def _asked(module, question, otherwise):
    """What a module of `packaging` says, wherever it is installed.

    That of pip comes last: where pip is imported, older versions of setuptools forget their own distutils.
    """
    for place in ("packaging", "setuptools._vendor.packaging", "pip._vendor.packaging"):
        try:
            return question(importlib.import_module(f"{place}.{module}"))
        except ImportError:
            continue
        except Exception:
            return otherwise
    return otherwise


def known_version(name):
    """The version of the installed copy; None where there is none."""
    try:
        return importlib.metadata.version(name)
    except Exception:
        return None


def set_version(version):
    """Gives backends that ask a repository a version."""
    for variable, value in os.environ.items():
        if value == "{version}":
            os.environ[variable] = version


def load(backend, folders):
    sys.path[:0] = [os.path.abspath(folder) for folder in folders]
    module, _, attribute = backend.partition(":")
    found = importlib.import_module(module)
    for part in attribute.split(".") if attribute else []:
        found = getattr(found, part)
    return found


def build(backend, requirements):
    """Makes an editable wheel, or a plain one where the backend cannot; returns its name, or what is missing for both."""
    os.makedirs(_WHEELS, exist_ok=True)
    absent, failure = [], AttributeError("the build backend has neither build_editable nor build_wheel")
    for kind in ("editable", "wheel"):
        hook = getattr(backend, "build_" + kind, None)
        if hook is None:
            continue
        asked = getattr(backend, "get_requires_for_build_" + kind, None)
        wanted = missing(asked() if asked else [])
        try:
            return hook(_WHEELS), []
        except (Exception, SystemExit) as error:
            absent, failure = absent + missing(requirements) + wanted, error
            traceback.print_exc()
    if absent:
        return None, list(dict.fromkeys(absent))
    raise failure


def develop(backend):
    """Builds in place as setuptools does for itself, which an older one can without `wheel`; returns the folders of the packages."""
    sys.argv[1:] = ["egg_info", "build_ext", "--inplace"]
    getattr(backend, "_BACKEND", backend).run_setup()
    return sorted({os.path.dirname(os.path.abspath(place)) for place in glob.glob("*.egg-info") + glob.glob("*/*.egg-info")})


def unpack(wheel, packages, scripts, version):
    """Installs a wheel, under another version if one is given: its files, the programs that it carries and those that its entry points name."""
    with zipfile.ZipFile(f"{_WHEELS}/{wheel}") as archive:
        for item in archive.infolist():
            if item.is_dir():
                continue
            data = re.match(r"[^/]+\.data/(\w+)/(.+)", item.filename)
            if data and data[1] in ("data", "headers"):
                target = os.path.join(os.path.dirname(scripts), data[2])
            elif data:
                target = os.path.join(scripts if data[1] == "scripts" else packages, data[2])
            else:
                target = os.path.join(packages, item.filename)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            content = archive.read(item)
            if version and item.filename.endswith(".dist-info/METADATA"):
                content = re.sub(rb"(?m)^Version: .*$", b"Version: " + version.encode(), content, count=1)
            if data and data[1] == "scripts" and content.startswith(b"#!python"):
                content = b"#!" + sys.executable.encode() + content[content.find(b"\n"):]
            with open(target, "wb") as file:
                file.write(content)
            if data and data[1] == "scripts":
                os.chmod(target, 0o755)
        entries = next((name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt")), None)
        text = archive.read(entries).decode() if entries else ""
    make_programs(text, scripts)


def make_programs(text, scripts):
    """Writes the programs that entry points name."""
    points = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
    points.optionxform = str
    points.read_string(text)
    for group in ("console_scripts", "gui_scripts"):
        for name, place in points.items(group) if points.has_section(group) else ():
            module, _, function = place.partition("[")[0].strip().partition(":")
            with open(os.path.join(scripts, name), "w") as file:
                file.write(_SCRIPT.format(python=sys.executable, module=module.strip(), first=function.strip().partition(".")[0],
                                          function=function.strip()))
            os.chmod(os.path.join(scripts, name), 0o755)


def main():
    asked = json.loads(sys.argv[1])
    sys.argv = ["setup.py"]
    # This file's own folder is none that a backend is to find modules in.
    sys.path[:] = [place for place in sys.path if place != os.path.dirname(os.path.abspath(__file__))]
    told = {}
    version = known_version(asked["name"] or "")
    set_version(version or "0.0.0")
    try:
        backend = load(asked["backend"], asked["folders"])
        wheel, told["missing"] = build(backend, asked["requires"])
        scripts = os.path.dirname(sys.executable)
        if told["missing"] == ["wheel"] and asked["backend"].startswith("setuptools.build_meta"):
            told["folders"], told["missing"] = develop(backend), []
            for place in told["folders"]:
                for points in glob.glob(place + "/*.egg-info/entry_points.txt"):
                    with open(points, encoding="utf-8") as file:
                        make_programs(file.read(), scripts)
        if wheel:
            packages = f"{os.path.dirname(scripts)}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
            # Some backends can only ask a repository.
            version = version if asked["dynamic"] else None
            unpack(wheel, packages, scripts, version)
            for path in glob.glob("*.egg-info/PKG-INFO") + glob.glob("src/*.egg-info/PKG-INFO") if version else ():
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                with open(path, "w", encoding="utf-8") as file:
                    file.write(re.sub(r"(?m)^Version: .*$", "Version: " + version, text, count=1))
            told["wheel"] = wheel
    except ImportError:
        told["missing"] = missing(asked["requires"])
        if not told["missing"]:
            raise
    finally:
        with open(_ROOT + "/.assay/built.json", "w") as file:
            json.dump(told, file)


if __name__ == "__main__":
    main()
