# Tells from where this machine's pip fetches: its index, and folders of wheels.
# usage: registry_pip.py   (outside of any project)
import ast, json, subprocess, sys

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


folders = (setting("find-links") or "").split()
print(json.dumps({"index": setting("index-url") or usual(), "folders": [folder for folder in folders if folder.startswith("/")]}))
