"""P12: bringing partners in late costs lasting trust; bringing all of them in at once strains the lead."""

from collections.abc import Callable

from entente.analysis.patterns.pattern import TRUSTED, Basis, Contrast, Pattern
from entente.analysis.run.arms import Arm, Arms, all_but_the_lead, make_arm
from entente.analysis.statistics.intervals import Paired
from entente.sim.model.situation import Settings, Text

LATE = 53
_ONE, ALL = 1, 500
LAST_HALF_YEAR = (131, 156)
STRAIN = 0.05


def _arms(base: Settings) -> dict[str, Arm]:
    """Every second organisation is brought in early or late × one at a time or all at once: two separate settings."""
    outside = [
        f"organisations.{name}.member={'false' if k % 2 else 'true'}" for k, name in enumerate(all_but_the_lead(base))
    ]
    found = {}
    for when, week, en, fr in (("early", 0, "early", "tôt"), ("late", LATE, "after a year", "après un an")):
        for how, batch, en_how, fr_how in (("one", _ONE, "one at a time", "une à la fois"),
                                           ("all", ALL, "all at once", "toutes à la fois")):  # fmt: skip
            found[f"{when}_{how}"] = make_arm(
                f"half are brought in {en}, {en_how}", f"la moitié arrive {fr}, {fr_how}", outside,
                "leadership.recruitment=1", f"governance.admission={week}", f"governance.batch={batch}",
            )  # fmt: skip
    return found


def _late_entry(how: str) -> Callable[[Arms], Paired]:
    """Trust between partners two years after the late ones began to come in, late against early."""

    def of(arms: Arms) -> Paired:
        return arms[f"late_{how}"].mean("trust", *LAST_HALF_YEAR) - arms[f"early_{how}"].mean("trust", *LAST_HALF_YEAR)

    return of


def _entry_at_once(when: str, first: int) -> Callable[[Arms], Paired]:
    """Energy of the leadership in the half-year after the door opens, all at once against one at a time."""

    def of(arms: Arms) -> Paired:
        weeks = (first + 1, first + 26)
        return arms[f"{when}_all"].mean("energy", *weeks) - arms[f"{when}_one"].mean("energy", *weeks)

    return of


_STEP = Text(en="a tenth of a step of a four-point scale", fr="un dixième de degré d'une échelle à quatre degrés")
LOAD = Text(en="an eighth of what a full load takes away", fr="le huitième de ce qu'une pleine charge enlève")
P12 = Pattern(
    key="P12",
    statement=Text(
        en="Bringing partners in late costs lasting trust; bringing all of them in at once strains the lead.",
        fr="Faire entrer des partenaires tard coûte une confiance durable ; les faire entrer tous à la fois éprouve le "
        "leadership.",
    ),
    source="Johnston, Hicks, Nan & Auer 2011; Weaver 2017; [S3]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="A newcomer asks for more attention, and finds less of a voice late in the process, by rules.",
        fr="Une organisation nouvelle demande plus d'attention, et trouve moins de voix tard dans la démarche, par des règles.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("late_one", Text(en="trust 2 years later, one at a time: late − early",
                                  fr="confiance 2 ans plus tard, une à la fois : tard − tôt"), _late_entry("one"), _STEP,
                 most=-TRUSTED),
        Contrast("late_all", Text(en="the same, all at once: late − early", fr="de même, toutes à la fois : tard − tôt"),
                 _late_entry("all"), _STEP, most=-TRUSTED),
        Contrast("strain_early", Text(en="energy of the lead, early: all at once − one at a time",
                                      fr="énergie du leadership, tôt : toutes − une à la fois"), _entry_at_once("early", 0), LOAD,
                 most=-STRAIN),
        Contrast("strain_late", Text(en="energy of the lead, late: all at once − one at a time",
                                     fr="énergie du leadership, tard : toutes − une à la fois"), _entry_at_once("late", LATE), LOAD,
                 most=-STRAIN),
    ),
    series=("trust", "energy"),
)  # fmt: skip
