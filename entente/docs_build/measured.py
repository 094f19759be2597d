"""What experiments gave, as the pages show it: taken from their folders once, then read from ``docs/measured``."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from entente.analysis.anchors.anchors import ANCHORS
from entente.analysis.anchors.anchors_figure import PLACES
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import Contrast, Unit
from entente.analysis.statistics.intervals import Verdict, worst_verdict
from entente.config.places import HERE
from entente.config.run_settings import RUN_PARAMETERS
from entente.docs_build.markdown import code, rows_to_table
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.parameters import MECHANISMS

KEPT = ("entente", "seed", "replicates", "replicates_of_patterns", "scenarios", "nothing_changes_without")
WIDTH, COLOURS = 1400, 64  # small files that are still sharp on a page
MOST_ROWS = 3  # largest changes shown of one mechanism


def place() -> Path:
    """Return where the pages keep what experiments gave."""
    return HERE.parent / "docs" / "measured"


def take(folder: Path) -> Iterator[Path]:
    """Copy what an experiment left in a folder to where the pages read it, and yield each file written.

    Raises:
        ValueError: when it was stopped before the end, or made with other settings than the defaults.
    """
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if about["interrupted"] or any(word.partition("=")[0] not in RUN_PARAMETERS for word in about["overrides"]):
        raise ValueError(f"{folder} holds no whole experiment on the defaults")
    place().mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.csv")):
        if path.name != "ablation.csv":  # long, and told by its largest rows
            yield Path(shutil.copy(path, place() / path.name))
        else:
            yield largest_of(path)
    for path in sorted(folder.glob("*.png")):
        yield smaller(path, HERE.parent / "docs" / "figures" / path.name)
        kept = {name: about[name] for name in KEPT if name in about}
        written = place() / f"{path.stem}.json"
        written.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        yield written


def largest_of(path: Path) -> Path:
    """Keep the largest clear changes of each mechanism."""
    rows = [row for row in read(path) if row["clear"] == "True"]
    kept: list[dict[str, str]] = []
    for name in dict.fromkeys(row["mechanism"] for row in rows):
        mine = [row for row in rows if row["mechanism"] == name]
        kept += sorted(mine, key=lambda row: -abs(float(row["in_deviations"])))[:MOST_ROWS]
    written = place() / path.name
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return written


def smaller(path: Path, written: Path) -> Path:
    """Write a figure as a small PNG: narrower, few colours, no date."""
    with Image.open(path) as whole:
        drawn = whole.convert("RGB")
    drawn = drawn.resize((WIDTH, round(drawn.height * WIDTH / drawn.width)), Image.Resampling.LANCZOS)
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(written, optimize=True)
    return written


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; none when there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(name: str) -> str:
    """Return how an experiment was made, in one line."""
    path = place() / f"{name}.json"
    if not path.is_file():
        return f"Not measured yet: `entente {name}`."
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    more = f" ({about['replicates_of_patterns']} for the patterns)" if "replicates_of_patterns" in about else ""
    return (
        f"`entente {name}`: {about['replicates']} replicates of each arm{more}, seed {about['seed']}, "
        f"on {' and '.join(about['scenarios'])}."
    )


def statements_table() -> str:
    """Return every pattern: what it says, where it comes from, what is put in."""
    rows = [
        [one.key, one.statement.en, one.source, str(one.basis), one.ingredient.en] for one in PATTERNS.values()
    ]  # fmt: skip
    return rows_to_table(["", "Statement", "Source", "Basis", "What is put in"], rows)


def tests_table() -> str:
    """Return every contrast of every pattern: what is compared, what is expected, and why that bound."""
    rows = [
        [pattern.key, code(one.name), one.text.en, expected(one), str(one.unit), one.because.en]
        for pattern in PATTERNS.values() for one in pattern.contrasts
    ]  # fmt: skip
    return rows_to_table(["", "Contrast", "What is compared", "Expected", "Unit", "Why that bound"], rows)


def expected(one: Contrast) -> str:
    """Return what is expected of a contrast."""
    if one.side == "=":
        return f"{one.least:g} to {one.most:g}".replace("-", "−")
    return f"≥ {one.least:g}".replace("-", "−") if one.side == "+" else f"≤ {one.most:g}".replace("-", "−")


def measured_patterns() -> str:
    """Return the verdict of every pattern, and what each contrast gave on each scenario."""
    found = read(place() / "patterns.csv")
    rows = []
    for pattern in PATTERNS.values():
        mine = [row for row in found if row["pattern"] == pattern.key]
        verdicts = [Verdict(row["verdict"]) for row in mine]
        said = (
            f"**{worst_verdict(verdicts)}**, {verdicts.count(Verdict.HOLDS)}/{len(verdicts)}"
            if mine
            else "not measured"
        )
        for contrast in pattern.contrasts:
            cells = [row for row in mine if row["contrast"] == contrast.name]
            gave = "<br>".join(f"{interval(row, contrast.unit)} {row['scenario']}: {row['verdict']}" for row in cells)
            rows.append([pattern.key, said, contrast.text.en, expected(contrast), gave])
            said = ""
    table = rows_to_table(["", "Verdict", "Contrast", "Expected", "Found"], rows).replace("&lt;br>", "<br>")
    return f"{made('patterns')}\n\n{table}"


def interval(row: dict[str, str], unit: Unit) -> str:
    """Write an effect and its interval."""
    if not row["effect"]:
        return "–"
    values = [f"{float(row[name]):+.2f}".replace("-", "−").replace("inf", "∞") for name in ("effect", "low", "high")]
    effect, low, high = (value.removeprefix("+") for value in values) if unit is Unit.RATIO else values
    return f"{effect} [{low}, {high}]"


def measured_anchors() -> str:
    """Return every figure of the field beside what the defaults give."""
    found = {row["anchor"]: row for row in read(place() / "anchors.csv")}
    rows = []
    for name, one in ANCHORS.items():
        row = found.get(name)
        given, there = "", "not measured"
        if row:
            given = f"{float(row['mean']):.2f} [{float(row['low']):.2f}, {float(row['high']):.2f}]"
            there = PLACES[row["place"]]
        said = f"{one.low:g} to {one.high:g} {one.unit}"
        rows.append([one.text.en, said, given, f"**{there}**", f"{one.formula} ({one.scenario})", one.source])
    head = ["Figure", "Field", "Given", "", "How it is read", "Source"]
    return f"{made('anchors')}\n\n{rows_to_table(head, rows)}"


def measured_ablation() -> str:
    """Return what changes most without each mechanism, and the verdicts that change."""
    shifts, verdicts = read(place() / "ablation.csv"), read(place() / "ablation_patterns.csv")
    rows = []
    for name, (en, _) in MECHANISMS.items():
        mine = [row for row in shifts if row["mechanism"] == name]
        changed = [row for row in verdicts if row["mechanism"] == name and row["changed"] == "True"]
        moves = "; ".join(
            f"{SUMMARIES[row['summary']].en} {float(row['in_deviations']):+.1f}".replace("-", "−") for row in mine
        )
        turned = "; ".join(f"{row['pattern']} {row['verdict']} → {row['without']}" for row in changed)
        rows.append([code(name), en, moves, turned])
    head = ["Mechanism", "What it does", "Largest changes without it, in standard deviations", "Verdicts that change"]
    return f"{made('ablation')}\n\n{rows_to_table(head, rows)}"
