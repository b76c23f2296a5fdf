#!/usr/bin/env bash
# Judges real data with known truth and prints how often we agree with it.
# usage: benchmarks/acceptance.sh ASSAY SHARED_DATA
set -uo pipefail
assay=$1 data=$2 out=$(mktemp -d) bad=0
trap 'rm -rf "$out"' EXIT
[ -d "$data" ] || { echo "acceptance: $data is not there; it holds the real data"; exit 5; }
suite=$data/humaneval/humaneval-even.jsonl
echo "== published verdicts =="
for file in "$data"/replay/*.jsonl; do
  name=$(basename "$file" .jsonl)
  "$assay" verify -q "$file" --suite "$suite" -o "$out/$name.results.jsonl" >/dev/null
  /usr/bin/python3 - "$out/$name.results.jsonl" <<'P' || bad=1
import json, os, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
differ = [r["task_id"] for r in rows if (r["published"] == "passed") != (r["verdict"] == "passed")]
print(f"{len(rows) - len(differ)}/{len(rows)} agree  {os.path.basename(sys.argv[1])}  {' '.join(differ)}")
sys.exit(len(differ) > 1)
P
done
echo "== paired comparisons =="
compare() { "$assay" compare "$out/humaneval.$1.even.results.jsonl" "$out/humaneval.$2.even.results.jsonl"; }
compare gpt-4.single-pass gpt-4.reflexion
compare gpt-4.single-pass gpt-4-turbo.mapcoder
compare gpt-3.5.ldb-seed gpt-3.5.ldb-repaired
compare gpt-3.5.mapcoder-plan-only gpt-3.5.mapcoder-with-debug-loop
echo "== p-values of the published verdicts =="
/usr/bin/python3 - "$assay" "$data" "$out" <<'P' || bad=1
import json, subprocess, sys
assay, data, out = sys.argv[1:]
# As the data's README lists them: fixed, broke and p of the exact McNemar test.
pairs = [("gpt-4.single-pass", "gpt-4.reflexion", 2, 1, 1), ("gpt-4.single-pass", "gpt-4-turbo.mapcoder", 8, 2, 0.109375),
         ("gpt-3.5.ldb-seed", "gpt-3.5.ldb-repaired", 9, 1, 0.0214844),
         ("gpt-3.5.mapcoder-plan-only", "gpt-3.5.mapcoder-with-debug-loop", 18, 5, 0.010622)]
wrong = 0
for a, b, fixed, broke, p in pairs:
    for name in (a, b):
        with open(f"{out}/{name}.published.jsonl", "w") as file:
            for row in map(json.loads, open(f"{data}/replay/humaneval.{name}.even.jsonl")):
                file.write(json.dumps({"task_id": row["task_id"], "verdict": "passed" if row["published"] == "passed" else "failed", "tier": "C", "suite_digest": "published"}) + "\n")
    said = json.loads(subprocess.run([assay, "compare", f"{out}/{a}.published.jsonl", f"{out}/{b}.published.jsonl", "--json"],
                                     stdout=subprocess.PIPE).stdout)
    same = (said["fixed"], said["broke"]) == (fixed, broke) and abs(said["p_exact"] - p) < 1e-6
    wrong += not same
    print(f"{a} → {b}: fixed {said['fixed']}, broke {said['broke']}, p = {said['p_exact']:.6g}{'' if same else ', which is not what is listed'}")
sys.exit(wrong)
P
echo "== mutants =="
"$assay" verify -q "$data/mutants/humaneval-mutants.jsonl" --suite "$suite" -o "$out/mutants.jsonl" >/dev/null
/usr/bin/python3 - "$data/mutants/humaneval-mutants.jsonl" "$out/mutants.jsonl" <<'P' || bad=1
import json, sys
labels, rows = ([json.loads(line) for line in open(path)] for path in sys.argv[1:])
right = sum((a["label"] == "survived") == (b["verdict"] == "passed") and (a["label"] == "survived" or a["failure"] == b["failure"])
            for a, b in zip(labels, rows))
print(f"{right}/{len(labels)} have the labelled verdict and failure class")
sys.exit(right < 0.99 * len(labels))
P
echo "== published Rust samples =="
/usr/bin/python3 - "$data/published/rust-samples-with-verdicts.jsonl" "$out" <<'P'
import json, sys
with open(f"{sys.argv[2]}/rust.jsonl", "w") as problems, open(f"{sys.argv[2]}/rust-samples.jsonl", "w") as samples:
    for number, line in enumerate(open(sys.argv[1])):
        row = json.loads(line)
        name = f"{row['task']}-{number}"
        problems.write(json.dumps({"name": name, "language": "rs", "prompt": "", "tests": row["test"]}) + "\n")
        samples.write(json.dumps({"task_id": name, "solution": row["program"], "published": row["published_passed"]}) + "\n")
P
"$assay" verify -q "$out/rust-samples.jsonl" --suite "$out/rust.jsonl" -o "$out/rust-results.jsonl" >/dev/null
/usr/bin/python3 - "$out/rust-results.jsonl" <<'P' || bad=1
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
agree = sum(row["published"] == (row["verdict"] == "passed") for row in rows)
print(f"{agree}/{len(rows)} agree")
sys.exit(agree < 0.97 * len(rows))
P
echo "== references pass, stubs fail =="
for file in "$suite" "$data/exercism/python.jsonl" "$data/exercism/swift.jsonl" "$data/quixbugs/quixbugs-python.jsonl" \
  "$data"/humaneval-x/{cpp,java,js}-even.jsonl; do
  echo "$file"
  "$assay" suite validate -q --mutants 0 --repetitions 0 --plain-stubs "$file" || bad=1
done
echo "== references pass, asked twice =="
/usr/bin/python3 - "$suite" "$out/references.jsonl" <<'P'
import json, sys
with open(sys.argv[2], "w") as samples:
    for line in open(sys.argv[1]):
        task = json.loads(line)
        samples.write(json.dumps({"task_id": task["task_id"], "completion": task["canonical_solution"]}) + "\n")
P
"$assay" verify -q "$out/references.jsonl" --suite "$suite" --differential -o "$out/references-results.jsonl" | tail -1 || bad=1
exit $bad
