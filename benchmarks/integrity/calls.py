"""What a call takes, to and fro between two processes: through the oracle of Python functions, the start included, and
through the membrane of pytest files, beyond what the same verification takes without calls.

usage: calls.py ASSAY [CALLS]
"""
import json, os, subprocess, sys, tempfile

assay, calls = os.path.realpath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20000
arguments = {"a whole number": "7", "a list of five types": "[1, 2.5, 'a', (1, 2), {'k': [1]}]"}
with tempfile.TemporaryDirectory() as folder:
    for name, argument in arguments.items():
        test = f"def check(candidate):\n    x = {argument}\n    for _ in range({calls}):\n        assert candidate(x) == x\n"
        for file, line in [("suite", {"task_id": "echo", "entry_point": "echo", "prompt": "def echo(x):\n", "canonical_solution": "    return x\n", "test": test}),
                           ("samples", {"task_id": "echo", "solution": "def echo(x):\n    return x\n"})]:
            with open(f"{folder}/{file}.jsonl", "w") as out:
                out.write(json.dumps(line) + "\n")
        took = []
        for _ in range(3):
            subprocess.run([assay, "verify", f"{folder}/samples.jsonl", "--suite", f"{folder}/suite.jsonl", "-o", f"{folder}/out.jsonl", "--no-cache", "-q"],
                           stdout=subprocess.DEVNULL, check=True)
            took.append(json.loads(open(f"{folder}/out.jsonl").read())["wall_seconds"] / calls * 1e6)
        print(f"{name}: {', '.join(f'{t:.1f}' for t in took)} µs a call")


def membrane(folder, argument, count):
    """Seconds of a verification whose test makes so many calls, first in one process, then from another."""
    task = f"{folder}/suite/echo"
    test = f"from solution import echo\n\n\ndef test_echo():\n    x = {argument}\n    for _ in range({count}):\n        assert echo(x) == x\n"
    for name, text in {
        "task.yaml": "title: echo\nlanguage: python\ndeliverables: [solution.py]\n", "statement.md": "Echo.\n",
        "hidden/test_echo.py": test, "reference/solution.py": "def echo(x):\n    return x\n", "stub/solution.py": "\n",
    }.items():
        os.makedirs(os.path.dirname(f"{task}/{name}"), exist_ok=True)
        with open(f"{task}/{name}", "w") as out:
            out.write(text)
    command = [assay, "verify", f"{task}/reference", "--suite", f"{folder}/suite", "--task", "echo", "--no-cache", "--json"]
    report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    assert report["tier"] == "A-", report["tier"]
    # The reference is looked at once in the same verification, so every call is made twice from outside.
    return report["duration"], 2


with tempfile.TemporaryDirectory() as folder:
    for name, argument in arguments.items():
        took = []
        for _ in range(3):
            (none, _), (all, rounds) = membrane(folder, argument, 0), membrane(folder, argument, calls)
            took.append((all - none) / calls / rounds * 1e6)
        print(f"{name}, through the membrane: {', '.join(f'{t:.1f}' for t in took)} µs a call")
