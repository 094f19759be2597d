"""P4: a second delegate in each organisation protects mobilisation from departures."""

from collections.abc import Callable

from entente.analysis.patterns.pattern import Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm, set_for_everyone
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import OrganisationSettings, Settings, Text

_WHOLE = (27, 156)  # once the first departures have had their effect


def _arms(base: Settings) -> dict[str, Arm]:
    """One delegate or two with the same hours in all, with and without departures."""
    usual = base.partners

    def hours(delegates: int) -> Callable[[str, OrganisationSettings], float]:
        return lambda _, o: (o.delegates or usual.delegates) * (o.hours or usual.hours) / delegates

    one, two = (
        [*set_for_everyone(base, "delegates", lambda *_, n=n: n), *set_for_everyone(base, "hours", hours(n))]
        for n in (1, 2)
    )
    calm = "mechanisms.turnover=off"
    return {
        "one": make_arm("one delegate", "une personne déléguée", one),
        "one_calm": make_arm("one delegate, nobody leaves", "une personne déléguée, personne ne part", one, calm),
        "two": make_arm(
            "two delegates, the same hours in all", "deux personnes déléguées, autant d'heures en tout", two
        ),
        "two_calm": make_arm("two delegates, nobody leaves", "deux personnes déléguées, personne ne part", two, calm),
    }


def _loss_avoided(arms: Arms) -> Paired:
    """Share of the mobilisation lost to departures with one delegate that two avoid."""
    alone, both = (
        arms[f"{name}_calm"].mean("mobilisation", *_WHOLE) - arms[name].mean("mobilisation", *_WHOLE)
        for name in ("one", "two")
    )
    return alone - both, alone


P4 = Pattern(
    key="P4",
    statement=Text(
        en="A second delegate in each organisation protects mobilisation from departures.",
        fr="Une deuxième personne déléguée par organisation protège la mobilisation des départs.",
    ),
    source="[S3]",
    basis=Basis.CALIBRATED,
    ingredient=Text(
        en="With two delegates a departure takes a quarter of the ties, by a rule; effort is in proportion to the posts "
        "filled, by another.",
        fr="À deux, un départ emporte le quart des liens, par une règle ; l'effort est en proportion des postes pourvus, par "
        "une autre.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("avoided", Text(en="share of the mobilisation lost to departures that two avoid",
                                 fr="part de la mobilisation perdue par les départs que deux évitent"), _loss_avoided,
                 Text(en="at least a quarter of the loss", fr="au moins le quart de la perte"), least=0.25,
                 unit=Unit.RATIO),
    ),
)  # fmt: skip
