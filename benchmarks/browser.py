"""The page in a browser, beside one native core in the same sitting: ``python -m benchmarks.browser``.

It needs Chromium and ``pip install -e '.[browser]'``, and takes less than a minute.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from benchmarks import implementations, machine
from benchmarks.clock import seconds_per_run
from benchmarks.page import as_table
from benchmarks.sizes import partnership_of
from entente import make_page, settings

SCENARIOS = ("twenty_partners", "lethbridge", "territorial_process")
WANTED = 0.5  # of the runs a second of one native core
RUNS, ROUNDS, OPENINGS = 50, 9, 5
SOON, PROMPTLY, SMOOTH = 500, 1000, 50  # milliseconds: the first picture, 200 lives after a change, one frame
PLAYED = 60  # organisations
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MEASURED = Path(__file__).parent / "measured" / "browser.csv"
# One request is lived by one worker; what it returns is what `entente.sim.simulate` does, but for the event log.
LIVE = """\
async ({ scenario, seed, runs }) => {
  const life = { scenario, choices: {}, switches: [], seed, replicate: 0 };
  const began = performance.now();
  await entente.lives.ask("run", { life, replicates: Array.from({ length: runs }, (_, k) => k) });
  return (performance.now() - began) / 1000 / runs;
}
"""
FUTURES = """\
(seed) => new Promise((done) => {
  const life = { scenario: "lethbridge", choices: {}, switches: [], seed, replicate: 0 };
  const began = performance.now();
  entente.lives.futures(life, "benchmark", ({ count }) => { if (count === 200) done(performance.now() - began); });
})
"""
NOTE_FIRST_PICTURE = """\
const look = () => {
  if (document.querySelector("#stage-a circle")) window.firstPicture = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# Tasks of 50 ms and more hold a frame up; the browser tells of no shorter one.
NOTE_TASKS = """\
window.tasks = [];
new PerformanceObserver((found) => window.tasks.push(...found.getEntries())).observe({ type: "longtask" });
"""
PLAY = """\
() => new Promise((done) => {
  const { store } = entente;
  const began = performance.now();
  store.listen((state) => {
    const during = window.tasks.filter((one) => one.startTime > began).map((one) => one.duration);
    if (!state.playing && state.week > 0) done(Math.max(0, ...during));
  });
  store.set({ playing: true, speed: 4 });
})
"""
SHOWN = "() => window.entente?.lives && window.firstPicture !== undefined"
IDLE = "() => window.entente?.lives?.waiting.length === 0 && window.entente.lives.asked.size === 0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print both tables, and write the first; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write the first table to {MEASURED.name}")
    write = parser.parse_args(arguments).write
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        print("Chromium is not installed.", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # root has no sandbox
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = make_page(output=Path(folder, "entente.html")).as_uri()
        browser = playwright.chromium.launch(executable_path=found, args=alone)
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function(IDLE)
        rates = pd.DataFrame([compare_rates(page, name) for name in SCENARIOS])
        waits = measure_waits(browser, address, large_page(Path(folder)))
        version = browser.version
        browser.close()
    print(f"{machine.processor()}, {os.cpu_count()} cores, Chromium {version}")
    print(f"Processes that wanted a core: {machine.load()}")
    print(f"\n{as_table(rates)}\n\n{as_table(waits)}")
    if write:
        rates.to_csv(MEASURED, index=False)
    return 0


def compare_rates(page: Any, scenario: str) -> dict[str, Any]:
    """Return the runs a second of one worker of the page and of one native core, in turns, in wall-clock time."""
    native = implementations.engine(settings(scenario))
    native(0, RUNS)
    page.evaluate(LIVE, {"scenario": scenario, "seed": 0, "runs": 4 * RUNS})  # the browser compiles again what it runs
    turns = [
        (
            page.evaluate(LIVE, {"scenario": scenario, "seed": k, "runs": RUNS}),
            seconds_per_run(native, k, RUNS, time.perf_counter),
        )
        for k in range(1, ROUNDS + 1)
    ]
    ratios = [here / there for there, here in turns]
    return {
        "scenario": scenario,
        "runs a second, the page": 1 / median(there for there, _ in turns),
        "runs a second, one core": 1 / median(here for _, here in turns),
        "ratio": median(ratios),
        "its spread": f"{min(ratios):.2f} to {max(ratios):.2f}",
        "wanted": WANTED,
        "reached": "yes" if median(ratios) >= WANTED else "no",
    }


def large_page(folder: Path) -> str:
    """Write the page of a large partnership, and return its address."""
    counts = {name: {"count": one.count} for name, one in partnership_of(PLAYED).organisations.items()}
    path = folder / "large.yaml"
    path.write_text(json.dumps({"extends": "twenty_partners", "organisations": counts}), encoding="utf-8")
    return make_page(path, output=folder / "large.html").as_uri()


def measure_waits(browser: Any, address: str, large: str) -> pd.DataFrame:
    """Return the milliseconds that one waits: for the first picture, for 200 lives on all workers, for a frame.

    Args:
        browser: the browser.
        address: of the page, which begins with Lethbridge.
        large: of a page of many organisations, which is played; its longest task is taken.
    """
    pictures, lives, tasks = [], [], []
    for seed in range(OPENINGS):
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.add_init_script(NOTE_FIRST_PICTURE)
        page.goto(address)
        page.wait_for_function(SHOWN)
        page.wait_for_function(IDLE)
        pictures.append(page.evaluate("window.firstPicture"))
        lives.append(page.evaluate(FUTURES, 100 + seed))
        page.add_init_script(NOTE_TASKS)
        page.goto(large)
        page.wait_for_function(SHOWN)
        page.wait_for_function(IDLE)
        tasks.append(page.evaluate(PLAY))
        context.close()
    rows = (
        ("first picture after opening", pictures, SOON),
        ("200 lives after a change", lives, PROMPTLY),
        (f"longest frame while {PLAYED} organisations play (0: under {SMOOTH})", tasks, SMOOTH),
    )
    return pd.DataFrame(
        {
            "what": what,
            "median (ms)": median(times),
            "spread (ms)": f"{min(times):.0f} to {max(times):.0f}",
            "wanted under": limit,
            "reached": "yes" if median(times) < limit else "no",
        }
        for what, times, limit in rows
    )


if __name__ == "__main__":
    sys.exit(main())
