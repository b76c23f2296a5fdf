"""Looks at Assay's pages in a real browser as a reader would.

usage: pages.py ASSAY FOLDER [CHROMIUM [AXE]]; FOLDER is empty and may be written, AXE is axe-core's script, which `make test` fetches.
Prints what is wrong and ends with 1, or with 0.
"""
import contextlib
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

from devtools import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKS = (pathlib.Path(__file__).parent / "checks.js").read_text()
AXE = pathlib.Path(sys.argv[4]).read_text() if len(sys.argv) > 4 else ""
WIDTHS = [360, 768, 1280, 1600]
faults = []


def expect(condition, what):
    """Notes a fault."""
    if not condition:
        faults.append(what)


def bench(assay, store, limit, *more):
    """Starts the demo experiment from its recording."""
    command = [assay, "bench", "benchmarks/experiments/demo.yaml", "--replay", "fixtures/cassettes/demo.jsonl", "--limit", str(limit),
               "--store", str(store), "-q", "-o", f"{store}.md", *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextlib.contextmanager
def view(assay, store):
    """Serves a store while the block runs, and gives its address."""
    server = subprocess.Popen([assay, "view", "--store", str(store), "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield server.stdout.readline().strip().rstrip("/")
    finally:
        server.terminate()
        server.wait(20)


def enlarge(store, tasks):
    """Adds a run of many attempts to a store: the first run's row by row, with outcomes drawn by a fixed seed."""
    database = sqlite3.connect(store)
    draw = random.Random(7)

    def columns(table, without=()):
        return [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in without]

    def insert(table, row):
        database.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))

    names = columns("experiment")
    first = dict(zip(names, database.execute(f"SELECT {','.join(names)} FROM experiment").fetchone()))
    insert("experiment", {**first, "id": "many-00000001", "name": "many", "digest": "many", "seeds": 2, "created": first["created"] + 60})
    names = columns("arm")
    for values in database.execute(f"SELECT {','.join(names)} FROM arm WHERE experiment = ? ORDER BY position", [first["id"]]).fetchall():
        insert("arm", {**dict(zip(names, values)), "experiment": "many-00000001"})
    position = 0
    for task in range(tasks):
        for seed in range(2):
            for arm, share in [("single-pass", 0.4), ("multi-step", 0.5)]:
                solved = draw.random() < share
                verdict = "passed" if solved else draw.choice(["failed", "failed", "timeout", "compile_error", "tampering_suspected"])
                insert("attempt", {"experiment": "many-00000001", "arm": arm, "task": f"task-{task:04}", "task_digest": f"{task}", "seed": seed,
                                   "position": position, "status": "done", "tries": 1, "verdict": verdict, "tier": "A-",
                                   "visible_verdict": "passed" if solved else "failed", "claims_done": 1, "stopped": "one answer",
                                   "started": first["created"] + position, "seconds": draw.expovariate(0.1)})
                position += 1
    database.commit()
    database.close()


def look(tab, url, name):
    """Checks a page at all widths, light, dark and printed."""
    for width in WIDTHS:
        for dark in [False, True]:
            tab.show(width, dark=dark)
            tab.open(url)
            for fault in tab.run(CHECKS):
                expect(False, f"{name}, {width} {'dark' if dark else 'light'}: {fault}")
            if width in [360, 1280]:
                accessible(tab, f"{name}, {width} {'dark' if dark else 'light'}")
    tab.show(794, media="print")
    hidden = tab.run("[...document.querySelectorAll('.filter, .skip')].every((e) => getComputedStyle(e).display === 'none')")
    expect(hidden, f"{name}: a filter is printed")
    for fault in tab.run(CHECKS):
        expect("reaches" in fault or "wide on" in fault, f"{name}, printed: {fault}")
    expect(len(tab.call("Page.printToPDF")["data"]) > 1000, f"{name}: cannot be printed")
    tab.show(1280)
    tree = tab.call("Accessibility.getFullAXTree")["nodes"]
    for node in tree:
        role, title = node.get("role", {}).get("value"), node.get("name", {}).get("value", "")
        if role in ["link", "button", "textbox", "searchbox", "combobox", "image", "img", "table", "region", "dialog", "progressbar"] and not node.get("ignored"):
            expect(title.strip(), f"{name}: a {role} without a name for readers of a screen")
    for role in ["main", "navigation", "heading"]:
        expect(any(node.get("role", {}).get("value") == role for node in tree), f"{name}: no {role}")


def accessible(tab, name):
    """What axe-core finds against WCAG 2.2 AA (https://github.com/dequelabs/axe-core), in the page as it is shown now."""
    if not AXE:
        return
    tab.run(AXE + ";null")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    script = f"axe.run(document, {{ runOnly: {{ type: 'tag', values: {json.dumps(tags)} }}, resultTypes: ['violations'] }})"
    for found in tab.run(script + ".then((r) => r.violations.map((v) => [v.id, v.help, v.nodes.length, v.nodes[0].html]))"):
        expect(False, f"{name}: axe {found[0]}: {found[1]}, {found[2]} times, such as {found[3][:200]}")


def quiet(tab, name, origin):
    """No complaint on the console, and no request to elsewhere."""
    for complaint in tab.complaints():
        expect(False, f"{name}: the console says {complaint}")
    for url in tab.requests():
        expect(url.startswith(origin) or url.startswith("data:"), f"{name}: a request to {url}")


def rows(tab, table):
    return tab.run(f"[...document.querySelectorAll('#{table} tbody tr')].filter((row) => !row.hidden).length")


def navigation(tab, address, run):
    """From the list of runs to an attempt and back, by links and by keys."""
    tab.show(1280)
    tab.open(address + "/")
    tab.run(f"document.querySelector('#runs a[href$=\"{run}\"]').click()")
    tab.wait("document.querySelector('#grid') !== null")
    run = tab.run("location.pathname")
    tab.run("document.querySelector('#grid a.cell').click()")
    tab.wait("document.querySelector('.timeline') !== null")
    expect(tab.run("document.querySelectorAll('.timeline > li').length") > 1, "an attempt has no steps")
    tab.press("u")
    tab.wait("document.querySelector('#grid') !== null")
    expect(tab.run("location.pathname") == run, "'u' does not lead back to the run")
    tab.press("j")
    tab.press("j")
    expect(tab.run("document.activeElement.tagName") == "A", "'j' does not choose a row")
    tab.press("Enter")
    tab.wait("location.pathname.includes('/attempt/') && document.querySelector('.timeline') !== null")
    tab.press("e")
    expect(tab.run("document.querySelectorAll('main details').length") > 2, "an attempt has nothing to unfold")
    expect(tab.run("[...document.querySelectorAll('main details')].every((fold) => fold.open)"), "'e' does not unfold everything")
    tab.press("?")
    expect(tab.run("document.querySelector('dialog').open"), "'?' shows no keys")
    tab.run("document.querySelector('dialog').close()")
    tab.open(address + run)
    tab.press("Tab")
    expect(tab.run("document.activeElement.className") == "skip", "the first stop of the focus is not the skip link")
    tab.press("Enter")
    expect(tab.run("document.activeElement.id") == "content", "the skip link does not lead to the content")


def filters(tab, address):
    """Search, choice and order, by hand and by address, and in time with a thousand attempts."""
    tab.show(1280)
    tab.open(address + "/run/many-00000001")
    all_rows = rows(tab, "attempts")
    expect(all_rows == 1000, f"{all_rows} rows of 1000")
    took = tab.run("""(async () => {
        const field = document.querySelector("#q");
        await new Promise(requestAnimationFrame);
        const start = performance.now();
        field.value = "task-0007";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.offsetHeight;
        return performance.now() - start;
    })()""")
    print(f"filter of 1,000 attempts: {took:.0f} ms", file=sys.stderr)
    expect(rows(tab, "attempts") == 4, f"{rows(tab, 'attempts')} rows of a task with 4")
    expect(tab.run("document.querySelector('#attempts-heading + form output').textContent") == "4 of 1000 shown", "the count is wrong")
    expect("q=task-0007" in tab.run("location.search"), "the filter is not in the address")
    tab.open(address + "/run/many-00000001?verdict=timeout&arm=multi-step")
    shown = tab.run("[...document.querySelectorAll('#attempts tbody tr')].filter((row) => !row.hidden).map((row) => [row.dataset.arm, row.dataset.verdict])")
    expect(shown and all(row == ["multi-step", "timeout"] for row in shown), "an address with a filter shows others")
    tab.open(address + "/run/many-00000001")
    column = tab.run("[...document.querySelectorAll('#attempts thead th')].findIndex((cell) => cell.textContent === 'seconds')")
    for direction, order in [("ascending", False), ("descending", True)]:
        tab.run(f"document.querySelectorAll('#attempts thead button')[{column}].click()")
        keys = tab.run(f"[...document.querySelectorAll('#attempts tbody tr')].map((row) => Number(row.cells[{column}].dataset.key))")
        expect(keys == sorted(keys, reverse=order), f"not {direction} by seconds")
        expect(tab.run(f"document.querySelectorAll('#attempts thead th')[{column}].ariaSort") == direction, f"{direction} is not said")
    tab.press("/")
    expect(tab.run("document.activeElement.id") == "q", "'/' does not lead to the filter")


def scriptless(tab, address):
    """Without scripts everything is there, and nothing is offered that would not work."""
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open_blind(address + "/run/many-00000001")
    tab.call("Emulation.setScriptExecutionDisabled", value=False)
    expect(rows(tab, "attempts") == 1000, "without scripts, rows are missing")
    expect(tab.run("document.querySelector('form.filter').hidden && document.querySelectorAll('th button').length === 0"), "without scripts, a filter is offered")


def live(tab, assay, folder):
    """A page follows a run that is under way without being loaded anew."""
    store = folder / "live.db"
    running = bench(assay, store, 4)
    end = time.monotonic() + 600
    while time.monotonic() < end:
        with contextlib.suppress(sqlite3.Error):
            if store.exists() and sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute("SELECT COUNT(*) FROM attempt").fetchone()[0]:
                break
        time.sleep(0.05)
    with view(assay, store) as address:
        tab.show(1280)
        tab.open(address + "/")
        tab.run("document.querySelector('#runs a').click()")
        tab.wait("document.querySelector('#live progress') !== null")
        for fault in tab.run(CHECKS):
            expect(False, f"a run under way: {fault}")
        tab.run("window.mark = 'same page'")
        before = tab.run("document.querySelector('#live progress').value")
        tab.wait(f"(document.querySelector('#live progress')?.value ?? 99) > {before}")
        expect(tab.run("window.mark") == "same page", "the page was loaded anew")
        running.communicate()
        tab.wait("document.querySelector('#live progress') === null && document.querySelectorAll('#attempts tbody tr').length === 8")
        expect(tab.run("window.mark") == "same page", "the page was loaded anew")
        expect(rows(tab, "grid") == 4, "the finished run does not show its tasks")
        quiet(tab, "a run under way", address)
    expect(running.returncode == 0, "the experiment failed")


def files(browser, assay, folder, store):
    """The same pages as files: they run their own script, and ask for nothing."""
    report = folder / "report.html"
    subprocess.run([assay, "report", "many-00000001", "-o", str(report), "--store", str(store)], cwd=ROOT, check=True)
    subprocess.run([assay, "verify", "docs/example/shop", "--no-cache", "-o", str(folder / "review.html")], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    subprocess.run([assay, "view", "demo", "--export", str(folder / "pages"), "--store", str(store)], cwd=ROOT, stderr=subprocess.DEVNULL, check=True)
    tab = browser.page()
    look(tab, f"file://{report}", "report of a run")
    tab.open(f"file://{report}")
    tab.run("document.querySelector('#q').value = 'task-0007'; document.querySelector('#q').dispatchEvent(new Event('input', { bubbles: true }))")
    expect(rows(tab, "attempts") == 4, "the filter of a file does not work")
    look(tab, f"file://{folder}/review.html", "report of a verification")
    expect(tab.run("document.querySelectorAll('.copyable button').length") == 1, "no button copies the command")
    look(tab, f"file://{folder}/pages/index.html", "exported runs")
    compared = list((folder / "pages").glob("*/compare-*.html"))
    expect(len(compared) == 1, "the exported run has no page that compares its arms")
    for page in compared:
        look(tab, f"file://{page}", "exported comparison")
    tab.open(f"file://{folder}/pages/index.html")
    tab.run("document.querySelector('#runs a').click()")
    tab.wait("document.querySelector('#grid') !== null")
    tab.run("document.querySelector('#grid a.cell').click()")
    tab.wait("document.querySelector('.timeline') !== null")
    expect(tab.run("document.querySelectorAll('[href^=\"/\"]').length") == 0, "an exported page links to a server")
    quiet(tab, "files", "file://")


def main():
    assay, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    store = folder / "store.db"
    first = bench(assay, store, 3)
    _, words = first.communicate()
    if first.returncode != 0:
        sys.exit(f"the demo experiment failed: {words.decode()}")
    demo = json.loads(subprocess.run([assay, "list", "--json", "--store", str(store)], cwd=ROOT, capture_output=True, check=True).stdout)
    demo = (demo if isinstance(demo, list) else demo["runs"])[0]["run"]
    enlarge(store, 250)
    with Browser(*sys.argv[3:4]) as browser, view(assay, store) as address:
        tab = browser.page()
        arms = [f"{demo}/{arm}" for arm in ["single-pass", "multi-step"]]
        number = sqlite3.connect(store).execute("SELECT MAX(id) FROM attempt WHERE experiment = ?", [demo]).fetchone()[0]
        look(tab, address + "/", "runs")
        look(tab, f"{address}/run/{demo}", "run")
        look(tab, f"{address}/run/many-00000001", "run of a thousand attempts")
        look(tab, f"{address}/run/{demo}/attempt/{number}", "attempt")
        look(tab, f"{address}/run/{demo}/pair/{number - 1}/{number}", "two attempts")
        look(tab, f"{address}/compare?a={arms[0]}&b={arms[1]}", "two arms")
        navigation(tab, address, demo)
        filters(tab, address)
        scriptless(tab, address)
        quiet(tab, "server", address)
        live(browser.page(), assay, folder)
        files(browser, assay, folder, store)
    for fault in dict.fromkeys(faults):
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
