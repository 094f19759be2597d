"""P1: a partnership rises, levels off, and falls once animation and funding stop."""

from entente.analysis.patterns.pattern import MOBILISED, Basis, Contrast, Pattern, Unit
from entente.analysis.run.arm_results import safe_ratio
from entente.analysis.run.arms import Arm, Arms, from_week, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

STOP = 157  # after three years, as in the field
START, PLATEAU, EVE, _YEAR_AFTER = (1, 4), (53, 78), (131, 156), (157, 208)


def _arms(base: Settings) -> dict[str, Arm]:
    """Four years with the same means, or three of them."""
    stop = from_week(STOP, leadership__hours=0, context__funding=0)
    return {
        "kept": make_arm("four years with the same means", "quatre ans avec les mêmes moyens", "weeks=208"),
        "stopped": make_arm("animation and funding stop after three years", "l'animation et le financement cessent après trois ans",
                       "weeks=208", stop),
    }  # fmt: skip


def _rise(arms: Arms) -> Paired:
    """Mobilisation at 12 to 18 months, against the first month."""
    kept = arms["kept"]
    return kept.mean("mobilisation", *PLATEAU) - kept.mean("mobilisation", *START)


def _plateau(arms: Arms) -> Paired:
    """Mobilisation at the end of the third year, against 12 to 18 months."""
    kept = arms["kept"]
    return kept.mean("mobilisation", *EVE) - kept.mean("mobilisation", *PLATEAU)


def _decline(arms: Arms) -> Paired:
    """Mobilisation in the year after the stop, against what it would have been."""
    return arms["stopped"].mean("mobilisation", *_YEAR_AFTER) - arms["kept"].mean("mobilisation", *_YEAR_AFTER)


def _time_less_role(arms: Arms) -> Paired:
    """Share of the hours that is still given in that year, less the share of the partners who are still there."""
    hours, partners = (
        safe_ratio(arms["stopped"].mean(series, *_YEAR_AFTER), arms["kept"].mean(series, *_YEAR_AFTER))
        for series in ("hours_partners", "partners")
    )
    return hours - partners


P1 = Pattern(
    key="P1",
    statement=Text(
        en="Mobilisation rises, levels off, and falls once animation and funding stop; "
        "the time given falls more than the role held.",
        fr="La mobilisation monte, se stabilise, puis baisse quand l'animation et le financement cessent ; "
        "le temps donné baisse plus que le rôle tenu.",
    ),
    source="Brown, Wells, Wilson & Chilenski 2017; [S4]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Funding frees hours by a rule; that partners give less of the hours they have is not put in.",
        fr="Le financement libère des heures par une règle ; que les partenaires en donnent une moindre part "
        "n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("rise", Text(en="12 to 18 months − first month", fr="12 à 18 mois − premier mois"), _rise,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), least=MOBILISED),
        Contrast("plateau", Text(en="end of year 3 − 12 to 18 months", fr="fin de l'an 3 − 12 à 18 mois"), _plateau,
                 Text(en="within two partners in twenty: the field saw no change, with too few coalitions to see less",
                      fr="à deux partenaires sur vingt près : le terrain n'a pas vu de changement, avec trop peu de "
                      "coalitions pour en voir un moindre"),
                 least=-2 * MOBILISED, most=2 * MOBILISED),
        Contrast("decline", Text(en="year after: stopped − kept", fr="année suivante : moyens cessés − maintenus"), _decline,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
        Contrast("time_and_role", Text(en="hours still given − partners still there",
                                       fr="heures encore données − partenaires encore là"), _time_less_role,
                 Text(en="a twentieth of what was given", fr="un vingtième de ce qui était donné"), most=-0.05,
                 unit=Unit.SHARE),
    ),
    series=("mobilisation", "hours_partners", "partners"),
)  # fmt: skip
