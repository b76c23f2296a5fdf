"""Prints what the runs of benchmarks/complexity/run.sh say, as Markdown, and draws solved.svg and tokens.svg.

usage: report.py OUT
OUT holds complexity-K.db for each number K of functions. Intervals of rates are Wilson's (1927) at 95 %; those of
differences are a bootstrap over modules, 10,000 draws by a fixed seed. An empty body is a docstring, `pass`, `...` or
`raise NotImplementedError` and nothing else.
"""
import ast
import glob
import json
import math
import os
import random
import re
import sqlite3
import sys
import zlib

ORDER = ["single-pass", "best-of-n", "multi-step"]


def text_of(content):
    return zlib.decompress(content[4:]).decode() if isinstance(content, bytes) else content


def is_empty(function):
    body = function.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        body = body[1:]
    for node in body:
        constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        unwritten = isinstance(node, ast.Raise) and node.exc is not None and "NotImplemented" in ast.unparse(node.exc)
        if not (isinstance(node, ast.Pass) or constant or unwritten):
            return False
    return True


def bodies(candidate, names):
    """How many of the functions have an empty body or none, and how many there are; None where the file does not parse."""
    files = json.loads(candidate)
    source = files.get("files", files).get("solution.py", "")
    source = source.get("text", "") if isinstance(source, dict) else source
    try:
        found = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    except (SyntaxError, ValueError):
        return None
    return sum(name not in found or is_empty(found[name]) for name in names), len(names)


def read(path):
    """The attempts of one database: arm, module, seed, solved, tokens, functions solved, empty bodies of the delivered file."""
    k = int(re.search(r"complexity-(\d+)\.db$", path)[1])
    with open(os.path.join(os.path.dirname(path), f"humaneval-{k}.jsonl"), encoding="utf-8") as file:
        modules = {row["task_id"]: [function["name"] for function in row["functions"]] for row in map(json.loads, file)}
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    latest = "SELECT id FROM experiment ORDER BY created DESC LIMIT 1"
    rows = database.execute(
        f"""SELECT a.attempt, a.arm, a.task, a.seed, a.solved, coalesce(a.prompt_tokens + a.completion_tokens, 0)
            FROM attempt_summary a WHERE a.status = 'done' AND a.run = ({latest})""").fetchall()
    attempts = []
    for attempt, arm, task, seed, solved, tokens in rows:
        checks = database.execute(
            """SELECT c.name, c.status FROM check_result c JOIN verification v ON v.id = c.verification
               WHERE v.attempt = ? AND v.scope = 'full' AND c.kind = 'oracle'""", (attempt,)).fetchall()
        candidate = database.execute(
            """SELECT b.content FROM verification v JOIN blob b ON b.digest = v.candidate
               WHERE v.attempt = ? AND v.scope = 'full' ORDER BY v.id DESC LIMIT 1""", (attempt,)).fetchone()
        passed = sum(status == "passed" for _, status in checks)
        empty = bodies(text_of(candidate[0]), modules[task]) if candidate else (len(modules[task]), len(modules[task]))
        attempts.append(dict(k=k, arm=arm, task=task, seed=seed, solved=bool(solved), tokens=tokens, passed=passed, empty=empty))
    return attempts


def wilson(count, of, z=1.959964):
    if of == 0:
        return 0.0, 1.0
    share, square = count / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(one, other):
    """The mean difference of solved, other − one, paired by module and seed, with its interval over modules; None without pairs."""
    pairs = {}
    index = {(row["task"], row["seed"]): row["solved"] for row in one}
    for row in other:
        if (row["task"], row["seed"]) in index:
            pairs.setdefault(row["task"], []).append(row["solved"] - index[row["task"], row["seed"]])
    means = [sum(values) / len(values) for values in pairs.values()]
    if not means:
        return None
    draw = random.Random(1)
    drawn = sorted(sum(draw.choices(means, k=len(means))) / len(means) for _ in range(10_000))
    return sum(means) / len(means), drawn[249], drawn[9749]


def percent(value):
    return f"{100 * value:.1f}"


