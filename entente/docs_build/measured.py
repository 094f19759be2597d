"""The tables of the experiments: copied once from the folders of these, then read from ``docs/measured``."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from entente.analysis.anchors.anchors import ANCHORS
from entente.analysis.anchors.anchors_figure import PLACES
from entente.analysis.matching.targets import TARGETS
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import Contrast, Unit
from entente.analysis.statistics.intervals import Verdict, worst_verdict
from entente.config.run_settings import RUN_PARAMETERS
from entente.docs_build.made_on import measured_folder, stamp_measured
from entente.docs_build.markdown import code, rows_to_table
from entente.i18n.option_names import HERE
from entente.results.deliverables import date_of
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.sim.model.parameters import MECHANISMS
from entente.studies.plausible import read_sample

_KEPT = ("entente", "seed", "replicates", "replicates_of_patterns", "scenarios", "nothing_changes_without", "plausible")
_WORLDS = "_worlds"  # what is added to the name of an experiment spread over plausible settings
_OF_MATCHING = (
    "seed", "replicates", "model", "limit", "misses", "points", "waves", "settled", "kept", "members", "axes",
)  # fmt: skip
_WIDTH, _COLOURS = 1400, 64  # small files that are still sharp on a page
_MOST_ROWS = 3  # largest changes shown of one mechanism
_PATTERNS_SPREAD = "Last column: the share of {worlds} in which the mean effect is as expected, scenario by scenario."
_ANCHORS_SPREAD = (
    "Over {worlds}: the mean, between which values 90% of them are, how many agree with the field, chance included."
)


def take_experiment(folder: Path) -> Iterator[Path]:
    """Copy what an experiment left in a folder to where the pages read it, and yield each file written.

    Raises:
        ValueError: when it was stopped before the end, or made with other settings than the defaults.
    """
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if "sorted_from" in about:
        yield from take_matching(folder, about)
        return
    if about["interrupted"] or any(word.partition("=")[0] not in RUN_PARAMETERS for word in about["overrides"]):
        raise ValueError(f"{folder} holds no whole experiment on the defaults")
    more = _WORLDS if about.get("run", {}).get("plausible") is not None else ""
    measured_folder().mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.csv")):
        long = path.name == "ablation.csv"  # its largest rows stand for it
        yield keep_largest(path) if long else Path(shutil.copy(path, measured_folder() / f"{path.stem}{more}.csv"))
    for path in sorted(folder.glob("*.png")):
        if not more:
            yield write_smaller(path, HERE.parent / "docs" / "figures" / path.name)
        yield write_about(f"{path.stem}{more}", about)
        yield stamp_measured([f"{path.stem}{more}"], about["versions"]["model"], date_of(folder))


def write_about(name: str, about: dict[str, Any]) -> Path:
    """Write what the pages say of how an experiment was made, and return the file."""
    kept = {key: about[key] for key in _KEPT if key in about}
    if name.endswith(_WORLDS):
        kept["plausible"] = about["run"]["plausible"]
    written = measured_folder() / f"{name}.json"
    written.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return written


def take_matching(folder: Path, about: dict[str, Any]) -> Iterator[Path]:
    """Take a matching: its sample and where that comes from into ``conf``, its table and figures for the page.

    Raises:
        ValueError: when it was stopped before the end, or varied other settings than those of the rules.
        SettingsError: when its sample is none.
    """
    if about["interrupted"] or not about["sorted_from"]:
        raise ValueError(f"{folder} holds no whole matching of the rules")
    measured_folder().mkdir(parents=True, exist_ok=True)
    conf = HERE.parent / "conf"
    sample = read_sample(folder / "plausible.csv")
    yield Path(shutil.copy(folder / "plausible.csv", conf / "plausible.csv"))
    targets = read_rows(folder / "targets.csv")
    named = ("target", "value", "tolerance", "unit", "scenario", "source", "share", "mean", "low", "high", "verdict")
    said = {
        "what": "Settings of the rules that no figure of the field rules out, by history matching: entente match.",
        "command": ["entente", "match", *(word for word in about["command"] if not word.startswith("output="))],
        "date": date_of(folder),
        "hash": sample.digest,
        **{name: about[name] for name in _OF_MATCHING},
        "targets": [{name: row[name] for name in named} for row in targets],
        "waves_kept": read_rows(folder / "waves.csv"),
    }  # fmt: skip
    written = conf / "plausible.json"
    written.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    yield written
    for name in ("targets", "waves", "sorting"):
        yield Path(shutil.copy(folder / f"{name}.csv", measured_folder() / f"matching_{name}.csv"))
    for name in ("targets", "plausible"):
        yield write_smaller(folder / f"{name}.png", HERE.parent / "docs" / "figures" / f"matching_{name}.png")
    yield stamp_measured(["matching"], about["versions"]["model"], date_of(folder))


def keep_largest(path: Path) -> Path:
    """Keep the largest clear changes of each mechanism."""
    rows = [row for row in read_rows(path) if row["clear"] == "True"]
    kept: list[dict[str, str]] = []
    for name in dict.fromkeys(row["mechanism"] for row in rows):
        mine = [row for row in rows if row["mechanism"] == name]
        kept += sorted(mine, key=lambda row: -abs(float(row["in_deviations"])))[:_MOST_ROWS]
    written = measured_folder() / path.name
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return written


def write_smaller(path: Path, written: Path, colours: int = _COLOURS) -> Path:
    """Write a figure as a small PNG: narrower, few colours, no date."""
    with Image.open(path) as whole:
        drawn = whole.convert("RGB")
    drawn = drawn.resize((_WIDTH, round(drawn.height * _WIDTH / drawn.width)), Image.Resampling.LANCZOS)
    drawn.quantize(colours, dither=Image.Dither.NONE).save(written, optimize=True)
    return written


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; none when there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_about(name: str) -> dict[str, Any] | None:
    """Return what was written of how an experiment was made; None where it was not."""
    path = measured_folder() / f"{name}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def how_made(name: str) -> str:
    """Return one line on the experiment: its command, replicates, seed and scenarios."""
    about = read_about(name)
    if about is None:
        return f"Not measured yet: `entente {name}`."
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
        [pattern.key, code(one.name), one.text.en, expected_text(one), str(one.unit), one.because.en]
        for pattern in PATTERNS.values() for one in pattern.contrasts
    ]  # fmt: skip
    return rows_to_table(["", "Contrast", "What is compared", "Expected", "Unit", "Why that bound"], rows)


def expected_text(one: Contrast) -> str:
    """Return the bounds within which a contrast is expected."""
    if one.side == "=":
        return f"{one.least:g} to {one.most:g}".replace("-", "−")
    return f"≥ {one.least:g}".replace("-", "−") if one.side == "+" else f"≤ {one.most:g}".replace("-", "−")


def measured_patterns() -> str:
    """Return the verdict of every pattern, and what each contrast gave on each scenario."""
    found = read_rows(measured_folder() / "patterns.csv")
    shares = worlds_by_pattern()
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
            texts = (f"{_interval_text(row, contrast.unit)} {row['scenario']}: {row['verdict']}" for row in cells)
            gave = "<br>".join(texts)
            share = shares.get((pattern.key, contrast.name), "")
            rows.append([pattern.key, said, contrast.text.en, expected_text(contrast), gave, share])
            said = ""
    head = ["", "Verdict", "Contrast", "Expected", "Found", "Plausible settings"]
    table = rows_to_table(head, rows).replace("&lt;br>", "<br>")
    return f"{how_made('patterns')} {how_spread('patterns', _PATTERNS_SPREAD)}\n\n{table}"


def worlds_by_pattern() -> dict[tuple[str, str], str]:
    """Return in what share of the plausible settings each contrast is as expected, on each scenario, as text."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in read_rows(measured_folder() / f"patterns{_WORLDS}.csv"):
        if row["share_of_worlds"]:
            share = f"{float(row['share_of_worlds']):.0%}"
            found.setdefault((row["pattern"], row["contrast"]), []).append(share)
    return {key: ", ".join(shares) for key, shares in found.items()}


