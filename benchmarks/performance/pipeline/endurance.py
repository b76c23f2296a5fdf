"""Makes very many attempts in two shards that are killed again and again, merges them, and looks whether anything is lost or wrong.

usage: endurance.py ASSAY [ATTEMPTS] [SEED]
ATTEMPTS (50,000 unless given) are spread over two arms, five seeds and as many trivial Python tasks as that takes. A server on loopback
answers at once, and one task in five wrongly. Each shard runs with one job and is killed after 5 to 30 s, as often as it takes;
SEED (1) decides when. Ends with 1 where a verdict, a count or the database is not as it must be.
"""
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from answers import Answers, write_suite

assay = os.path.abspath(sys.argv[1])
attempts = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
tasks = max(2, attempts // 10)
asked, faults, kills = [], [], [0, 0]


def answer(text):
    number, seed = int(re.search(r"add_(\d+)", text)[1]), json.loads(text).get("seed", 0)
    asked.append(number)
    # With the seed in it no two answers are alike, so that each is judged anew.
    return [f"```python\ndef add_{number}(n):\n    # {seed}\n    return n + {number + (number % 5 == 0)}\n```"]


def expect(condition, what):
    if not condition:
        faults.append(what)


def write_experiment(folder, server):
    write_suite(f"{folder}/suite.jsonl", tasks)
    with open(f"{folder}/e.yaml", "w", encoding="utf-8") as file:
        file.write(f"name: endurance\nsuite: suite.jsonl\nseeds: 5\n{server.model}roles: {{implementer: m}}\n"
                   "arms: {a: {pipeline: {kind: single-pass}}, b: {pipeline: {kind: single-pass, max_tokens: 900}}}\n")


def shard(folder, number, moments):
    """Runs one shard to its end, killed at the moments drawn for it."""
    while True:
        command = [assay, "bench", "e.yaml", "--shard", f"{number}/2", "-j", "1", "--store", f"{number}.db", "-q", "-o", f"{number}.md"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            _, said = process.communicate(timeout=next(moments))
            expect(process.returncode in (0, 1), f"shard {number} ended with {process.returncode}: {said[-300:]}")
            return
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            kills[number - 1] += 1


def moments(seed):
    own = random.Random(seed)
    while True:
        yield own.uniform(5, 30)


def judge(folder):
    """Looks at the merged run, and returns its size in bytes."""
    path = f"{folder}/whole.db"
    merged = subprocess.run([assay, "merge", "1.db", "2.db", "-o", "whole.db"], cwd=folder, capture_output=True, text=True)
    expect(merged.returncode == 0, f"merge ended with {merged.returncode}: {merged.stderr[-300:]}")
    start = time.monotonic()
    report = subprocess.run([assay, "report", "latest", "--store", "whole.db", "-o", "whole.md"], cwd=folder, capture_output=True, text=True)
    expect(report.returncode in (0, 1), f"report ended with {report.returncode}: {report.stderr[-300:]}")
    print(f"report: {time.monotonic() - start:.2f} s")
    database = sqlite3.connect(path)
    expect(database.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the database is damaged")
    expect(not database.execute("SELECT COUNT(*) FROM pragma_foreign_key_check").fetchone()[0], "references are broken")
    rows = database.execute("SELECT task, arm, seed, status, verdict FROM attempt").fetchall()
    expect(len(rows) == len({row[:3] for row in rows}) == tasks * 10, f"{len(rows)} attempts are stored, {tasks * 10} were planned")
    for task, arm, seed, status, verdict in rows:
        right = "failed" if int(task.split("/")[1]) % 5 == 0 else "passed"
        expect(status == "done" and verdict == right, f"{task}, {arm}, seed {seed}: {status}, {verdict}; it is {right}")
    stored = database.execute("SELECT COUNT(*) FROM model_call").fetchone()[0]
    expect(len(asked) <= stored, f"{len(asked)} calls were answered, {stored} are stored")
    again = len(asked) - tasks * 10
    # With one job a shard has few calls in flight when it is killed.
    expect(again <= 40 * sum(kills), f"{again} calls were made again after {sum(kills)} kills")
    print(f"calls made again after {sum(kills)} kills: {again}")
    return os.path.getsize(path)


def main():
    server = Answers(answer)
    with tempfile.TemporaryDirectory() as folder:
        write_experiment(folder, server)
        start = time.monotonic()
        shards = [threading.Thread(target=shard, args=(folder, number, moments(draw.random()))) for number in (1, 2)]
        for thread in shards:
            thread.start()
        for thread in shards:
            thread.join()
        wall = time.monotonic() - start
        size = judge(folder)
    print(f"{tasks * 10} attempts in two shards: {wall:.0f} s, {size / tasks / 10:.0f} bytes of database an attempt")
    for fault in faults[:20]:
        print(fault)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
