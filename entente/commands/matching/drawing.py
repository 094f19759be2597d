"""The figures of a matching, from what it found."""

import numpy as np
from matplotlib.figure import Figure

from entente.analysis.matching.ranges_figure import RangeRow, ranges_figure
from entente.analysis.matching.targets_figure import TargetRow, targets_figure
from entente.commands.matching.matching import MatchingResults
from entente.i18n import number, say
from entente.terminal.quantities import format_rounded


def ranges_of(found: MatchingResults, language: str) -> Figure:
    """Draw what is left of the range of each setting, those of which least is left first.

    Raises:
        ValueError: when nothing is plausible.
    """
    if not len(found.member_ranks):
        raise ValueError("nothing is plausible: there is nothing left to draw")
    unit = np.concatenate([one.unit for one in found.runs])[found.member_ranks]
    members = found.plausible
    middle = found.middle_rank
    rows = []
    for k, one in enumerate(found.spec.axes):
        low, high = members[one.key].quantile([0.05, 0.95])
        left = say("[{low}, {high}]", language, low=format_rounded(low, language), high=format_rounded(high, language))
        ends = tuple(format_rounded(float(end), language) for end in one.interval or ())
        rows.append(RangeRow(one.name(language), (ends[0], ends[1]), left, unit[:, k], float(unit[middle, k])))
    rows.sort(key=lambda row: float(np.diff(np.quantile(row.members, [0.05, 0.95]))[0]))
    return ranges_figure(rows, len(found.spec.targets), language)


def targets_of(found: MatchingResults, language: str) -> Figure:
    """Draw the targets beside what the sample gives, or else the least implausible setting."""
    table = found.targets.set_index("target")
    given = found.means if len(found.member_ranks) else found.nearest_means
    rows = []
    for one in found.spec.targets:
        values = given[one.name].dropna()
        low, high = values.quantile([0.05, 0.95]) if len(values) > 1 else (np.nan, np.nan)
        mean = float(values.mean())
        text = number(mean, language) if np.isfinite(mean) else "–"
        if np.isfinite(low):
            ends = say("[{low}, {high}]", language, low=number(low, language), high=number(high, language))
            text = f"{text} {ends}"
        target = f"{number(one.value, language)} ± {number(one.tolerance, language)}"
        verdict = str(table.loc[one.name, "verdict"])
        rows.append(TargetRow(one.text.in_language(language), one.value, one.tolerance, mean, (low, high), target, text,
                              verdict))  # fmt: skip
    return targets_figure(rows, bool(len(found.member_ranks)), language)
