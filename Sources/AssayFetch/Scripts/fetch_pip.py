# Fetches the wheels that a Python project asks for, and unpacks them; nothing of any package is run.
# usage: fetch_pip.py LAYER   (in the folder of the manifests)
# Formats: PEP 508 (requirements), 621 (project), 735 (dependency groups), 518 (build-system), pip's requirements files.
import ast, configparser, json, os, re, subprocess, sys

# Extras and groups that a project's tests are known to need.
TESTING = {"test", "tests", "testing", "dev", "develop", "development"}
# What a build backend needs besides to install a project in place (its get_requires_for_build_editable, PEP 660).
EDITABLE = {"hatchling": ["editables"]}
LOCAL = re.compile(r"^(?:[./]|[A-Za-z]:\\|-e\b|--editable\b|[\w+.-]+://|git\+)")


class Requirements:
    """What the manifests ask for, and what of it cannot be fetched."""

    def __init__(self):
        self.lines, self.constraints, self.left, self.seen = [], [], [], set()

    def add(self, text, where):
        """Adds one requirement; where it is no plain one, it is left out and said."""
        text = text.strip()
        if not text or text.startswith("#"):
            return
        if LOCAL.match(text) or " @ " in text or "://" in text:
            self.left.append(f"{text[:80]} ({where}: only packages of the registry are fetched)")
        elif not text.startswith("-"):
            self.lines.append(text)

    def file(self, path, into=None):
        """Adds a requirements file, with those that it includes."""
        path = os.path.normpath(path)
        if path in self.seen or path.startswith(("..", "/")) or not os.path.isfile(path):
            return
        self.seen.add(path)
        text = re.sub(r"\\\r?\n", " ", read(path))
        for line in text.splitlines():
            line = re.sub(r"(^|\s)#.*$", "", line).strip()
            other = re.match(r"(?:-r|--requirement|-c|--constraint)[ =]?\s*(\S+)", line)
            if other:
                isconstraint = line.startswith(("-c", "--constraint"))
                self.file(os.path.join(os.path.dirname(path), other[1]), self.constraints if isconstraint else into)
            elif into is not None:
                into.append(line)
            else:
                self.add(line, path)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(1 << 20)


def toml(path):
    for name in ("tomllib", "tomli", "pip._vendor.tomli"):
        try:
            return __import__(name, fromlist=["loads"]).loads(read(path))
        except ImportError:
            continue
    return {}


def of_project(found, project):
    """The project table's dependencies, and its extras for tests; an extra may name others of the same project."""
    extras = {key.lower(): value for key, value in project.get("optional-dependencies", {}).items()}
    own = re.escape(project.get("name", "")).replace("\\-", "[-_.]") or "(?!)"
    wanted, done = list(TESTING & extras.keys()), set()
    for text in project.get("dependencies", []):
        found.add(text, "pyproject.toml")
    while wanted:
        extra = wanted.pop()
        if extra in done:
            continue
        done.add(extra)
        for text in extras.get(extra, []):
            again = re.match(rf"(?i){own}\[([^\]]+)\]", text)
            if again:
                wanted += [name.strip().lower() for name in again[1].split(",")]
            else:
                found.add(text, "pyproject.toml")


def of_groups(found, groups):
    wanted, done = [name for name in groups if name.lower() in TESTING], set()
    while wanted:
        name = wanted.pop()
        if name in done:
            continue
        done.add(name)
        for entry in groups.get(name, []):
            if isinstance(entry, dict):
                wanted.append(entry.get("include-group", ""))
            else:
                found.add(entry, "pyproject.toml")


def of_poetry(found, poetry):
    """Poetry's own tables; a caret or tilde is written as the range that it means."""
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for name, group in poetry.get("group", {}).items() if name.lower() in TESTING]
    for table in tables:
        for name, stated in table.items():
            version = stated.get("version", "*") if isinstance(stated, dict) else stated
            if name.lower() == "python":
                continue
            if not isinstance(version, str) or isinstance(stated, dict) and not version.strip("*") and {"git", "path", "url"} & stated.keys():
                found.left.append(f"{name} (pyproject.toml: only packages of the registry are fetched)")
                continue
            found.add(name + ",".join(filter(None, map(poetry_range, version.split(",")))), "pyproject.toml")


def poetry_range(text):
    text = text.strip()
    if text in ("", "*"):
        return ""
    if text[0] not in "^~":
        return text if text[0] in "<>=!" else "==" + text
    parts = [int(part) for part in re.findall(r"\d+", text)][:3]
    fixed = next((i for i, part in enumerate(parts) if part), len(parts) - 1) if text[0] == "^" else min(1, len(parts) - 1)
    upper = parts[:fixed] + [parts[fixed] + 1]
    return f">={text[1:].lstrip('=').strip()},<{'.'.join(map(str, upper))}"


