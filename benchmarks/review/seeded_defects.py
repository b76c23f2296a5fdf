# Answers to the even HumanEval tasks whose truth is known, mixed: mutants of references, more of them made here,
# references, and what models once answered, as it was published. What is wrong `assay review` finds out itself.
# usage: seeded_defects.py DATA OUT.jsonl
import glob, json, random, re, sys

data, out = sys.argv[1:3]


def rows(path):
    return [json.loads(line) for line in open(path)]


def answer(row, kind):
    text = {key: row[key] for key in ("solution", "completion") if key in row}
    return {"task_id": row["task_id"], **text, "kind": kind}


SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "+": "-", "-": "+", "*": "+", "%": "//", "and": "or", "or": "and",
         "0": "1", "1": "2", "2": "3", "True": "False", "False": "True", "min": "max", "max": "min", "not ": ""}
TOKENS = re.compile("|".join(rf"\b{key}\b" if key.strip().isalnum() and key == key.strip() else re.escape(key)
                             for key in sorted(SWAPS, key=len, reverse=True)))
draw = random.Random(1)


def mutants(row, count):
    """Some of the references that differ by one token."""
    text = row["canonical_solution"]
    places = [found for found in TOKENS.finditer(text)]
    for found in draw.sample(places, min(count, len(places))):
        yield {"task_id": row["task_id"], "completion": text[:found.start()] + SWAPS[found.group()] + text[found.end():], "kind": "mutant"}


answers = [answer(row, "mutant") for row in rows(f"{data}/mutants/humaneval-mutants.jsonl")]
answers += [answer({**row, "completion": row["canonical_solution"]}, "reference") for row in rows(f"{data}/humaneval/humaneval-even.jsonl")]
answers += [answer(row, "published") for path in sorted(glob.glob(f"{data}/replay/*.jsonl")) for row in rows(path)]
answers += [mutant for row in rows(f"{data}/humaneval/humaneval-even.jsonl") for mutant in mutants(row, 5)]
draw.shuffle(answers)
with open(out, "w") as file:
    seen = set()
    for row in answers:
        key = (row["task_id"], row.get("solution"), row.get("completion"))
        if key not in seen:
            file.write(json.dumps(row) + "\n")
        seen.add(key)
