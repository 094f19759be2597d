"""With which rules each of the measured results of the pages was made: ``docs/measured/made_on.json``."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entente.catalogue.catalogue import every_lever
from entente.i18n.option_names import HERE
from entente.results.versions import code_of, model_hash

MADE_ON = "made_on.json"
MEASURED_RESULTS = (  # the results that the pages tell
    "patterns", "patterns_worlds", "anchors", "anchors_worlds", "ablation", "levers", "matching", "attendance",
    "calibration", "worked_study", "figures", "planner_examples",
)  # fmt: skip
_PATTERNS = ("analysis/patterns/p[01]*_*.py", "analysis/patterns/t1_*.py", "analysis/patterns/pattern.py")
_ANCHORS = ("analysis/anchors/anchors.py",)
_SAMPLE = ("conf/plausible.csv",)
_SEARCH = (
    "sheets/*.csv", "analysis/portfolios/additive.py", "analysis/portfolios/choosing.py",
    "analysis/portfolios/futures.py", "analysis/portfolios/proposals.py",
    "entente/commands/portfolios/evolution.py", "entente/commands/portfolios/search.py",
)  # fmt: skip
_DEFINED_IN = {  # what decides results beside the rules, the scenarios and the levers
    "patterns": _PATTERNS, "patterns_worlds": _PATTERNS + _SAMPLE, "ablation": _PATTERNS, "anchors": _ANCHORS,
    "anchors_worlds": _ANCHORS + _SAMPLE, "matching": (*_ANCHORS, "analysis/matching/targets.py"),
    "planner_examples": _SEARCH + _SAMPLE,
}  # fmt: skip


def measured_folder() -> Path:
    """Return the folder where the pages keep the results of experiments."""
    return HERE.parent / "docs" / "measured"


def results_version(name: str) -> str:
    """Return a hash that changes whenever some results may: with what the named scenarios give and what defines them.

    Args:
        name: of the results, one of ``MEASURED_RESULTS``.
    """
    root = HERE.parent
    patterns = ("tests/sim/baseline.json", *_DEFINED_IN.get(name, ()))
    digest = hashlib.blake2b(repr([*_levers()] if name == "levers" else "").encode(), digest_size=8)
    for path in (path for pattern in patterns for path in sorted(root.glob(pattern))):
        digest.update(code_of(path).encode() if path.suffix == ".py" else path.read_bytes())
    return digest.hexdigest()


def _levers() -> Iterator[tuple[object, ...]]:
    """Yield what each lever does, its texts left out."""
    for name, one in every_lever():
        moves = {path: effect.line() for path, effect in one.effects.items()}
        yield name, one.aim, one.start, one.stop, one.delay, one.who, one.costs, one.channels, moves


def read_made_on() -> dict[str, dict[str, Any]]:
    """Return, for each of the measured results, its ``results`` version, the ``model`` and the ``date`` it was made."""
    path = measured_folder() / MADE_ON
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def stamp_measured(names: Sequence[str], model: str | None = None, date: str | None = None) -> Path:
    """Write down with which rules some results of the pages were made, and return the file that says so.

    Args:
        names: of the results.
        model: the hash of the model that they were made with; the present one, unless stated. Another one makes them
            older than the rules, whatever these give.
        date: when they were made; today, unless stated.
    """
    now = read_made_on()
    for name in names:
        present = model in (None, model_hash())
        now[name] = {
            "results": results_version(name) if present else None,
            "model": model or model_hash(),
            "date": date or f"{datetime.now(UTC):%Y-%m-%d}",
        }
    path = measured_folder() / MADE_ON
    path.write_text(json.dumps(dict(sorted(now.items())), indent=2) + "\n", encoding="utf-8")
    return path


def is_current(name: str) -> bool:
    """Tell whether some results of the pages are those of the present rules."""
    return read_made_on().get(name, {}).get("results") == results_version(name)


def stale_results() -> list[str]:
    """Return the results of the pages that are older than the present rules."""
    return [name for name in MEASURED_RESULTS if not is_current(name)]
