"""What patterns say, as a table of contrasts, as lines of text, as the groups of a figure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from entente.analysis.patterns.forest_figure import ContrastLine, ContrastPoint, PatternGroup, format_effect
from entente.analysis.patterns.pattern import Pattern, Unit
from entente.analysis.patterns.verdict_words import reason, word
from entente.analysis.statistics.intervals import Estimate, Verdict
from entente.commands.patterns.trials import Finding, deciding, share_holding, verdict_of
from entente.i18n import number, percent, say
from entente.i18n.option_names import scenario_label

COLUMNS = (
    "pattern", "contrast", "scenario", "unit", "effect", "low", "high", "least", "most", "expected", "replicates",
    "missing", "verdict", "basis", "worlds", "share_of_worlds", "share_low", "share_high",
)  # fmt: skip


@dataclass(frozen=True)
class PatternResult:
    """One pattern with all that was found of it."""

    pattern: Pattern
    found: Sequence[Finding]

    @property
    def verdict(self) -> Verdict:
        """Return its verdict."""
        return verdict_of(self.found)

    @property
    def share_holding(self) -> Estimate | None:
        """Return the share of the plausible settings in which all contrasts are as expected; None without any."""
        return share_holding(self.found)

    @property
    def parts(self) -> str:
        """Return how many of its contrasts hold, of how many, over all scenarios."""
        tested = [one for one in self.found if one.verdict is not Verdict.UNTESTED]
        return f"{sum(one.verdict is Verdict.HOLDS for one in tested)}/{len(tested)}"


def by_pattern(found: Sequence[Finding], patterns: Sequence[Pattern], scenarios: Sequence[str]) -> list[PatternResult]:
    """Return findings pattern by pattern, in the order of patterns, contrasts and scenarios."""

    def place(one: Finding) -> tuple[int, int]:
        return one.pattern.contrasts.index(one.contrast), scenarios.index(one.scenario)

    mine = {pattern.key: sorted((one for one in found if one.pattern is pattern), key=place) for pattern in patterns}
    return [PatternResult(pattern, mine[pattern.key]) for pattern in patterns if mine[pattern.key]]


def contrasts_table(tested: Sequence[PatternResult]) -> pd.DataFrame:
    """Return every contrast, one row each."""
    rows = [
        (one.pattern.key, (contrast := one.contrast).name, one.scenario, str(contrast.unit),
         (found := one.estimate).effect, found.low, found.high, contrast.least, contrast.most, contrast.side,
         found.replicates, found.missing, str(one.verdict), str(one.pattern.basis), *holding_cells(one))
        for group in tested for one in group.found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def holding_cells(one: Finding) -> tuple[int, float, float, float]:
    """Return how many plausible settings there are, and in what share a contrast is as expected, with its interval."""
    share = share_holding([one])
    return (
        (0, math.nan, math.nan, math.nan) if share is None else (share.replicates, share.effect, share.low, share.high)
    )


def holding_text(share: Estimate | None, language: str) -> str:
    """Write a share of the plausible settings; nothing where there is none."""
    return "" if share is None else percent(share.effect, language)


def holding_with_interval(share: Estimate | None, language: str) -> str:
    """Write a share of the plausible settings with its interval; nothing where there is none."""
    if share is None:
        return ""
    middle, low, high = (percent(value, language) for value in (share.effect, share.low, share.high))
    return middle + " " + say("[{low}, {high}]", language, low=low, high=high)


def effect_text(one: Finding, language: str) -> str:
    """Write the effect of a finding."""
    return figure_text(one.estimate.effect, one, language)


def interval_text(one: Finding, language: str) -> str:
    """Write the interval of a finding."""
    low, high = (figure_text(end, one, language) for end in (one.estimate.low, one.estimate.high))
    return say("[{low}, {high}]", language, low=low, high=high)


def figure_text(value: float, one: Finding, language: str) -> str:
    """Write an effect or an end of its interval, which may be infinite; a ratio has no plus sign."""
    text = f"{'−' if value < 0 else '+'}∞" if abs(value) == float("inf") else format_effect(value, language)
    return text.removeprefix("+") if one.contrast.unit is Unit.RATIO else text


def bound_text(one: Finding, language: str) -> str:
    """Write what is expected of a contrast."""
    contrast = one.contrast
    if contrast.side == "=":
        low, high = (number(value, language).replace("-", "−") for value in (contrast.least, contrast.most))
        return say("{low} to {high}", language, low=low, high=high)
    side, value = ("≥", contrast.least) if contrast.side == "+" else ("≤", contrast.most)
    return f"{side} {number(value, language).replace('-', '−')}"


def pattern_row(one: PatternResult, spread: bool, language: str) -> list[str]:
    """Return one line of the printed table: the pattern, its verdict, and the contrast on which it hangs.

    Args:
        one: the pattern.
        spread: whether replicates are spread over plausible settings.
        language: ``en`` or ``fr``.
    """
    hangs = deciding(one.found)
    compared = f"{hangs.contrast.text.in_language(language)} ({scenario_label(hangs.scenario, language)})"
    effect = effect_text(hangs, language)
    worlds = [holding_with_interval(one.share_holding, language)] if spread else []
    return [one.pattern.key, word(one.verdict, language), one.parts, *worlds, effect, interval_text(hangs, language),
            compared, one.pattern.source]  # fmt: skip


def why_not(one: PatternResult, language: str) -> list[str]:
    """Return, for each contrast that does not hold, what it is and why."""
    colon = say(": ", language)
    return [
        f"{part.contrast.text.in_language(language)} ({scenario_label(part.scenario, language)}){colon}"
        f"{effect_text(part, language)} {interval_text(part, language)}, {bound_text(part, language)}"
        f"{colon}{reason(part.contrast, part.estimate, part.verdict, language)}"
        for part in one.found
        if part.verdict is not Verdict.HOLDS
    ]


def groups_of(tested: Sequence[PatternResult], language: str) -> list[PatternGroup]:
    """Return the groups of the forest figure."""
    groups = []
    for one in tested:
        lines: dict[str, ContrastLine] = {}
        for found in one.found:
            contrast, estimate = found.contrast, found.estimate
            share = holding_text(share_holding(part for part in one.found if part.contrast is contrast), language)
            line = lines.setdefault(
                contrast.name, ContrastLine(contrast.text.in_language(language), contrast.bounds, {}, share)
            )
            ends = sorted((contrast.to_common_scale(estimate.low), contrast.to_common_scale(estimate.high)))
            point = ContrastPoint(
                contrast.to_common_scale(estimate.effect), *ends, effect_text(found, language), found.verdict
            )
            line.points[found.scenario] = point  # type: ignore[index]
        groups.append(
            PatternGroup(
                one.pattern.key,
                one.pattern.statement.in_language(language),
                one.verdict,
                list(lines.values()),
                holding_text(one.share_holding, language),
            )
        )
    return groups
