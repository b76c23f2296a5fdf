#!/usr/bin/env python3
"""Measures the context on fixes of public repositories: which of the files that a fix changed does the prompt show?

usage: commits.py ASSAY FOLDER [--half tune|report] [--tokens 8000] [--each 3] [--seed 1]

FOLDER holds clones with their history. A case is a commit whose message speaks of a fix and that changes one to three source
files and at least one test; its message is the task and its parent is the tree. The cases of each repository are drawn by the
seed and dealt alternately to two halves: one to improve the ranking by, one to report.
"""
import argparse, json, os, random, re, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import repositories

SOURCE = re.compile(r"\.(py|swift|go|js|ts|rs|java|c|cc|cpp|h|hpp)$")
TEST = re.compile(r"(^|/)(tests?|Tests|testing|spec|__tests__)/|(^|/)test_|_test\.|\.test\.|Tests?\.(swift|java)$|(^|/)conftest\.py$")
FIX = re.compile(r"\b(fix|fixes|fixed|bug|wrong|incorrect|crash|regression|broken|should)\b", re.I)


def git(folder, *words):
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def cases(folder, name, each, seed):
    """The cases of a repository: parent, message, and the source files that were there and that the commit changed."""
    log = git(folder, "log", "--no-merges", "--diff-filter=M", "--name-only", "-n", "1500", "--format=%x01%H%x02%B%x02")
    found = []
    for entry in log.split("\x01")[1:]:
        commit, message, files = entry.split("\x02")
        paths = [p for p in files.split("\n") if p]
        sources = [p for p in paths if SOURCE.search(p) and not TEST.search(p) and not p.startswith(("docs/", "examples/"))]
        words = len(message.split())
        if 1 <= len(sources) <= 3 and any(TEST.search(p) for p in paths) and FIX.search(message) and 6 <= words <= 300:
            found.append({"repository": name, "commit": commit, "statement": message.strip(), "touched": sources})
    random.Random(f"{seed} {name}").shuffle(found)
    return found[:each]


def checkout(folder, revision, into):
    """Makes a repository of one commit that holds the files of a revision; the clone stays as it is."""
    os.makedirs(into)
    index = dict(os.environ, GIT_INDEX_FILE=into + ".index")
    for words in (["read-tree", revision], ["checkout-index", "--all", f"--prefix={into}/"]):
        subprocess.run(["git", "-C", folder, *words], env=index, check=True, capture_output=True)
    git(into, "init", "-q")
    git(into, "add", "-A", "-f")
    git(into, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "start")


def hunks(folder, commit, path):
    """The lines of the old file, as (first, last), that each hunk of a commit replaces or stands behind."""
    diff = git(folder, "diff", "-U0", commit + "~1", commit, "--", path)
    found = [(int(a), int(n or 1)) for a, n in re.findall(r"^@@ -(\d+)(?:,(\d+))? ", diff, re.M)]
    return [(first, first + max(count, 1) - 1) for first, count in found]


def lines_shown(said, path):
    """The numbers of the lines that are shown of a file in parts."""
    block = re.search(r"^## Existing file `" + re.escape(path) + r"` \(parts[^\n]*\n```[^\n]*\n(.*?)\n```$", said, re.M | re.S)
    return {int(n) for n in re.findall(r"^ *(\d+)\| ", block.group(1), re.M)} if block else set()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("assay")
    parser.add_argument("folder")
    parser.add_argument("--half", choices=["tune", "report", "all"], default="report")
    parser.add_argument("--tokens", type=int, default=8000)
    parser.add_argument("--each", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", help="only write the cases to this file")
    options = parser.parse_args()
    chosen = []
    for name in sorted(os.listdir(options.folder)):
        folder = os.path.join(options.folder, name)
        if os.path.exists(folder + "/.git"):
            own = cases(folder, name, options.each, options.seed)
            chosen += [c | {"half": ["tune", "report"][i % 2]} for i, c in enumerate(own)]
    chosen = [c for c in chosen if options.half in ("all", c["half"])]
    if options.cases:
        json.dump(chosen, open(options.cases, "w"), indent=1)
        print(len(chosen), "cases of", len({c["repository"] for c in chosen}), "repositories")
        return
    total = {"whole": 0, "parts": 0, "outline": 0, "absent": 0}
    solved, judged, shares = 0, 0, []
    for case in chosen:
        with tempfile.TemporaryDirectory() as work:
            tree = work + "/" + case["repository"]
            checkout(os.path.join(options.folder, case["repository"]), case["commit"] + "~1", tree)
            said, error, _ = repositories.context(options.assay, tree, case["statement"], options.tokens, work)
        if said is None:
            print(f"{case['repository']} {case['commit'][:10]} left out: {error[-200:]}")
            continue
        forms = repositories.forms(said)
        judged += 1
        got = [forms.get(path, "absent") for path in case["touched"]]
        own = []
        for path, form in zip(case["touched"], got):
            total[form] += 1
            lines = lines_shown(said, path)
            places = hunks(os.path.join(options.folder, case["repository"]), case["commit"], path)
            seen = sum(form == "whole" or (form == "parts" and (first in lines or last in lines)) for first, last in places)
            own.append(seen / max(len(places), 1))
        shares += own
        solved += all(form in ("whole", "parts") for form in got)
        print(case["repository"], case["commit"][:10], ", ".join(f"{p}: {f}" for p, f in zip(case["touched"], got)), f"{100 * sum(own) / len(own):.0f} % of the places, {len(said) // 3} tokens", flush=True)
    files = sum(total.values())
    print(f"{judged} fixes, {files} changed files: " + ", ".join(f"{n} {form} ({100 * n // max(files, 1)} %)" for form, n in total.items()))
    print(f"changed places (hunks) of a file whose lines are shown, mean over the files: {100 * sum(shares) / max(len(shares), 1):.0f} %")
    print(f"fixes of which every changed file is shown whole or in parts: {solved} of {judged}")


if __name__ == "__main__":
    main()
