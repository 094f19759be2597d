"""P2: for the same number of contacts, meeting in person builds about 2.6 times as much trust as writing."""

from entente.analysis.patterns.pattern import Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

_QUARTER = 13  # four monthly contacts: later, in-person trust nears its level and the ratio shrinks by itself
# Everybody comes and stays, and nothing else brings partners together or takes them apart.
SAME_CONTACTS = (
    "communication=monthly_table", "communication.channels.table.travel=0", "mechanisms.attendance=off",
    "mechanisms.turnover=off", "mechanisms.cases=off", "mechanisms.exit=off", "mechanisms.recruitment=off",
)  # fmt: skip


def _arms(base: Settings) -> dict[str, Arm]:
    """One table a month for everybody: in person, the same in writing, and none."""
    return {
        "in_person": make_arm("a monthly table in person", "une table mensuelle en personne", SAME_CONTACTS),
        "written": make_arm("the same in writing", "la même par écrit", SAME_CONTACTS,
                       "communication.channels.table.richness=0.38"),
        "none": make_arm("no contact", "aucun contact", SAME_CONTACTS, "~communication.channels.table"),
    }  # fmt: skip


def _trust_gains(arms: Arms) -> Paired:
    """Trust gained over no contact after a quarter: in person, and in writing."""
    gained = [
        arms[name].mean("trust_personal", _QUARTER, _QUARTER) - arms["none"].mean("trust_personal", _QUARTER, _QUARTER)
        for name in ("in_person", "written")
    ]
    return gained[0], gained[1]


P2 = Pattern(
    key="P2",
    statement=Text(
        en="For the same number of contacts, meeting in person builds about 2.6 times as much trust as writing.",
        fr="À nombre égal de contacts, se voir en personne bâtit environ 2,6 fois plus de confiance que s'écrire.",
    ),
    source="Balliet 2010 (d = 1.21; d = 0.46)",
    basis=Basis.CALIBRATED,
    ingredient=Text(
        en="The richness of writing (0.38) is an input: the ratio follows nearly from it.",
        fr="La richesse de l'écrit (0,38) est une donnée d'entrée : le rapport en découle presque.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("ratio", Text(en="trust gained in a quarter: in person / written",
                               fr="confiance gagnée en un trimestre : en personne / par écrit"), _trust_gains,
                 Text(en="2.6 give or take a quarter: errors of 0.1 on either d would already move it by a third",
                      fr="2,6 à un quart près : une erreur de 0,1 sur chaque d le déplacerait déjà du tiers"),
                 least=2.0, most=3.2, unit=Unit.RATIO),
    ),
    series=("trust_personal",),
)  # fmt: skip
