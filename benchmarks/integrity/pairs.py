# Judges every ordered pair of fixtures/batch together, the attacker just before its victim, and compares with the verdicts
# that both get alone.
# usage: pairs.py ASSAY [ATTACKERS]   (the first so many attackers only)
import json, re, subprocess, sys, tempfile, time

assay, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None
RIGHT = "def double(numbers):\n    return [2 * n for n in numbers]\n"
TEST = "def check(candidate):\n    assert candidate([1, 2]) == [2, 4]\n    assert candidate([]) == []\n"


def programs(name, end=""):
    parts = re.split(r"(?m)^#%% ", open(f"fixtures/batch/{name}.py").read())[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2] + end) for part in parts]


def verdicts(folder, samples):
    with open(f"{folder}/samples.jsonl", "w") as file:
        file.writelines(json.dumps({"task_id": "double", "solution": sample}) + "\n" for sample in samples)
    subprocess.run([assay, "verify", f"{folder}/samples.jsonl", "--suite", f"{folder}/suite.jsonl", "--no-cache", "-q", "-j", "2",
                    "-o", f"{folder}/results.jsonl"], stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in open(f"{folder}/results.jsonl")]


with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/suite.jsonl", "w") as file:
        file.write(json.dumps({"task_id": "double", "prompt": "def double(numbers):\n", "entry_point": "double", "test": TEST}) + "\n")
    attackers, victims = programs("attackers", RIGHT)[:count], programs("victims")
    # A single sample is judged alone.
    alone = {name: verdicts(folder, [code])[0]["verdict"] for name, code in attackers + victims}
    pairs = [(a, v) for a in attackers for v in victims]
    start = time.monotonic()
    together = verdicts(folder, [program[1] for pair in pairs for program in pair])
    seconds = time.monotonic() - start
differ = []
for number, (attacker, victim) in enumerate(pairs):
    found = [together[2 * number + place]["verdict"] for place in (0, 1)]
    if found != [alone[attacker[0]], alone[victim[0]]]:
        differ.append(f"{attacker[0]} ({alone[attacker[0]]}, {found[0]}), {victim[0]} ({alone[victim[0]]}, {found[1]})")
for line in differ: print("differs from alone:", line)
for name, verdict in alone.items(): print(f"{verdict:20} {name}", file=sys.stderr)
print(f"{len(pairs) - len(differ)} of {len(pairs)} pairs ({len(attackers)} attackers, {len(victims)} victims) as alone; together in {seconds:.0f} s")
sys.exit(bool(differ))
