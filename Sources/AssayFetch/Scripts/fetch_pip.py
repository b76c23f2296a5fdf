# Fetches the wheels that a Python project asks for, and unpacks them; nothing of any package is run.
# usage: fetch_pip.py LAYER   (in the folder of the manifests)
import json, os, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pip_manifests import collect, is_plain


def pip(found, lines, layer, *more):
    """Runs pip's installation of some requirements into a folder, and returns it."""
    for name, texts in (("asked", lines), ("constraints", list(filter(is_plain, found.constraints)))):
        with open(f"/w/.assay-{name}.txt", "w") as file:
            file.write("\n".join(texts) + "\n")
    return subprocess.run(
        [sys.executable, "-I", "-m", "pip", "install", "--no-input", "--only-binary", ":all:", "--no-compile", "--quiet",
         "--root-user-action", "ignore", "--target", layer, *more, "-r", "/w/.assay-asked.txt", "-c", "/w/.assay-constraints.txt"],
        stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, errors="replace")


def without_wishes(found, lines, layer):
    """The requirements without those wishes that cannot be had beside the others, which are said; all where that helps nothing."""
    refused, needed = {}, [line for line in lines if line not in found.wished]
    if needed and pip(found, needed, layer, "--dry-run").returncode:
        return lines
    for wish in found.wished.keys() & set(lines):
        ended = pip(found, [*needed, wish], layer, "--dry-run")
        if ended.returncode:
            refused[wish] = next((line for line in reversed(ended.stderr.splitlines()) if line.startswith("ERROR:")), "")
    if not needed and len(refused) == len(found.wished):
        return lines
    found.left += [f"{wish} ({found.wished[wish]}: {said[:120]})" for wish, said in sorted(refused.items())]
    return [line for line in lines if line not in refused]


def main(layer):
    found = collect()
    for text in found.lines:
        found.wished.pop(text, None)
    lines = sorted({*found.lines, *found.wished})
    hashed = [line for line in lines if "--hash" in line]
    if hashed and len(hashed) < len(lines):
        # pip wants a hash of all or of none.
        lines = [line.split(" --hash")[0] for line in lines]
        found.left.append("hashes of versions (not every requirement has one)")
    os.makedirs(layer, exist_ok=True)
    if lines:
        ended = pip(found, lines, layer)
        if ended.returncode and found.wished:
            kept = without_wishes(found, lines, layer)
            if kept != lines:
                ended = pip(found, kept, layer)
        sys.stderr.write(ended.stderr)
        if ended.returncode:
            return ended.returncode
    # Wheels suit one runtime: another does not use them.
    with open(layer + "/.assay-runtime", "w") as file:
        file.write(sys.implementation.cache_tag)
    print(json.dumps({"left": found.left[:50]}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
