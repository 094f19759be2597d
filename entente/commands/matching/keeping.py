"""What a matching leaves: tables, figures, the sample, the scenario of the middle member, the manifest."""

from functools import partial
from typing import Any

import pandas as pd

from entente.analysis.matching.implausibility import LIMIT
from entente.analysis.matching.targets import TARGETS
from entente.commands.matching.matching import MatchingResults
from entente.commands.matching.wave_folder import wave_design
from entente.config.yaml_files import to_yaml
from entente.i18n import say
from entente.results.csv_text import csv_text
from entente.results.deliverables import Deliverables
from entente.studies.identity import axis_text, versions
from entente.studies.left_out import left_out_values

_DIGITS = "%.8g"
PLAUSIBLE, MATCHED = "plausible.csv", "matched.yaml"


def keep_matching(found: MatchingResults, language: str) -> None:
    """Write all that a matching says by now; figures too, once some wave is whole."""
    if not found.runs:
        return
    with Deliverables(found.folder) as results:
        for name in ("waves", "targets", "conflicts", "settings", "implausibility"):
            results.table(f"{name}.csv", getattr(found, name))
        results.text("not_matched.csv", csv_text(not_matched()))
        if len(found.shares):
            results.table("sorting.csv", found.shares.reset_index(names="setting"))
        results.text(PLAUSIBLE, csv_text(found.plausible, float_format=_DIGITS))
        results.figure("targets", partial(found.plot_targets, language))
        if (middle := found.middle) is not None:
            results.figure("plausible", partial(found.plot, language))
            results.text(MATCHED, matched_text(found, middle, language))
        results.finish(found.spec.run, about_matching(found))


def not_matched() -> pd.DataFrame:
    """Return the figures of the field that are no targets, with the reason."""
    rows = [
        {"figure": one.name, "value": one.value, "tolerance": one.tolerance, "source": one.source,
         "reason": one.because.en}
        for one in TARGETS.values()
        if not one.used
    ]  # fmt: skip
    return pd.DataFrame(rows)


def matched_text(found: MatchingResults, middle: dict[str, Any], language: str) -> str:
    """Return the scenario of the member nearest the field: that of the first target, its settings over it."""
    tree: dict[str, Any] = {}
    for path, value in middle.items():
        section = tree
        *above, name = path.split(".")
        for step in above:
            section = section.setdefault(step, {})
        section[name] = float(f"{value:.8g}") if isinstance(value, float) else value
    said = say(
        "Of {members} plausible settings, the one nearest the figures of the field, {targets} of them.",
        language,
        members=len(found.member_ranks),
        targets=len(found.spec.targets),
    )
    return f"# {said}\n{to_yaml({'extends': found.spec.scenario, **tree})}"


def about_matching(found: MatchingResults) -> dict[str, Any]:
    """Return what the manifest says of a matching."""
    spec = found.spec
    left_out: list[dict[str, Any]] = []
    for number, points in enumerate(found.points, 1):
        left_out += [one for one in left_out_values(wave_design(spec, number, points)) if one not in left_out]
    return {
        "command": list(spec.words),
        "model": versions(),
        "limit": LIMIT,
        "misses": spec.options.misses,
        "points": spec.options.points,
        "waves": len(found.runs),
        "settled": found.settled,
        "interrupted": not found.whole,
        "kept": int(found.implausibility["kept"].sum()),
        "members": len(found.member_ranks),
        "axes": {one.key: axis_text(one) for one in spec.axes},
        "sorted_from": list(found.shares.index),
        "targets": {
            one.name: {"value": one.value, "tolerance": one.tolerance, "scenario": one.scenario, "source": one.source}
            for one in spec.targets
        },
        "middle": found.middle,
        "left_out": left_out,
    }  # fmt: skip
