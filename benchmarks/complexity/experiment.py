"""Prints the experiment file for modules of K functions, made from the one for four.

usage: experiment.py complexity.yaml K OUT
The limits on tokens grow with the number of functions; OUT is the folder with the suite.
"""
import os
import re
import sys

path, k, out = sys.argv[1], int(sys.argv[2]), os.path.abspath(sys.argv[3])
with open(path, encoding="utf-8") as file:
    text = file.read()


def scaled(match):
    return f"{match[1]}{int(match[2]) * k // 4}"


text = re.sub(r"((?:tokens_per_task|max_tokens): *)(\d+)", scaled, text)
text = re.sub(r"(?m)^name: .*$", f"name: complexity-{k}", text)
text = re.sub(r"(?m)^suite: .*$", f"suite: {out}/humaneval-{k}.jsonl", text)
print(text, end="")
