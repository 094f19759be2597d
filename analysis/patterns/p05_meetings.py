"""P5: mobilisation rises and then falls with the load of meetings; the best load is higher when they are well run."""

import numpy as np

from entente.analysis.patterns.pattern import MOBILISED, Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.situation import Settings, Text

PERIODS = (26, 13, 8, 6, 4, 3, 2, 1)  # weeks between two tables of two hours: from one in six months to one a week
_HOURS = 40  # enough for any of them: only how well they are run differs
WELL, BADLY = 0.95, 0.1
_WHOLE = (27, 156)


def _arms(base: Settings) -> dict[str, Arm]:
    """From half-yearly to weekly tables, under an experienced lead and under a beginner."""
    found = {}
    for name, skill, en, fr in (("well", WELL, "well run", "bien menées"), ("badly", BADLY, "badly run", "mal menées")):
        for period in PERIODS:
            often, souvent = (f"every {period} weeks", f"toutes les {period} semaines")
            if period == 1:
                often, souvent = "every week", "chaque semaine"
            found[f"{name}_{period}"] = make_arm(
                f"{en}, {often}", f"{fr}, {souvent}", "communication=monthly_table",
                f"communication.channels.table.period={period}", f"leadership.hours={_HOURS}",
                f"leadership.experience={skill}",
            )  # fmt: skip
    return found


def _mobilisation_by_load(arms: Arms, run: str) -> Numbers:
    """Mobilisation by load, the lightest first, shape (loads, replicates)."""
    return np.array([arms[f"{run}_{period}"].mean("mobilisation", *_WHOLE) for period in PERIODS])


def _best_load_inside(curve: Numbers) -> Numbers:
    """Mobilisation at the best load between the ends, found on the other half of the replicates: no selection bias."""
    found = np.empty(curve.shape[1])
    for half in (0, 1):
        best = 1 + np.nanmean(curve[1:-1, 1 - half :: 2], axis=1).argmax()
        found[half::2] = curve[best, half::2]
    return found


def _rise(arms: Arms) -> Paired:
    """The best load against the lightest."""
    curve = _mobilisation_by_load(arms, "well")
    return _best_load_inside(curve) - curve[0]


def _fall(arms: Arms) -> Paired:
    """The heaviest load against the best."""
    curve = _mobilisation_by_load(arms, "well")
    return curve[-1] - _best_load_inside(curve)


def _best_load_shift(arms: Arms) -> Paired:
    """By how many doublings the best load of a replicate is higher when meetings are well run."""
    doublings = np.log2(1 / np.array(PERIODS))
    well, badly = (doublings[_mobilisation_by_load(arms, run).argmax(axis=0)] for run in ("well", "badly"))
    return np.asarray(well - badly)


P5 = Pattern(
    key="P5",
    statement=Text(
        en="Mobilisation first rises and then falls with the load of meetings; the best load is higher when meetings are "
        "well run.",
        fr="La mobilisation monte puis baisse avec la charge de rencontres ; la meilleure charge est plus grande quand les "
        "rencontres sont bien menées.",
    ),
    source="El Ansari & Phillips 2004; Luong & Rogelberg 2005; Rogelberg et al. 2006",
    basis=Basis.CALIBRATED,
    ingredient=Text(
        en="It was looked at when the share of hours spent without tiring was set (mobilisation.comfort).",
        fr="On a regardé cette régularité en fixant la part des heures dépensées sans fatigue (mobilisation.comfort).",
    ),
    arms=_arms,
    contrasts=(
        Contrast("rises", Text(en="best load − a table every six months", fr="meilleure charge − une table aux six mois"),
                 _rise, Text(en="one partner in twenty", fr="un partenaire sur vingt"), least=MOBILISED),
        Contrast("falls", Text(en="a table every week − best load", fr="une table par semaine − meilleure charge"), _fall,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
        Contrast("later", Text(en="best load: well run − badly run", fr="meilleure charge : bien menées − mal menées"),
                 _best_load_shift, Text(en="a quarter of a doubling: meetings about a fifth more often",
                             fr="le quart d'un doublement : des rencontres d'un cinquième plus fréquentes"), least=0.25,
                 unit=Unit.DOUBLINGS),
    ),
)  # fmt: skip
