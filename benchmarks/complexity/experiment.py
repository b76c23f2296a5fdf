"""Prints the experiment file for modules of K functions, made from the one for four.

usage: experiment.py complexity.yaml K OUT
The limits on the tokens of a module grow with the number of its functions, not those of an answer that is one function; OUT is the folder with the suite.
"""
import os
import re
import sys

path, k, out = sys.argv[1], int(sys.argv[2]), os.path.abspath(sys.argv[3])
with open(path, encoding="utf-8") as file:
    text = file.read()


def scaled(match):
    return f"{match[1]}{int(match[2]) * k // 4}"


lines = [line if "units: symbols" in line else re.sub(r"(max_tokens: *)(\d+)", scaled, line) for line in text.split("\n")]
text = re.sub(r"(tokens_per_task: *)(\d+)", scaled, "\n".join(lines))
text = re.sub(r"(?m)^name: .*$", f"name: complexity-{k}", text)
text = re.sub(r"(?m)^suite: .*$", f"suite: {out}/humaneval-{k}.jsonl", text)
print(text, end="")
