# Tells from where this machine's pip fetches: its index, and folders of wheels.
# usage: registry_pip.py   (outside of any project)
import ast, json, ssl, subprocess, sys, urllib.request
from http.client import HTTPException

ended = subprocess.run([sys.executable, "-I", "-m", "pip", "config", "list"], stdout=subprocess.PIPE, text=True)
if ended.returncode:
    sys.exit(ended.returncode)
found = {}
for line in ended.stdout.splitlines():
    place, _, value = line.partition("=")
    level, _, key = place.rpartition(".")
    found[level, key] = ast.literal_eval(value)


def setting(key):
    """What pip itself would use: the environment before what is said of installs, and that before what is said of all."""
    return next((found[level, key] for level in (":env:", "install", "global") if (level, key) in found), None)


def usual():
    from pip._internal.models.index import PyPI

    return PyPI.simple_url


def files(index):
    """An address of one of the files that the index names, which may be of another host (PEP 691)."""
    request = urllib.request.Request(index.rstrip("/") + "/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    try:
        with urllib.request.urlopen(request, timeout=10, context=ssl.create_default_context(cafile=setting("cert"))) as page:
            return json.loads(page.read(64 << 20))["files"][-1]["url"]
    except (OSError, ValueError, LookupError, TypeError, HTTPException):
        return None


folders = (setting("find-links") or "").split()
index = setting("index-url") or usual()
print(json.dumps({"index": index, "files": files(index), "folders": [folder for folder in folders if folder.startswith("/")]}))
