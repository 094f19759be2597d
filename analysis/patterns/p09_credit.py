"""P9: credit that does not go to those who did the work demobilises them."""

import numpy as np
from numpy.typing import NDArray

from entente.analysis.patterns.pattern import MOBILISED, THIRD_YEAR, Basis, Contrast, Pattern
from entente.analysis.run.arms import Arm, Arms, all_but_the_lead, from_week, make_arm
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.measures import PARTNERS
from entente.sim.model.situation import Settings, Text

FAIR = ("governance.credit=1", "leadership.credit_given=1")
TURN = 53  # until then both arms are the same, so that who does the work is known from the same year in both
_MORE = 0.02


def _arms(base: Settings) -> dict[str, Arm]:
    """A year of fair credit, then two years of it, or of credit by standing and taken by the lead."""
    return {
        "fair": make_arm("credit by contribution", "crédit selon la contribution", FAIR),
        "unequal": make_arm("after a year, credit by standing, taken by the lead", "après un an, crédit selon le rang, pris par "
                       "le leadership", FAIR, from_week(TURN, governance__credit=0, leadership__credit_given=0)),
    }  # fmt: skip


def _hard_workers(arms: Arms) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who gave more than half of the partners did in the first year, and who gave less; the lead is neither."""
    fair = arms["fair"]
    alike = np.array([name for name, one in fair.settings.organisations.items() for _ in range(one.count)])
    partner = np.isin(fair.organisations["standing"][:, TURN - 2], PARTNERS) & np.isin(
        alike, all_but_the_lead(fair.settings)
    )
    hours = np.where(partner, fair.organisation_means("hours_spent", 1, TURN - 1), np.nan)
    middle = np.nanmedian(hours, axis=1, keepdims=True)
    return hours > middle, hours < middle


def _mobilisation_change(arms: Arms, who: NDArray[np.bool_]) -> Numbers:
    """Mean change of mobilisation in the third year of some organisations, replicate by replicate."""
    moved = arms["unequal"].organisation_means("mobilisation", *THIRD_YEAR) - arms["fair"].organisation_means(
        "mobilisation", *THIRD_YEAR
    )
    return np.asarray(np.where(who, moved, 0.0).sum(axis=1) / np.maximum(1, who.sum(axis=1)))


def _workers_change(arms: Arms) -> Paired:
    """Those who did the work."""
    return _mobilisation_change(arms, _hard_workers(arms)[0])


def _change_against_others(arms: Arms) -> Paired:
    """Those who did the work, against those who did less of it."""
    did, less = _hard_workers(arms)
    return _mobilisation_change(arms, did) - _mobilisation_change(arms, less)


P9 = Pattern(
    key="P9",
    statement=Text(
        en="Credit that does not go to those who did the work demobilises them.",
        fr="Un crédit qui ne va pas à ceux et celles qui ont fait le travail les démobilise.",
    ),
    source="[S1]; [S3]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Recognition is among what motivates; how much is lost, and by whom, is not put in.",
        fr="La reconnaissance fait partie de ce qui motive ; ce qui se perd, et par qui, n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("workers", Text(en="who did the work, year 3: unequal − fair",
                                 fr="qui a fait le travail, an 3 : inégal − équitable"), _workers_change,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
        Contrast("more", Text(en="that change: who did more − who did less",
                              fr="ce changement : qui a fait plus − qui a fait moins"), _change_against_others,
                 Text(en="two fifths of the smallest loss that counts", fr="les deux cinquièmes de la plus petite perte qui "
                      "compte"), most=-_MORE),
    ),
    series=(),
    organisations=("mobilisation", "hours_spent", "standing"),
)  # fmt: skip
