"""P7: taking part is contagious, with a threshold and hysteresis: winning back takes more than keeping."""

import numpy as np

from entente.analysis.patterns.pattern import MOBILISED, Basis, Contrast, Pattern
from entente.analysis.run.arms import Arm, Arms, all_but_the_lead, from_week, make_arm, set_for_everyone
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.situation import Settings, Text

QUARTERS = (0, 1, 2, 3, 4)
_SETTLED = (53, 156)
LAPSE, _BACK, LONG_AFTER = 27, 79, (183, 208)
THRESHOLD = 0.02


def _arms(base: Settings) -> dict[str, Arm]:
    """Half of the organisations are for it whatever happens, or against it; then a lapse of a year, and none."""
    half = all_but_the_lead(base)[::2]
    found = {}
    for quarter in QUARTERS:
        count = round(len(half) * quarter / QUARTERS[-1])
        resolved = [f"organisations.{name}.threshold={-1 if k < count else 2}" for k, name in enumerate(half)]
        found[f"seeds_{quarter}"] = make_arm(
            f"of half of the organisations, {25 * quarter}% always take part, the others never",
            f"de la moitié des organisations, {25 * quarter} % participent toujours, les autres jamais",
            set_for_everyone(base, "member", lambda *_: "true"), resolved,
        )  # fmt: skip
    fewer = from_week(_BACK, leadership__hours=base.leadership.hours / 2)
    found["kept"] = make_arm("half the hours of the lead from week 79", "la moitié des heures de leadership dès la semaine 79",
                        "weeks=208", fewer)  # fmt: skip
    found["lost"] = make_arm("the same after a year without any", "la même chose après un an sans aucune", "weeks=208",
                        from_week(LAPSE, leadership__hours=0), fewer)  # fmt: skip
    return found


def _mobilisation_of_the_free(arms: Arms, quarter: int) -> Numbers:
    """Mobilisation of the organisations that are free to choose, when so many quarters of the others take part."""
    outcome = arms[f"seeds_{quarter}"]
    chooses = np.array([one.threshold not in (-1, 2) for one in outcome.traits()])
    return np.asarray(outcome.organisation_means("mobilisation", *_SETTLED)[:, chooses].mean(axis=1))


def _contagion(arms: Arms) -> Paired:
    """Mobilisation of those who choose, when all the others take part against none."""
    return _mobilisation_of_the_free(arms, QUARTERS[-1]) - _mobilisation_of_the_free(arms, 0)


def _threshold(arms: Arms) -> Paired:
    """Best gain of a later quarter over that of the first; which one is found on the other half of the replicates."""
    gains = np.diff([_mobilisation_of_the_free(arms, quarter) for quarter in QUARTERS], axis=0)
    found = np.empty(gains.shape[1])
    for side in (0, 1):
        best = 1 + gains[1:, 1 - side :: 2].mean(axis=1).argmax()
        found[side::2] = gains[best, side::2] - gains[0, side::2]
    return found


def _hysteresis(arms: Arms) -> Paired:
    """Mobilisation after more than two years with the same effort: never lost, against lost for a year."""
    return arms["kept"].mean("mobilisation", *LONG_AFTER) - arms["lost"].mean("mobilisation", *LONG_AFTER)


P7 = Pattern(
    key="P7",
    statement=Text(
        en="Taking part is contagious, with a threshold and hysteresis: winning partners back takes more than keeping them.",
        fr="La participation est contagieuse, avec un seuil et de l'hystérèse : regagner des partenaires demande plus que "
        "les garder.",
    ),
    source="Granovetter 1978; Wiedermann et al. 2020; [S2]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Each organisation has a threshold, lower once active; what the whole partnership does is not put in.",
        fr="Chaque organisation a un seuil, plus bas une fois active ; ce que fait l'ensemble n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("contagion", Text(en="those who choose: all others take part − none",
                                   fr="qui choisit : tous les autres participent − aucun"), _contagion,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), least=MOBILISED),
        Contrast("threshold", Text(en="gain of the best later quarter − of the first",
                                   fr="gain du meilleur quart suivant − du premier"), _threshold,
                 Text(en="below a threshold the first ones convince fewer than the next; 0.02 is about a fifth of an even gain",
                      fr="sous un seuil, les premières convainquent moins que les suivantes ; 0,02 est environ le cinquième "
                      "d'un gain égal"), least=THRESHOLD),
        Contrast("hysteresis", Text(en="same effort for 2½ years: never lost − lost for a year",
                                    fr="même effort pendant 2½ ans : jamais perdus − perdus un an"), _hysteresis,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), least=MOBILISED),
    ),
    organisations=("mobilisation",),
)  # fmt: skip
