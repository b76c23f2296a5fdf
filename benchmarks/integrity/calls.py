"""What a call through the oracle of Python functions takes, to and fro between two processes, the start included.

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
