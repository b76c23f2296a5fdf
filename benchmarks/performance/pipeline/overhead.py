#!/usr/bin/env python3
"""CPU that the harness spends on a model call: request, streamed answer, parsing and the record in the store.

usage: overhead.py [ASSAY] [CALLS]: the model is a server on loopback that answers at once, with words but no code, so
that nothing is verified. What one call costs is the difference between many calls and few, over their number.
"""
import os
import resource
import subprocess
import sys
import tempfile

from answers import Answers

assay = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ".build/debug/assay")
calls = min(int(sys.argv[2]) if len(sys.argv) > 2 else 500, 1000)
WORDS = 100


def cpu(samples, server, folder):
    path = f"{folder}/e{samples}.yaml"
    with open(path, "w") as file:
        file.write(
            f"suite: {os.path.abspath('fixtures/suites/demo')}\ntasks: [top-words]\n"
            f"{server.model}"
            f"roles: {{implementer: m}}\nbudget: {{tokens_per_task: 100000000}}\n"
            f"arms: {{many: {{pipeline: {{kind: best-of-n, samples: {samples}}}}}}}\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([assay, "bench", path, "--store", f"{folder}/{samples}.db", "-q"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


server = Answers(lambda _: [f"word{i} " for i in range(WORDS)])
with tempfile.TemporaryDirectory() as folder:
    few = min(cpu(1, server, tempfile.mkdtemp(dir=folder)) for _ in range(3))
    many = cpu(calls, server, folder)
build = os.path.basename(os.path.dirname(assay))
print(f"{build} build, {calls} calls of {WORDS} streamed words: {(many - few) / (calls - 1) * 1000:.2f} ms CPU a call")
