"""P3: departures cost trust; welcoming newcomers and handing over remove most of the cost."""

from entente.analysis.patterns.pattern import IN_TWENTY, THIRD_YEAR, TRUSTED, Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

_NOTHING = ("governance.handover=0", "governance.pairing=0")
CARE = ("governance.handover=0.7", "governance.pairing=0.7", "staff.learning=13", "staff.newcomer=0.7")


def _arms(base: Settings) -> dict[str, Arm]:
    """Nobody leaves; people leave as they do and nothing is handed over; they leave as much, with care."""
    return {
        "nobody_leaves": make_arm("nobody leaves", "personne ne part", _NOTHING, "mechanisms.turnover=off"),
        "no_handover": make_arm("people leave, nothing is handed over", "des gens partent, rien n'est transmis", _NOTHING),
        "handover": make_arm("people leave; handover, pairing, welcome", "des gens partent ; passation, pairage, accueil", CARE),
    }  # fmt: skip


def _trust_lost(arms: Arms) -> Paired:
    """Trust between partners in the third year, with departures against without."""
    return arms["no_handover"].mean("trust", *THIRD_YEAR) - arms["nobody_leaves"].mean("trust", *THIRD_YEAR)


def _loss_removed(arms: Arms) -> Paired:
    """Share of that cost which care removes."""
    back = arms["handover"].mean("trust", *THIRD_YEAR) - arms["no_handover"].mean("trust", *THIRD_YEAR)
    lost = arms["nobody_leaves"].mean("trust", *THIRD_YEAR) - arms["no_handover"].mean("trust", *THIRD_YEAR)
    return back, lost


def _endings(arms: Arms) -> Paired:
    """Partnerships deserted or dormant within three years, with departures against without."""
    return arms["no_handover"].ended_early() - arms["nobody_leaves"].ended_early()


P3 = Pattern(
    key="P3",
    statement=Text(
        en="Departures of delegates cost trust; welcoming newcomers and handing over remove most of that cost.",
        fr="Les départs de délégué·es coûtent de la confiance ; l'accueil et la passation effacent la plus grande part de "
        "ce coût.",
    ),
    source="[S3]; Leach & Sabatier 2005; HCAP 2012",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="A departure takes personal trust away and a handover saves ties by definition; what remains after three years "
        "of contact is not put in.",
        fr="Un départ emporte de la confiance personnelle et une passation sauve des liens par définition ; ce qu'il en "
        "reste après trois ans de contacts n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("cost", Text(en="trust in year 3: departures − none", fr="confiance en l'an 3 : départs − aucun"), _trust_lost,
                 Text(en="a tenth of a step of a four-point scale", fr="un dixième de degré d'une échelle à quatre degrés"),
                 most=-TRUSTED),
        Contrast("saved", Text(en="share of that cost removed with care", fr="part de ce coût effacée par ces soins"), _loss_removed,
                 Text(en="most of it: more than half", fr="la plus grande part : plus de la moitié"), least=0.5,
                 unit=Unit.RATIO),
        Contrast("ends", Text(en="ended within 3 years: departures − none", fr="fins en 3 ans : départs − aucun"), _endings,
                 Text(en="turnover does not kill by itself: at most one partnership in twenty more",
                      fr="le roulement ne tue pas à lui seul : au plus un partenariat sur vingt de plus"),
                 most=IN_TWENTY, unit=Unit.RUNS),
    ),
    series=("trust",),
)  # fmt: skip
