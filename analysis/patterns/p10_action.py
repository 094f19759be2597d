"""P10: talk without action demobilises; early results sustain."""

from entente.analysis.patterns.pattern import MOBILISED, SECOND_YEAR, THIRD_YEAR, Basis, Contrast, Pattern
from entente.analysis.run.arms import Arm, Arms, from_week, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

NO_ACTION = "work.ambition=0"  # partners meet as much and pledge nothing


def _arms(base: Settings) -> dict[str, Arm]:
    """Partners act; they only talk; they only talk for a year, then act."""
    return {
        "usual": make_arm("partners act from the start", "les partenaires agissent dès le départ"),
        "talk": make_arm("they meet and do nothing together", "ils se réunissent et ne font rien ensemble", NO_ACTION),
        "late": make_arm("they do nothing for a year, then act", "ils ne font rien pendant un an, puis agissent", NO_ACTION,
                    from_week(53, work__ambition=base.work.ambition)),
    }  # fmt: skip


def _talk(arms: Arms) -> Paired:
    """Mobilisation in the third year: only talk, against action."""
    return arms["talk"].mean("mobilisation", *THIRD_YEAR) - arms["usual"].mean("mobilisation", *THIRD_YEAR)


def _early_results(arms: Arms) -> Paired:
    """Mobilisation in the second year, when both act: results in the first year, against none."""
    return arms["usual"].mean("mobilisation", *SECOND_YEAR) - arms["late"].mean("mobilisation", *SECOND_YEAR)


P10 = Pattern(
    key="P10",
    statement=Text(
        en="Talk without action demobilises; early results sustain.",
        fr="Parler sans agir démobilise ; des résultats précoces soutiennent la mobilisation.",
    ),
    source="[S1]; [S4]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Results motivate and talk holds back, by rules; how much of it is seen in the whole is not put in.",
        fr="Les résultats motivent et parler freine, par des règles ; ce qui s'en voit dans l'ensemble n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("talk", Text(en="year 3: only talk − action", fr="an 3 : parler seulement − agir"), _talk,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
        Contrast("early", Text(en="year 2, when both act: results in year 1 − none",
                               fr="an 2, quand tous agissent : résultats en l'an 1 − aucun"), _early_results,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), least=MOBILISED),
    ),
)  # fmt: skip
