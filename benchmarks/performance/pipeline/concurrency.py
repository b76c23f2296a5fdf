"""Measures what making attempts at once saves: the same experiment with -j 1, and with as many jobs as there are processors.

usage: concurrency.py ASSAY [TASKS] [LATENCY]
A server on loopback answers every question rightly after LATENCY seconds (0.5 unless given); 0 measures the work alone. The two ways
are run in turn, three times each, each time as a new run in a new database. CPU is that of assay and of all that it starts.
"""
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from answers import Answers, write_suite

assay = sys.argv[1]
tasks = int(sys.argv[2]) if len(sys.argv) > 2 else 40
latency = float(sys.argv[3]) if len(sys.argv) > 3 else 0.5


def answer(text):
    number = re.search(r"add_(\d+)", text)[1]
    return [f"```python\ndef add_{number}(n):\n    return n + {number}\n```"]


def main():
    server = Answers(answer, latency)
    with tempfile.TemporaryDirectory() as folder:
        write_suite(f"{folder}/suite.jsonl", tasks)
        with open(f"{folder}/e.yaml", "w", encoding="utf-8") as file:
            file.write(f"name: e\nsuite: suite.jsonl\n{server.model}roles: {{implementer: m}}\narms: {{a: {{pipeline: {{kind: single-pass}}}}}}\n")
        seen = {1: [], os.cpu_count(): []}
        for turn in range(3):
            for jobs in seen:
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                start = time.monotonic()
                subprocess.run([os.path.abspath(assay), "bench", "e.yaml", "-j", str(jobs), "--store", f"{turn}-{jobs}.db", "-q", "-o", "r.md"], cwd=folder, check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                wall = time.monotonic() - start
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                seen[jobs].append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        print(f"{tasks} attempts, {latency} s of latency, {os.cpu_count()} processors")
        for jobs, times in seen.items():
            wall, cpu = (statistics.median(column) for column in zip(*times))
            print(f"-j {jobs}: {wall:.1f} s, {cpu:.1f} s of CPU, {wall / tasks:.3f} s an attempt, wall {wall / (cpu / os.cpu_count()):.2f} times CPU by processors")
        one, many = (statistics.median(wall for wall, _ in times) for times in seen.values())
        print(f"times as fast: {one / many:.2f}")


main()
