"""P13: information spreads much further than engagement."""

from entente.analysis.patterns.pattern import Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.situation import Settings, Text

_SETTLED = (27, 156)


def _arms(base: Settings) -> dict[str, Arm]:
    """Silence, and a newsletter to everyone."""
    return {
        "silent": make_arm("no channel", "aucun canal", "communication=silent"),
        "newsletter": make_arm("a newsletter to everyone", "une infolettre à tous", "communication=newsletter"),
    }


def _gain(arms: Arms, series: str) -> Numbers:
    """What the newsletter adds to a series."""
    return arms["newsletter"].mean(series, *_SETTLED) - arms["silent"].mean(series, *_SETTLED)


def _information_gain(arms: Arms) -> Paired:
    """Freshness of information gained."""
    return _gain(arms, "information")


def _engagement_gain(arms: Arms) -> Paired:
    """Mobilisation gained for each unit of information gained."""
    return _gain(arms, "mobilisation"), _gain(arms, "information")


P13 = Pattern(
    key="P13",
    statement=Text(
        en="Information spreads much further than engagement.",
        fr="L'information se répand bien plus loin que l'engagement.",
    ),
    source="[S4]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Reading informs at once, by a rule; what it moves in motivation comes through trust, credit and belonging.",
        fr="Lire informe tout de suite, par une règle ; ce que cela change à la motivation passe par la confiance, le crédit "
        "et l'appartenance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("informed", Text(en="information: newsletter − silence", fr="information : infolettre − silence"), _information_gain,
                 Text(en="a fifth of full freshness", fr="le cinquième d'une pleine fraîcheur"), least=0.2),
        Contrast("engaged", Text(en="mobilisation gained / information gained",
                                 fr="mobilisation gagnée / information gagnée"), _engagement_gain,
                 Text(en="much further: at least twice as far", fr="bien plus loin : au moins deux fois"), most=0.5,
                 unit=Unit.RATIO, neutral=1),
    ),
    series=("mobilisation", "information"),
)  # fmt: skip
