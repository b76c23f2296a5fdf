"""Makes the pictures of the documentation anew: the demo's pages as a browser shows them.

usage: screenshots.py ASSAY FOLDER [CHROMIUM]
"""
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from devtools import Browser
from pages import ROOT, bench, view

assay, pictures = sys.argv[1], pathlib.Path(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    store = pathlib.Path(folder) / "assay.db"
    bench(assay, store, 12).communicate()
    report = f"{folder}/report.html"
    subprocess.run([assay, "verify", "docs/example/shop", "--no-cache", "-o", report], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    run, attempt = sqlite3.connect(store).execute(
        "SELECT experiment, id FROM attempt WHERE arm = 'multi-step' AND rounds > 1 ORDER BY id LIMIT 1").fetchone()
    with Browser(*sys.argv[3:4]) as browser, view(assay, store) as address:
        tab = browser.page()
        for name, url, height, dark in [
            ("report", f"file://{report}", 900, False), ("run", f"{address}/run/{run}", 1180, False), ("run-dark", f"{address}/run/{run}", 1180, True),
            ("attempt", f"{address}/run/{run}/attempt/{attempt}", 1000, False),
        ]:
            tab.show(1100, height, scale=1.25, dark=dark)
            tab.open(url)
            tab.screenshot(str(pictures / f"{name}.png"))
