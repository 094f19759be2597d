"""P6: a capable lead helps a partnership survive; depending on one makes its departure a cliff; sharing loses less."""

from entente.analysis.patterns.pattern import IN_TWENTY, MOBILISED, Basis, Contrast, Pattern, Unit
from entente.analysis.run.arms import Arm, Arms, from_week, make_arm
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.situation import Settings, Text

AFTER_FUNDING = (261, 312)  # third year after the funding ended
_LEFT, _YEAR_AFTER = 79, (80, 131)
# All in one person, or nearly all of it spread over the partners; nobody leaves unless said, and a place stays empty a year.
_ALONE = ("leadership.concentration=1", "leadership.dedicated=1")
SHARED = ("leadership.concentration=0.1", "leadership.dedicated=1")
STAYS = ("leadership.departure=0", "leadership.succession=52", "leadership.hand_over=0", "leadership.rotation=0")
GOES = f"+events.pattern_leader={{kind:leader_leaves,week:{_LEFT}}}"


def _arms(base: Settings) -> dict[str, Arm]:
    """Capable or not × alone or shared, three years past the end of funding; alone or shared × the lead leaves or stays."""
    found = {}
    for able, skill, en, fr in (("able", 0.9, "capable", "capable"), ("weak", 0.1, "beginner", "débutant")):
        for form, words, en_form, fr_form in (("alone", _ALONE, "one lead", "un seul leader"),
                                              ("shared", SHARED, "shared", "partagé")):  # fmt: skip
            found[f"{able}_{form}"] = make_arm(
                f"{en}, {en_form}; funding ends after three years", f"{fr}, {fr_form} ; le financement prend fin après trois ans",
                words, f"leadership.experience={skill}", from_week(157, context__funding=0), "weeks=312",
            )  # fmt: skip
    for form, words, en_form, fr_form in (("alone", _ALONE, "one lead", "un seul leader"),
                                          ("shared", SHARED, "shared", "partagé")):  # fmt: skip
        found[f"{form}_stays"] = make_arm(f"{en_form}, who stays", f"{fr_form}, qui reste", words, STAYS)
        found[f"{form}_goes"] = make_arm(f"{en_form}; the main carrier leaves in week {_LEFT}",
                                    f"{fr_form} ; qui mène le plus part à la semaine {_LEFT}", words, STAYS, GOES)  # fmt: skip
    return found


def _survival(arms: Arms) -> Paired:
    """Partnerships still going three years after the funding ended: capable against beginner, one lead."""
    return arms["weak_alone"].ended_early() - arms["able_alone"].ended_early()


def _able_alone(arms: Arms) -> Paired:
    """Mobilisation by then, capable against beginner, when one leads."""
    return _mobilisation_difference(arms, "able_alone", "weak_alone")


def _able_shared(arms: Arms) -> Paired:
    """The same when leadership is shared: strength and sharing are two axes."""
    return _mobilisation_difference(arms, "able_shared", "weak_shared")


def _mobilisation_difference(arms: Arms, one: str, other: str) -> Paired:
    """Mobilisation three years after the funding ended, in one arm against another."""
    return arms[one].mean("mobilisation", *AFTER_FUNDING) - arms[other].mean("mobilisation", *AFTER_FUNDING)


def _loss(arms: Arms, form: str) -> Numbers:
    """Mobilisation in the year after the departure, against the same random numbers without it."""
    return arms[f"{form}_goes"].mean("mobilisation", *_YEAR_AFTER) - arms[f"{form}_stays"].mean(
        "mobilisation", *_YEAR_AFTER
    )


def _cliff(arms: Arms) -> Paired:
    """That loss when all hangs on one."""
    return _loss(arms, "alone")


def _loss_spared(arms: Arms) -> Paired:
    """How much less is lost when leadership is shared."""
    return _loss(arms, "shared") - _loss(arms, "alone")


_PARTNER = Text(en="one partner in twenty", fr="un partenaire sur vingt")
P6 = Pattern(
    key="P6",
    statement=Text(
        en="A capable lead helps a partnership survive; depending on one lead makes its departure a cliff, and shared "
        "leadership loses less.",
        fr="Un leadership capable aide un partenariat à survivre ; dépendre d'une seule personne fait tout chuter quand elle "
        "part, et un leadership partagé perd moins.",
    ),
    source="HCAP 2012 (48 %, 84 %); [S2]; Wang, Waldman & Zhang 2014",
    basis=Basis.INDEPENDENT,
    ingredient=Text(en="Survival was one of the landmarks when defaults were set, but not what makes it differ.",
                    fr="La survie a servi de repère pour fixer les valeurs par défaut, mais pas ce qui la fait varier."),
    arms=_arms,
    contrasts=(
        Contrast("survival", Text(en="alive 3 years after funding: capable − beginner",
                                  fr="en vie 3 ans après le financement : capable − débutant"), _survival,
                 Text(en="one partnership in twenty; the field has seven in twenty",
                      fr="un partenariat sur vingt ; le terrain en a sept sur vingt"), least=IN_TWENTY, unit=Unit.RUNS),
        Contrast("able_alone", Text(en="mobilisation, one lead: capable − beginner",
                                    fr="mobilisation, un seul leader : capable − débutant"), _able_alone, _PARTNER,
                 least=MOBILISED),
        Contrast("able_shared", Text(en="mobilisation, shared: capable − beginner",
                                     fr="mobilisation, partagé : capable − débutant"), _able_shared, _PARTNER,
                 least=MOBILISED),
        Contrast("cliff", Text(en="year after the departure, one lead: goes − stays",
                               fr="année après le départ, un seul leader : part − reste"), _cliff, _PARTNER, most=-MOBILISED),
        Contrast("spared", Text(en="that loss: shared − one lead", fr="cette perte : partagé − un seul leader"), _loss_spared,
                 _PARTNER, least=MOBILISED),
    ),
)  # fmt: skip