def how_spread(name: str, what: str) -> str:
    """Return one line on the same experiment spread over plausible settings; nothing where it was not done.

    Args:
        name: of the experiment.
        what: the sentence, with ``{worlds}`` for the settings and how they were asked for.
    """
    about = read_about(f"{name}{_WORLDS}")
    if about is None:
        return ""
    asked = f"(`plausible={about['plausible']}`, {about['replicates']} replicates)"
    return what.format(worlds=f"{about['plausible']} plausible settings {asked}")


def measured_levers() -> str:
    """Return what each lever does where it is meant to act, those of one advice after the other."""
    rows = []
    for row in read_rows(measured_folder() / "levers.csv"):
        series = SERIES.get(row["measure"]) or SUMMARIES[row["measure"]]
        what = "Mobilisation" if row["measure"] == "mobilisation" else series.en
        moved = f"{'↑' if row['meant'] == 'more' else '↓'} {what} in `{row['scenario']}`"
        rows.append(
            [
                code(row["lever"]),
                row["advice"],
                moved,
                f"**{row['outcome']}**: {_effect_text(row, 'effect', '', 3)}",
                _effect_text(row, "mobilisation", "mobilisation_", 3),
                f"{float(row['hours']):.1f}".replace("-", "−"),
                row["reason"],
            ]
        )
    head = ["Lever", "Advice", "Meant to move", "It does", "Final mobilisation", "h/week", "Why it costs mobilisation"]
    return f"{how_made('levers')}\n\n{rows_to_table(head, rows)}"


