"""The words for verdicts, bases and units of effects, in English and French."""

from entente.analysis.patterns.pattern import Basis, Contrast, Unit
from entente.analysis.statistics.intervals import Estimate, Verdict
from entente.i18n import N_, say

VERDICTS = {
    Verdict.HOLDS: N_("holds"),
    Verdict.UNDECIDED: N_("undecided"),
    Verdict.FAILS: N_("does not hold"),
    Verdict.UNTESTED: N_("not tested"),
}
BASES = {Basis.CALIBRATED: N_("calibrated"), Basis.INDEPENDENT: N_("independent")}
_UNITS = {
    Unit.SHARE: N_("share"),
    Unit.RUNS: N_("share of runs"),
    Unit.RATIO: N_("ratio"),
    Unit.DOUBLINGS: N_("doublings"),
}


def word(one: Verdict | Basis | Unit, language: str) -> str:
    """Return the word for a verdict, a basis or a unit."""
    for words in (VERDICTS, BASES, _UNITS):
        if one in words:
            return say(words[one], language)  # type: ignore[index]
    raise KeyError(one)


VERDICT_REASONS = {
    "missing": N_("too many replicates have no figure"),
    "untested": N_("nothing to compare in this scenario"),
    "no_gap": N_("what it is a share of may be nothing"),
    "wide": N_("the interval reaches on both sides of the bound"),
    "none": N_("no difference to be seen"),
    "small": N_("on the expected side, but too small to count"),
    "wrong": N_("the other way round"),
    "outside": N_("outside of the bounds"),
    "large": N_("more than the bound allows"),
}


def reason(contrast: Contrast, found: Estimate, said: Verdict, language: str) -> str:
    """Say why a contrast does not hold; an empty text when it does."""
    if said is Verdict.HOLDS:
        return ""
    return say(VERDICT_REASONS[key_of(contrast, found, said)], language)


def key_of(contrast: Contrast, found: Estimate, said: Verdict) -> str:
    """Return which reason it is."""
    if said is Verdict.UNTESTED:
        return "untested"
    if said is Verdict.UNDECIDED:
        return "no_gap" if found.replicates > 2 and found.high == -found.low == float("inf") else (
            "missing" if found.missing > found.replicates / 3 else "wide"
        )  # fmt: skip
    if contrast.side == "=":
        return "outside"
    if contrast.bounds[0] < 0:
        return "large"
    low, high = sorted((contrast.to_common_scale(found.low), contrast.to_common_scale(found.high)))
    return "small" if low > 0 else "wrong" if high < 0 else "none"