def of_pyproject(found):
    manifest = toml("pyproject.toml")
    of_project(found, manifest.get("project", {}))
    of_groups(found, manifest.get("dependency-groups", {}))
    of_poetry(found, manifest.get("tool", {}).get("poetry", {}))
    system = manifest.get("build-system", {})
    more = EDITABLE.get(system.get("build-backend", "").split(".")[0], [])
    for text in system.get("requires", ["setuptools"]) + more:
        found.add(text, "pyproject.toml")


def of_setup_cfg(found):
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    settings.read_string(read("setup.cfg"))
    for section, key in [("options", "install_requires"), ("options", "tests_require"), ("options", "setup_requires")]:
        for line in settings.get(section, key, fallback="").splitlines():
            found.add(line, "setup.cfg")
    if settings.has_section("options.extras_require"):
        for name, lines in settings.items("options.extras_require"):
            if name.lower() in TESTING:
                for line in lines.splitlines():
                    found.add(line, "setup.cfg")


def of_setup_py(found):
    """What setup.py writes out; it is read and never run."""
    for call in ast.walk(ast.parse(read("setup.py"))):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", getattr(call.func, "attr", "")) != "setup":
            continue
        for word in call.keywords:
            try:
                value = ast.literal_eval(word.value)
            except ValueError:
                if word.arg in ("install_requires", "tests_require"):
                    found.left.append(f"{word.arg} (setup.py computes it)")
                continue
            if word.arg in ("install_requires", "tests_require", "setup_requires"):
                for text in [value] if isinstance(value, str) else value:
                    found.add(text, "setup.py")
            elif word.arg == "extras_require" and isinstance(value, dict):
                for name in TESTING & {str(key).lower() for key in value}:
                    for text in value.get(name, []):
                        found.add(text, "setup.py")


def of_tox(found):
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    settings.read_string(read("tox.ini"))
    for line in settings.get("testenv", "deps", fallback="").splitlines():
        # A line of one environment has its name before it; variables are tox's own.
        if ":" in line.split(";")[0] or "{" in line:
            continue
        included = re.match(r"\s*-r\s*(\S+)", line)
        found.file(included[1]) if included else found.add(line, "tox.ini")


def collect():
    found = Requirements()
    readers = {"pyproject.toml": of_pyproject, "setup.cfg": of_setup_cfg, "setup.py": of_setup_py, "tox.ini": of_tox}
    for name, reader in readers.items():
        if os.path.isfile(name):
            try:
                reader(found)
            except (ValueError, SyntaxError, AttributeError, TypeError, configparser.Error, RecursionError) as error:
                found.left.append(f"{name} (cannot be read: {str(error)[:80]})")
    names = sorted(os.listdir(".")) + sorted(f"requirements/{name}" for name in (os.listdir("requirements") if os.path.isdir("requirements") else []))
    for name in names:
        if re.fullmatch(r"(?:requirements/)?(?:requirements)?[-_.]?(?:test|tests|testing|dev|develop|base)?[-_.]?(?:requirements)?\.(?:txt|in)", name):
            found.file(name)
    return found


def main(layer):
    found = collect()
    lines = sorted(set(found.lines))
    hashed = [line for line in lines if "--hash" in line]
    if hashed and len(hashed) < len(lines):
        # pip wants a hash of all or of none.
        lines = [line.split(" --hash")[0] for line in lines]
        found.left.append("hashes of versions (not every requirement has one)")
    os.makedirs(layer, exist_ok=True)
    if lines:
        for name, texts in (("asked", lines), ("constraints", [line for line in found.constraints if line and not line.startswith("-")])):
            with open(f"/w/.assay-{name}.txt", "w") as file:
                file.write("\n".join(texts) + "\n")
        ended = subprocess.run(
            [sys.executable, "-I", "-m", "pip", "install", "--no-input", "--only-binary", ":all:", "--no-compile", "--quiet",
             "--root-user-action", "ignore", "--target", layer, "-r", "/w/.assay-asked.txt", "-c", "/w/.assay-constraints.txt"],
            stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if ended.returncode:
            return ended.returncode
    # Wheels suit one runtime: another does not use them.
    with open(layer + "/.assay-runtime", "w") as file:
        file.write(sys.implementation.cache_tag)
    print(json.dumps({"left": found.left[:50]}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
