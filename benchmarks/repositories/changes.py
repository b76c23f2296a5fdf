# Applies one-line bugs to public Python repositories, and compares the tests that their own runner fails, with the lines of the
# assertions, with those that `assay verify --patch` names; a change of documentation must stay as it was.
# usage: changes.py ASSAY CLONES changes.json [NAME…]   (folders as for compare.py, each installed in place)
import difflib, json, os, re, subprocess, sys, tempfile

assay, clones, data = sys.argv[1:4]
wanted = sys.argv[4:]


def own_failures(clone, python):
    ended = subprocess.run([python, "-m", "pytest", "-q", "--tb=line", "-rf", "-p", "no:cacheprovider", "--color=no"], cwd=clone,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env={**os.environ, "COLUMNS": "400"})
    # A subtest is told with the test that it is a part of.
    tests = set(re.findall(r"(?m)^(?:FAILED|SUBFAILED\S*(?: \[.*?\])?) (\S+::.*?)(?: - .*)?$", ended.stdout))
    # Not one for each test: `--tb=line` prints the place of the error.
    places = {(os.path.relpath(found[1], clone), int(found[2])) for found in re.finditer(rf"(?m)^({re.escape(clone)}/[^:\n]+):(\d+): ", ended.stdout)}
    return tests, places


def assay_failures(clone, venv, patch, options):
    ended = subprocess.run([os.path.abspath(assay), "verify", clone, "--patch", patch, "--python", venv, "--no-cache", "-q", "--json", *options],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    try:
        report = json.JSONDecoder().raw_decode(ended.stdout[ended.stdout.find("{"):])[0]
    except ValueError:
        return ended.stderr.strip()[-200:], set(), set(), []
    found = [finding for finding in report["findings"] if finding["kind"] == "test" and finding["severity"] == "error"]
    tests = {check["id"] for check in report["checks"] if check["kind"] == "test" and check["status"] == "failed"}
    new = [finding["message"] for finding in report["findings"] if finding["severity"] != "note" and not finding.get("preexisting")]
    return report["verdict"], tests, {(finding.get("path"), finding.get("line")) for finding in found}, new


with open(data) as file:
    described = json.load(file)
wrong = 0
for change in described["changes"]:
    if wanted and change["name"] not in wanted:
        continue
    clone, venv = os.path.realpath(f"{clones}/{change['name']}"), os.path.abspath(f"{clones}/.venvs/{change['name']}")
    path = f"{clone}/{change['path']}"
    with open(path, encoding="utf-8", newline="") as file:
        before = file.read()
    if before.count(change["old"]) < 1:
        print(f"{change['name']}: {change['path']} has no '{change['old']}'")
        wrong += 1
        continue
    after = before.replace(change["old"], change["new"], 1)
    with tempfile.NamedTemporaryFile("w", suffix=".diff", newline="") as patch:
        patch.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"a/{change['path']}", f"b/{change['path']}"))
        patch.flush()
        verdict, named, places, new = assay_failures(clone, venv, patch.name, described["options"])
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(after)
        failed, lines = own_failures(clone, f"{venv}/bin/python")
    finally:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(before)
    agrees = named == failed and lines <= places and (verdict == "passed") == (not failed) and (not change.get("documentation") or not new)
    wrong += not agrees
    print(f"{'same ' if agrees else 'WRONG'} {change['name']} {change['path']}: {verdict}, {len(named)} tests named, the own runner fails {len(failed)}; "
          f"{len(lines & places)} of {len(lines)} places", flush=True)
    if not agrees:
        print("      only own:", sorted(failed - named)[:3], sorted(lines - places)[:3], "only Assay:", sorted(named - failed)[:3], new[:3])
sys.exit(1 if wrong else 0)
