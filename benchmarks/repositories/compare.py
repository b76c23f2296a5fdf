# Runs the own test runner of public repositories and `assay verify` on them, and prints a table of verdicts, counts and seconds.
# usage: compare.py ASSAY CLONES DATA.json [NAME…]   (CLONES/NAME is a clone; CLONES/.venvs/NAME its virtual environment, if it has one)
#
# Nothing of the repositories is kept here. A data file names, for each repository, its own command and how the counts of passed,
# failed and skipped tests are read from what that prints: `totals` are patterns whose group is a number, `lines` are patterns of
# which each match is one test. `{clone}` and `{venv}` are folders. A clone is as its own runner needs it: built or installed.
# `lacks` are words of what cannot be had on this machine: then the own runner must not begin, and `assay verify` must end with
# exit code 3 and name each of them. `settings` is an assay.yaml for the clone, of which its own command takes a part too.
# With `once` Assay runs once.
import json, os, re, subprocess, sys, time

assay, clones, data = sys.argv[1:4]
wanted = sys.argv[4:]
KINDS = ("passed", "failed", "skipped")
STATUSES = {"passed": "passed", "skipped": "skipped", "expected_failure": "expected", "not_run": "not run"}


def run(command, folder, environment=None):
    begun = time.monotonic()
    ended = subprocess.run(command, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, errors="replace")
    return ended.returncode, re.sub(r"\x1b\[[0-9;]*m", "", ended.stdout), time.monotonic() - begun


def own_counts(text, reader):
    counts = {}
    for kind in KINDS:
        total = reader.get("totals", {}).get(kind)
        lines = reader.get("lines", {}).get(kind)
        counts[kind] = sum(int(found) for found in re.findall(total, text, re.M)) if total else len(re.findall(lines, text, re.M)) if lines else 0
    # Some runners only print how many ran.
    if "ran" in reader:
        ran = sum(int(found) for found in re.findall(reader["ran"], text, re.M))
        counts["passed"] = ran - counts["failed"] - counts["skipped"]
    return counts


def assay_counts(text):
    said = re.search(r"unavailable: .*", text)
    if said:
        return said[0], {kind: 0 for kind in KINDS}
    start = text.find("{\n")
    try:
        report = json.JSONDecoder().raw_decode(text[start:])[0] if start >= 0 else None
    except ValueError:
        report = None
    if report is None:
        return text.strip().splitlines()[-1][:80] if text.strip() else "nothing said", {kind: 0 for kind in KINDS}
    tests = [STATUSES.get(check["status"], "failed") for check in report["checks"] if check["kind"] == "test"]
    return report["verdict"], {kind: tests.count(kind) for kind in KINDS}


def words(counts):
    return " / ".join(f"{counts[kind]:,}" for kind in KINDS)


with open(data) as file:
    described = json.load(file)
versions = described.get("versions", ["git", "-C", "{clone}", "describe", "--tags", "--always"])
again = [] if described.get("once") else ["again, s", "known, s"]
heads = ["repository", "version", "own runner: passed / failed / skipped", "s", "Assay", "passed / failed / skipped", "s", *again, "same"]
print("| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
same = 0
projects = [project for project in described["projects"] if not wanted or project["name"] in wanted]
for project in projects:
    clone, venv = os.path.realpath(f"{clones}/{project['name']}"), f"{clones}/.venvs/{project['name']}"
    fill = lambda command: [word.replace("{clone}", clone).replace("{venv}", os.path.abspath(venv)) for word in command]
    if "settings" in project:
        with open(f"{clone}/assay.yaml", "w") as file:
            json.dump(project["settings"], file)
    version = run(fill(versions), clone)[1].strip().splitlines()[-1]
    status, text, own_seconds = run(fill(project["own"]), clone, project.get("environment"))
    own = own_counts(text, described["readers"][project["reader"]])
    command = [os.path.abspath(assay), "verify", clone, "-q", "--json", *fill(project.get("assay", []))]
    # Once and again without a verdict that is known, then with it: the third run keeps the verdict.
    runs = [run(command + more, clone) for more in ([["--no-cache"], ["--no-cache"], [], []] if again else [["--no-cache"]])]
    verdict, counts = assay_counts(runs[0][1])
    seconds = [f"{runs[index][2]:.1f}" for index in ((0, 1, 3) if again else (0,))]
    if "lacks" in project:
        agrees = status != 0 and runs[0][0] == 3 and verdict.startswith("unavailable") and all(word in verdict for word in project["lacks"])
        shown = ["does not begin", f"{own_seconds:.1f}", verdict[:160].replace("|", "/"), "–"]
    else:
        # The own runner's status is its verdict; counts must be the same one by one.
        agrees = (status == 0) == (verdict == "passed") and counts == own
        shown = [words(own), f"{own_seconds:.1f}", verdict, words(counts)]
    same += agrees
    print("| " + " | ".join([project["name"], version, *shown, *seconds, "yes" if agrees else "no"]) + " |", flush=True)
print(f"\n{same} of {len(projects)} agree")
sys.exit(0 if same == len(projects) else 1)
