"""Times `assay compare` on two results files of many tasks with several samples each.

usage: python3 large.py ASSAY [TASKS [SAMPLES]]

Prints the seconds of five comparisons of 50,000 tasks × 5 samples, of which a tenth differ, and checks the verdict.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time


def rows(tasks, samples, generator, drop):
    for task in range(tasks):
        hardness = task % 10 / 10
        for sample in range(samples):
            passed = (task * 31 + sample * 17) % 100 / 100 >= hardness
            if generator.random() < drop:
                passed = not passed
            yield json.dumps({
                "cached": False, "cpu_seconds": 0.0312, "failing": [] if passed else ["test_case", "test_other"],
                "failure": None if passed else "assertion", "sample": sample, "suite_digest": f"{task:064x}", "task_id": f"Suite/{task}",
                "tier": "A-", "verdict": "passed" if passed else "failed", "wall_seconds": 0.0415}) + "\n"


def main():
    assay = str(pathlib.Path(sys.argv[1]).resolve())
    tasks, samples = (int(text) for text in (sys.argv[2:4] + ["50000", "5"][len(sys.argv) - 2:]))
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, drop in (("before", 0), ("after", 0.02)):
            names.append(f"{folder}/{name}.results.jsonl")
            with open(names[-1], "w") as file:
                file.writelines(rows(tasks, samples, random.Random(name), drop))
        taken = []
        for _ in range(5):
            start = time.monotonic()
            ended = subprocess.run([assay, "compare", *names, "--json"], capture_output=True, text=True)
            taken.append(time.monotonic() - start)
            result = json.loads(ended.stdout)
            assert (result["n"], result["samples"]) == (tasks, samples), result
        print(f"{tasks} tasks × {samples} samples: {min(taken):.2f} to {max(taken):.2f} s, {result['verdict']}, "
              f"{len(result['flips'])} tasks differ, p = {result['p_exact']:.3g}")


if __name__ == "__main__":
    main()
