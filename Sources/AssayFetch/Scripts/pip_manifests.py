# What the manifests of a Python project ask for, as far as it is written out; nothing of the project is run.
# Formats: PEP 508 (requirements), 621 (project), 735 (dependency groups), 518 (build-system), pip's requirements files.
import ast, configparser, os, re

# Extras and groups that a project's tests are known to need.
TESTING = {"test", "tests", "testing", "dev", "develop", "development"}
# What a build backend needs besides to install a project in place (its get_requires_for_build_editable, PEP 660).
EDITABLE = {"hatchling": ["editables"]}
# A requirement of the registry's: a name with extras, versions, a marker and hashes. Options and addresses would be pip's to follow.
PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*\s*(?:\[[\w\s,.-]*\])?\s*(?:[<>=!~(;](?:(?!\s-).)*)?(?:\s+--hash[= ]\S+)*", re.ASCII)


def is_plain(text):
    """Whether a text is one requirement; pip ends lines where Python does."""
    return len(text.splitlines()) == 1 and PLAIN.fullmatch(text) is not None


class Requirements:
    """What the manifests ask for, and what of it cannot be fetched."""

    def __init__(self):
        # What only tests and developers want is apart: a project is judged without those of it that cannot be had.
        self.lines, self.wished, self.constraints, self.left, self.seen = [], {}, [], [], set()
        # Names that uv takes from a folder or an address: what a registry has of such a name is another package.
        self.elsewhere = set()
        # What a package needs is in its metadata; its requirements files are its developers'.
        self.is_package = os.path.isfile("setup.py")

    def add(self, text, where, is_wish=False):
        """Adds one requirement; where it is no plain one, it is left out and said."""
        text = text.strip()
        if not text or text.startswith("#"):
            return
        if text.startswith("-") and not re.match(r"-e\b|--editable\b", text) and len(text.splitlines()) == 1:
            return
        if not is_plain(text) or normal(re.match(r"[\w.-]*", text)[0]) in self.elsewhere:
            self.left.append(f"{' '.join(text.split())[:80]} ({where}: only packages of the registry are fetched)")
        elif is_wish:
            self.wished[text] = where
        else:
            self.lines.append(text)

    def file(self, path, into=None, is_wish=False):
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
                self.file(os.path.join(os.path.dirname(path), other[1]), self.constraints if isconstraint else into, is_wish)
            elif into is not None:
                into.append(line)
            else:
                self.add(line, path, is_wish)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


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
                found.add(text, "pyproject.toml", is_wish=True)


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
                found.add(entry, "pyproject.toml", is_wish=True)


def of_poetry(found, poetry):
    """Poetry's own tables; a caret or tilde is written as the range that it means."""
    own = poetry.get("dependencies", {})
    tables = [own, poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for name, group in poetry.get("group", {}).items() if name.lower() in TESTING]
    for table in tables:
        for name, stated in table.items():
            version = stated.get("version", "*") if isinstance(stated, dict) else stated
            if name.lower() == "python":
                continue
            if not isinstance(version, str) or isinstance(stated, dict) and not version.strip("*") and {"git", "path", "url"} & stated.keys():
                found.left.append(f"{name} (pyproject.toml: only packages of the registry are fetched)")
                continue
            if "||" in version:
                found.left.append(f"{name} {version} (pyproject.toml: one range of several; any version is taken)")
                version = "*"
            extras = stated.get("extras", []) if isinstance(stated, dict) else []
            name += f"[{','.join(extras)}]" if extras else ""
            found.add(name + ",".join(filter(None, map(poetry_range, version.split(",")))), "pyproject.toml", is_wish=table is not own)


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
    sources = manifest.get("tool", {}).get("uv", {}).get("sources", {})
    for name, stated in sources.items():
        # By markers there may be several.
        if any({"path", "git", "url", "workspace"} & one.keys() for one in (stated if isinstance(stated, list) else [stated])):
            found.elsewhere.add(normal(name))
    found.is_package |= "project" in manifest or "poetry" in manifest.get("tool", {})
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
            # The file that `file:` names is read by its own name.
            if not line.strip().startswith("file:"):
                found.add(line, "setup.cfg", is_wish=key == "tests_require")
    if settings.has_section("options.extras_require"):
        for name, lines in settings.items("options.extras_require"):
            if name.lower() in TESTING:
                for line in lines.splitlines():
                    found.add(line, "setup.cfg", is_wish=True)


def written(node, named):
    """The value that an expression of Python writes out, with names of such values; throws ValueError for what is computed."""
    if isinstance(node, ast.Name) and node.id in named:
        return named[node.id]
    if isinstance(node, ast.List):
        return [written(entry, named) for entry in node.elts]
    if isinstance(node, ast.Dict) and None not in node.keys:
        return {written(key, named): written(value, named) for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return written(node.left, named) + written(node.right, named)
    return ast.literal_eval(node)


def named_values(module):
    """The values of a module's names that are given once and written out."""
    named, given = {}, [name.id for name in ast.walk(module) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)]
    for line in module.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and given.count(line.targets[0].id) == 1:
            try:
                named[line.targets[0].id] = written(line.value, named)
            except (ValueError, TypeError):
                continue
    return named


def of_setup_py(found):
    """What setup.py writes out; it is read and never run."""
    module = ast.parse(read("setup.py"))
    named = named_values(module)
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", getattr(call.func, "attr", "")) != "setup":
            continue
        for word in call.keywords:
            try:
                value = written(word.value, named)
            except (ValueError, TypeError):
                if word.arg in ("install_requires", "tests_require"):
                    found.left.append(f"{word.arg} (setup.py computes it)")
                continue
            if word.arg in ("install_requires", "tests_require", "setup_requires"):
                for text in [value] if isinstance(value, str) else value:
                    found.add(text, "setup.py", is_wish=word.arg == "tests_require")
            elif word.arg == "extras_require" and isinstance(value, dict):
                for name in TESTING & {str(key).lower() for key in value}:
                    for text in value.get(name, []):
                        found.add(text, "setup.py", is_wish=True)


def of_tox(found):
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    settings.read_string(read("tox.ini"))
    for line in settings.get("testenv", "deps", fallback="").splitlines():
        # A line of one environment has its name before it; variables are tox's own.
        if ":" in line.split(";")[0] or "{" in line:
            continue
        included = re.match(r"\s*-r\s*(\S+)", line)
        found.file(included[1], is_wish=True) if included else found.add(line, "tox.ini", is_wish=True)


def collect():
    found = Requirements()
    readers = {"pyproject.toml": of_pyproject, "setup.cfg": of_setup_cfg, "setup.py": of_setup_py, "tox.ini": of_tox}
    for name, reader in readers.items():
        if os.path.isfile(name):
            try:
                reader(found)
            except (ValueError, SyntaxError, AttributeError, TypeError, LookupError, configparser.Error, RecursionError) as error:
                found.left.append(f"{name} (cannot be read: {str(error)[:80]})")
    names = sorted(os.listdir(".")) + sorted(f"requirements/{name}" for name in (os.listdir("requirements") if os.path.isdir("requirements") else []))
    for name in names:
        if re.fullmatch(r"(?:requirements/)?(?:requirements)?[-_.]?(?:test|tests|testing|dev|develop|base)?[-_.]?(?:requirements)?\.txt", name):
            is_own = os.path.basename(name) in ("requirements.txt", "base.txt")
            found.file(name, is_wish=found.is_package or not is_own)
    return found
