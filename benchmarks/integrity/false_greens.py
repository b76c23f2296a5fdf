#!/usr/bin/env python3
# Adds one failing test of many kinds to small projects that pass, and judges each: none may pass.
# Prints a line for each reader of test results, and ends with 1 where anything failing passed or anything right did not.
# usage: false_greens.py ASSAY [READER…]      (readers: the names of fixtures/mutations/*.json)
import concurrent.futures, json, os, pathlib, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def judge(assay, place, files, language):
    for path, text in files.items():
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    # JUnit XML has no profile of its own among the embedded ones.
    extra = {"ASSAY_TOOLCHAINS": str(ROOT / "fixtures/toolchains")} if language == "junit" else {}
    run = subprocess.run([assay, "verify", str(place), "--no-cache", "--format", "json"], capture_output=True, text=True, env={**os.environ, **extra})
    try:
        report = json.loads(run.stdout)
    except ValueError:
        return "no report", run.stderr.strip()[:200]
    return report["verdict"], "; ".join(finding["message"][:80] for finding in report["findings"] if finding["severity"] == "error")


def main():
    assay, *names = sys.argv[1:]
    known = sorted((ROOT / "fixtures/mutations").glob("*.json"))
    wrong, total = [], 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        for file in [file for file in known if not names or file.stem in names]:
            project = json.loads(file.read_text())
            begin = time.monotonic()
            cases = [("as it is", {})] + [(item["name"], item["files"]) for item in project["mutations"]]
            places = [pathlib.Path(folder) / file.stem / str(number) / "project" for number in range(len(cases))]
            told = list(pool.map(lambda pair: judge(assay, pair[0], {**project["base"], **pair[1][1]}, project["language"]), zip(places, cases)))
            if told[0][0] != "passed":
                wrong.append(f"{file.stem}, as it is: {told[0]}")
            green = [name for (name, _), (verdict, _) in zip(cases[1:], told[1:]) if verdict in ("passed", "no report")]
            wrong += [f"{file.stem}, {name}: {told[1 + number]}" for number, (name, _) in enumerate(cases[1:]) if name in green]
            total += len(cases) - 1
            counts = {verdict: sum(1 for found, _ in told[1:] if found == verdict) for verdict in sorted({found for found, _ in told[1:]})}
            print(f"{file.stem:14} {len(cases) - 1 - len(green)}/{len(cases) - 1} not green   {counts}   {time.monotonic() - begin:.0f} s", flush=True)
            if os.environ.get("VERBOSE"):
                for (name, _), (verdict, why) in zip(cases, told):
                    print(f"    {name}: {verdict}: {why[:160]}")
    print(f"{total} mutations, {len(wrong)} wrong")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