def svg(title, x_name, series, ticks, position):
    """A chart of solve rates: lines of points (x, rate, low, high) by name, with 95 % intervals."""
    width, height, left, bottom = 640, 360, 60, 50
    colours = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#9c6b4e"]
    y = lambda rate: 40 + (height - bottom - 40) * (1 - rate)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
             f'<title>{title}</title><rect width="{width}" height="{height}" fill="white"/><text x="{left}" y="20" font-size="14">{title}</text>']
    for step in range(0, 101, 20):
        parts.append(f'<line x1="{left}" x2="{width - 150}" y1="{y(step / 100):.1f}" y2="{y(step / 100):.1f}" stroke="#ddd"/>'
                     f'<text x="{left - 8}" y="{y(step / 100) + 4:.1f}" text-anchor="end">{step} %</text>')
    for value, name in ticks:
        parts.append(f'<text x="{left + position(value) * (width - 150 - left):.1f}" y="{height - bottom + 18}" text-anchor="middle">{name}</text>')
    parts.append(f'<text x="{(left + width - 150) / 2}" y="{height - 10}" text-anchor="middle">{x_name}</text>')
    for number, (name, points) in enumerate(series):
        colour = colours[number % len(colours)]
        places = [(left + position(x) * (width - 150 - left) + 3 * number, rate, low, high) for x, rate, low, high in points]
        line = " ".join(f"{x:.1f},{y(rate):.1f}" for x, rate, _, _ in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, rate, low, high in places:
            parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y(low):.1f}" y2="{y(high):.1f}" stroke="{colour}" opacity="0.5"/>'
                         f'<circle cx="{x:.1f}" cy="{y(rate):.1f}" r="3.5" fill="{colour}"/>')
        parts.append(f'<text x="{width - 140}" y="{60 + 18 * number}" fill="{colour}">{name}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def draw(out, groups, arms, sizes):
    def point(k, arm, x):
        rows = groups[k, arm]
        solved = sum(row["solved"] for row in rows)
        return (x, solved / len(rows), *wilson(solved, len(rows)))
    mean = {key: sum(row["tokens"] for row in rows) / len(rows) for key, rows in groups.items()}
    by_size = [(arm, [point(k, arm, k) for k in sizes if (k, arm) in groups]) for arm in arms]
    by_tokens = [(arm, sorted(point(k, arm, mean[k, arm] / k) for k in sizes if (k, arm) in groups)) for arm in arms]
    doublings = max(1.0, math.log2(max(sizes) / min(sizes)))
    most = max(value / k for (k, _), value in mean.items()) or 1
    files = {
        "solved.svg": svg("Modules solved, by the number of their functions", "functions in a module", by_size, [(k, k) for k in sizes],
                          lambda k: 0.03 + 0.92 * math.log2(k / min(sizes)) / doublings),
        "tokens.svg": svg("Modules solved, by the tokens spent", "tokens a function, mean of an attempt", by_tokens,
                          [(most * part / 4, f"{most * part / 4:.0f}") for part in range(5)], lambda tokens: 0.95 * tokens / most)}
    for name, text in files.items():
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            file.write(text)


def main():
    out = sys.argv[1]
    attempts = [attempt for path in glob.glob(os.path.join(out, "complexity-*.db")) for attempt in read(path)]
    if not attempts:
        sys.exit(f"report: {out} holds no finished attempt; run benchmarks/complexity/run.sh first")
    groups = {}
    for attempt in attempts:
        groups.setdefault((attempt["k"], attempt["arm"]), []).append(attempt)
    sizes = sorted({k for k, _ in groups})
    arms = sorted({arm for _, arm in groups}, key=lambda arm: (ORDER.index(arm) if arm in ORDER else len(ORDER), arm))
    print("# Complexity\n\n| functions | arm | solved | rate [95 % Wilson] | functions passed | empty bodies | tokens an attempt |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for k in sizes:
        for arm in (arm for arm in arms if (k, arm) in groups):
            rows = groups[k, arm]
            solved, n = sum(row["solved"] for row in rows), len(rows)
            low, high = wilson(solved, n)
            counted = [row["empty"] for row in rows if row["empty"]]
            empty, bodies_there = sum(count for count, _ in counted), sum(of for _, of in counted)
            unread = sum(row["empty"] is None for row in rows)
            print(f"| {k} | {arm} | {solved}/{n} | {percent(solved / n)} % [{percent(low)}, {percent(high)}] "
                  f"| {percent(sum(row['passed'] for row in rows) / (k * n))} % "
                  f"| {empty}/{bodies_there}{f' ({unread} files do not parse)' if unread else ''} | {sum(row['tokens'] for row in rows) / n:.0f} |")
    print("\n| functions | difference of solved | points [95 %, bootstrap over modules] |\n| --- | --- | --- |")
    for k in sizes:
        for arm in (arm for arm in arms if arm != "multi-step" and (k, arm) in groups and (k, "multi-step") in groups):
            found = difference(groups[k, arm], groups[k, "multi-step"])
            if found:
                print(f"| {k} | multi-step − {arm} | {percent(found[0])} [{percent(found[1])}, {percent(found[2])}] |")
    draw(out, groups, arms, sizes)
    print("\n![Modules solved, by the number of their functions](solved.svg)\n\n![Modules solved, by the tokens spent](tokens.svg)")


main()
