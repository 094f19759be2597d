"""The words for verdicts, bases and units of effects, in English and French."""

from entente.analysis.patterns.pattern import Basis, Contrast, Unit
from entente.analysis.statistics.intervals import Estimate, Verdict

VERDICTS = {
    Verdict.HOLDS: ("holds", "tient"),
    Verdict.UNDECIDED: ("undecided", "indécis"),
    Verdict.FAILS: ("does not hold", "ne tient pas"),
    Verdict.UNTESTED: ("not tested", "non testé"),
}
BASES = {Basis.CALIBRATED: ("calibrated", "calibré"), Basis.INDEPENDENT: ("independent", "indépendant")}
_UNITS = {
    Unit.SHARE: ("share", "part"),
    Unit.RUNS: ("share of runs", "part des simulations"),
    Unit.RATIO: ("ratio", "rapport"),
    Unit.DOUBLINGS: ("doublings", "doublements"),
}


def word(one: Verdict | Basis | Unit, language: str) -> str:
    """Return the word for a verdict, a basis or a unit."""
    for words in (VERDICTS, BASES, _UNITS):
        if one in words:
            return words[one][language == "fr"]  # type: ignore[index]
    raise KeyError(one)


REASONS = {
    "missing": ("too many replicates have no figure", "trop de réplicats sans chiffre"),
    "untested": ("nothing to compare in this scenario", "rien à comparer dans ce scénario"),
    "no_gap": ("what it is a share of may be nothing", "ce dont c'est une part est peut-être nul"),
    "wide": ("the interval reaches on both sides of the bound", "l'intervalle va de part et d'autre de la borne"),
    "none": ("no difference to be seen", "aucune différence visible"),
    "small": ("on the expected side, but too small to count", "du côté attendu, mais trop petit pour compter"),
    "wrong": ("the other way round", "dans l'autre sens"),
    "outside": ("outside of the bounds", "hors des bornes"),
    "large": ("more than the bound allows", "plus que ne le permet la borne"),
}


def reason(contrast: Contrast, found: Estimate, said: Verdict, language: str) -> str:
    """Say why a contrast does not hold; an empty text when it does."""
    if said is Verdict.HOLDS:
        return ""
    return REASONS[key_of(contrast, found, said)][language == "fr"]


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
