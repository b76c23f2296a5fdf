"""Kills `assay bench` at random moments, resumes it, and looks whether anything was lost or paid for twice.

usage: kill.py ASSAY [TIMES] [SEED]
"""
import atexit, json, os, random, re, shutil, signal, sqlite3, subprocess, sys, tempfile, time

assay, times, seed = os.path.realpath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100, int(sys.argv[3]) if len(sys.argv) > 3 else 1
random.seed(seed)
work = tempfile.mkdtemp(prefix="assay-kill-")
atexit.register(shutil.rmtree, work, True)
names = ["one", "two", "three", "four", "five", "six"]
with open(f"{work}/suite.jsonl", "w") as suite:
    for name in names:
        suite.write(json.dumps({"task_id": name, "entry_point": name, "prompt": f'def {name}(x):\n    """{name}\n\n    >>> {name}(1)\n    1\n    """\n', "canonical_solution": "    return x\n",
                                "test": "def check(candidate):\n    assert candidate(1) == 1\n"}) + "\n")
# Each question is noted before it is answered: that is when it is paid for.
with open(f"{work}/model.py", "w") as model:
    model.write("import os, re, sys, time\nasked = sys.stdin.read()\nname = re.search(r'def (\\w+)\\(', asked)[1]\n"
                f"fd = os.open('{work}/paid', os.O_WRONLY | os.O_APPEND | os.O_CREAT)\nos.write(fd, (name + '\\n').encode())\n"
                # Wrong at first, so that an attempt makes several calls.
                "time.sleep(0.05)\nvalue = 'x' if 'failed these checks' in asked else 'x + 1'\n"
                "print(f'```python\\ndef {name}(x):\\n    return {value}\\n```')\n")
with open(f"{work}/run.yaml", "w") as file:
    file.write(f"suite: suite.jsonl\nmodels: {{m: {{provider: command, command: [/usr/bin/python3, -I, -S, {work}/model.py]}}}}\n"
               "roles: {analyst: m, planner: m, implementer: m, reviewer: m, fixer: m}\n"
               "pipeline: {kind: multi-step, plan: false, review: false, max_fix_rounds: 2, allow_self_review: true}\n")
command = [assay, "bench", f"{work}/run.yaml", "--store", f"{work}/a.db"]
faults, killed, resumed, total, hidden = [], 0, 0, 0, 0


def paid():
    return open(f"{work}/paid").read().split() if os.path.exists(f"{work}/paid") else []


def stored():
    database = sqlite3.connect(f"{work}/a.db")
    run = database.execute("SELECT id FROM experiment ORDER BY created DESC LIMIT 1").fetchone()
    return dict(database.execute("SELECT task, verdict FROM attempt WHERE status = 'done' AND experiment = ?", run or ("",)))


def calls():
    """How many calls the last run has stored, and how many of them more than once in every detail and answered."""
    database = sqlite3.connect(f"{work}/a.db")
    run = database.execute("SELECT id FROM experiment ORDER BY created DESC LIMIT 1").fetchone() or ("",)
    rows = database.execute("SELECT c.state, c.request, c.attempt FROM model_call c JOIN attempt a ON a.id = c.attempt WHERE a.experiment = ?", run).fetchall()
    answered = [row[1:] for row in rows if row[0] == "answered"]
    return len(rows), len(answered) - len(set(answered))


def say(round, message):
    faults.append(message)
    print(f"round {round}: {message}", flush=True)


for round in range(1, times + 1):
    open(f"{work}/paid", "w").close()
    said, first = set(), True
    # The last try of a round is left alone.
    for attempt in range(4):
        before = len(paid())
        process = subprocess.Popen(command + (["--new"] if first else []), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        if attempt < 3:
            time.sleep(random.uniform(0.05, 1.6))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
        _, told = process.communicate()
        # A task that was said to be done before is never asked about again.
        for name in paid()[before:]:
            if name in said:
                say(round, f"{name} was paid for after it was done")
        now = set(re.findall(r"[✓✗] \S+ · (\w+) ·", told))
        done = stored() if os.path.exists(f"{work}/a.db") else {}
        for name in now | said:
            if name not in done:
                say(round, f"{name} was said to be done and is not stored")
        said |= now
        planned = sqlite3.connect(f"{work}/a.db").execute("SELECT COUNT(*) FROM experiment").fetchone()[0] if os.path.exists(f"{work}/a.db") else 0
        # Killed before the plan was stored, there is nothing to resume.
        first = first and planned < round
        if process.returncode == 0:
            break
        resumed += 1
    if process.returncode != 0:
        say(round, f"the last try ended with {process.returncode}: {told[-300:]}")
    (known, twice), asked = calls(), len(paid())
    total, hidden = total + asked, hidden + max(0, known - asked)
    if asked > known:
        say(round, f"{asked} calls were paid for, {known} are stored")
    if twice:
        say(round, f"{twice} answered calls were made again")
    if set(stored()) != set(names) or set(stored().values()) != {"passed"}:
        say(round, f"the run is not whole: {stored()}")
    if sqlite3.connect(f"{work}/a.db").execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        say(round, "the database is damaged")
problems = sqlite3.connect(f"{work}/a.db").execute("SELECT COUNT(*) FROM pragma_foreign_key_check").fetchone()[0]
print(f"{times} runs of {len(names)} attempts, killed {killed} times, resumed {resumed} times, {total} calls seen ({hidden} more stored that were killed before they were sent): {len(faults)} faults; {problems} broken references")
sys.exit(1 if faults or problems else 0)
