"""P8: more diverse partners slow the process and lower cohesion, without lowering results when they communicate."""

from entente.analysis.patterns.pattern import IN_TWENTY, Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm, set_for_everyone
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

FIRST_YEAR, END = (52, 52), (156, 156)


def _arms(base: Settings) -> dict[str, Arm]:
    """Partners whose first framings of the problem are alike, or far apart."""
    drawn = set_for_everyone(base, "framing", lambda *_: "null")
    return {
        "alike": make_arm("framings alike", "compréhensions proches", drawn, "partners.framing_spread=0.05"),
        "diverse": make_arm("framings far apart", "compréhensions éloignées", drawn, "partners.framing_spread=0.4"),
    }


def _cohesion(arms: Arms) -> Paired:
    """Cohesion over the three years."""
    return arms["diverse"].mean("cohesion", 1, 156) - arms["alike"].mean("cohesion", 1, 156)


def _first_year_results(arms: Arms) -> Paired:
    """Stages done after a year."""
    return arms["diverse"].mean("results", *FIRST_YEAR), arms["alike"].mean("results", *FIRST_YEAR)


def _final_results(arms: Arms) -> Paired:
    """Stages done after three years."""
    return arms["diverse"].mean("results", *END), arms["alike"].mean("results", *END)


def _cases_answered(arms: Arms) -> Paired:
    """Share of the cases that are answered."""
    return arms["diverse"].summary("cases_answered") - arms["alike"].summary("cases_answered")


SAME = Text(en="at most a twentieth less", fr="au plus un vingtième de moins")
P8 = Pattern(
    key="P8",
    statement=Text(
        en="More diverse partners slow the process and lower cohesion, without lowering results as long as they communicate.",
        fr="Des partenaires plus divers ralentissent la démarche et affaiblissent la cohésion, sans nuire aux résultats s'ils "
        "communiquent.",
    ),
    source="Brown, Wells, Jones & Chilenski 2017",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Cohesion is measured on framings, so that diversity lowers it at first; whether it lasts is not put in.",
        fr="La cohésion se mesure aux compréhensions, que la diversité écarte au départ ; que l'écart dure n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("cohesion", Text(en="cohesion over 3 years: diverse − alike", fr="cohésion sur 3 ans : divers − proches"),
                 _cohesion, Text(en="one part in twenty", fr="une part sur vingt"), most=-0.05),
        Contrast("slower", Text(en="stages done in a year: diverse / alike", fr="étapes faites en un an : divers / proches"),
                 _first_year_results, Text(en="at least a twentieth less", fr="au moins un vingtième de moins"),
                 most=1 - IN_TWENTY, unit=Unit.RATIO, neutral=1),
        Contrast("results", Text(en="stages done in 3 years: diverse / alike",
                                 fr="étapes faites en 3 ans : divers / proches"), _final_results, SAME, least=1 - IN_TWENTY,
                 unit=Unit.RATIO, neutral=1),
        Contrast("helped", Text(en="share of cases answered: diverse − alike",
                                fr="part des cas pris en charge : divers − proches"), _cases_answered, SAME, least=-0.05),
    ),
    series=("cohesion", "results"),
)  # fmt: skip