def _effect_text(row: dict[str, str], value: str, ends: str, decimals: int) -> str:
    """Write an effect with its interval."""
    effect, low, high = (
        f"{float(row[name]):+.{decimals}f}".replace("-", "−") for name in (value, f"{ends}low", f"{ends}high")
    )
    return f"{effect} [{low}, {high}]"


def measured_targets() -> str:
    """Return what the plausible settings give of each target of the matching that made the shipped sample."""
    rows = []
    for row in read_rows(measured_folder() / "matching_targets.csv"):
        field = f"{float(row['value']):.3g} ± {float(row['tolerance']):.2g}"
        given = f"{float(row['mean']):.3g} [{float(row['low']):.3g}, {float(row['high']):.3g}]"
        rows.append(
            [TARGETS[row["target"]].text.en, field, given, f"{float(row['share']):.0%}", f"**{row['verdict']}**"]
        )
    head = ["Target", "Field", "Plausible settings, 90% of them", "Settings that reach it", ""]
    return rows_to_table(head, rows)


def _interval_text(row: dict[str, str], unit: Unit) -> str:
    """Write an effect and its interval."""
    if not row["effect"]:
        return "–"
    values = [f"{float(row[name]):+.2f}".replace("-", "−").replace("inf", "∞") for name in ("effect", "low", "high")]
    effect, low, high = (value.removeprefix("+") for value in values) if unit is Unit.RATIO else values
    return f"{effect} [{low}, {high}]"


def measured_anchors() -> str:
    """Return every figure of the field beside what the defaults give."""
    found, spread = (
        {row["anchor"]: row for row in read_rows(measured_folder() / f"anchors{more}.csv")} for more in ("", _WORLDS)
    )
    rows = []
    for name, one in ANCHORS.items():
        row = found.get(name)
        given, there = "", "not measured"
        if row:
            given = f"{float(row['mean']):.2f} [{float(row['low']):.2f}, {float(row['high']):.2f}]"
            there = PLACES[row["place"]]
        said = f"{one.low:g} to {one.high:g} {one.unit}"
        over = settings_text_of(spread.get(name))
        rows.append([one.text.en, said, given, f"**{there}**", over, f"{one.formula} ({one.scenario})", one.source])
    head = ["Figure", "Field", "Given", "", "Plausible settings", "How it is read", "Source"]
    return f"{how_made('anchors')} {how_spread('anchors', _ANCHORS_SPREAD)}\n\n{rows_to_table(head, rows)}"


def settings_text_of(row: dict[str, str] | None) -> str:
    """Return what plausible settings give of a figure of the field: mean, 90 % of them, share that agrees."""
    if row is None:
        return ""
    mean, low, high = (f"{float(row[name]):.2f}" for name in ("mean", "world_low", "world_high"))
    agree = f", {float(row['share_inside']):.0%} agree" if row["share_inside"] else ""
    return f"{mean} ({low} to {high}){agree}"


def measured_ablation() -> str:
    """Return what changes most without each mechanism, and the verdicts that change."""
    shifts = read_rows(measured_folder() / "ablation.csv")
    verdicts = read_rows(measured_folder() / "ablation_patterns.csv")
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
    return f"{how_made('ablation')}\n\n{rows_to_table(head, rows)}"
