"""T1: knowing more people does not by itself make trust between those who know each other."""

from entente.analysis.patterns.pattern import TRUSTED, Basis, Contrast, Pattern
from entente.analysis.run.arms import Arm, Arms, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

# While those who are tied are those who knew each other at the start: later on, pairs that began as strangers join the
# mean, sooner where few knew each other, and lower it for another reason.
SAME_PAIRS = (1, 13)


def _arms(base: Settings) -> dict[str, Arm]:
    """Few or many pairs that know each other at the start."""
    return {
        "sparse": make_arm("a tenth of the pairs know each other at the start", "un dixième des paires se connaît au départ",
                      "partners.density=0.1"),
        "dense": make_arm("six tenths do", "six dixièmes se connaissent", "partners.density=0.6"),
    }  # fmt: skip


def _trust(arms: Arms) -> Paired:
    """Trust between those who know each other, in the first quarter."""
    return arms["dense"].mean("trust_ties", *SAME_PAIRS) - arms["sparse"].mean("trust_ties", *SAME_PAIRS)


T1 = Pattern(
    key="T1",
    statement=Text(
        en="A trap to avoid: more ties at the start do not by themselves raise trust between those who are tied.",
        fr="Un piège à éviter : plus de liens au départ n'élèvent pas d'eux-mêmes la confiance entre ceux qui sont liés.",
    ),
    source="Leach & Sabatier 2005",
    basis=Basis.INDEPENDENT,
    ingredient=Text(),
    arms=_arms,
    contrasts=(
        Contrast("trust", Text(en="trust between those tied, 1st quarter: dense − sparse",
                              fr="confiance entre liés, 1er trimestre : dense − clairsemé"),
                 _trust, Text(en="no more than a tenth of a step of a four-point scale",
                             fr="pas plus d'un dixième de degré d'une échelle à quatre degrés"), most=TRUSTED),
    ),
    series=("trust_ties",),
)  # fmt: skip
