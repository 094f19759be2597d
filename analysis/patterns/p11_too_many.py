"""P11: more partners than the hours of coordination can carry lowers everybody's mobilisation."""

import numpy as np

from entente.analysis.patterns.pattern import MOBILISED, Basis, Contrast, Pattern
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.run.arms import Arm, Arms, make_arm, set_for_everyone
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.situation import Settings, Text

_TIMES = 3
MOST_HOURS = 80.0
_SETTLED = (27, 156)


def _arms(base: Settings) -> dict[str, Arm]:
    """The partners; three times as many with the same hours of coordination; as many with three times the hours."""
    all_in = [*set_for_everyone(base, "member", lambda *_: "true"), "leadership.recruitment=0"]
    many = [*all_in, *set_for_everyone(base, "count", lambda _, one: one.count * _TIMES)]
    hours = min(MOST_HOURS, base.leadership.hours * _TIMES)
    return {
        "few": make_arm("all are partners", "toutes sont partenaires", all_in),
        "many": make_arm("three of each, the same hours of coordination", "trois de chaque, autant d'heures de coordination",
                    many),
        "carried": make_arm("three of each, three times the hours", "trois de chaque, trois fois les heures", many,
                       f"leadership.hours={hours:g}"),
    }  # fmt: skip


def _mobilisation_by_kind(outcome: ArmResults) -> Numbers:
    """Mobilisation of each organisation of the scenario, over those alike, shape (replicates, organisations)."""
    kinds = [name for name, one in outcome.settings.organisations.items() for _ in range(one.count)]
    own = outcome.organisation_means("mobilisation", *_SETTLED)
    return np.array([own[:, [k == kind for k in kinds]].mean(axis=1) for kind in dict.fromkeys(kinds)]).T


def _crowding(arms: Arms) -> Paired:
    """Mean mobilisation with three times as many partners, against the partners alone."""
    return (_mobilisation_by_kind(arms["many"]) - _mobilisation_by_kind(arms["few"])).mean(axis=1)


def _share_of_losers(arms: Arms) -> Paired:
    """Share of the kinds of organisation that lose mobilisation."""
    return np.asarray((_mobilisation_by_kind(arms["many"]) < _mobilisation_by_kind(arms["few"])).mean(axis=1))


def _shortage_of_hours(arms: Arms) -> Paired:
    """As many partners with the same hours, against with hours in proportion: it is the hours that lack."""
    return (_mobilisation_by_kind(arms["many"]) - _mobilisation_by_kind(arms["carried"])).mean(axis=1)


P11 = Pattern(
    key="P11",
    statement=Text(
        en="More partners than the hours of coordination can carry lowers everybody's mobilisation.",
        fr="Avoir plus de partenaires que les heures de coordination n'en peuvent porter fait baisser la mobilisation de toutes.",
    ),
    source="[S3]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="Hours of coordination are shared by a rule; that this outweighs what more partners bring is not put in.",
        fr="Les heures de coordination se partagent par une règle ; que cela l'emporte sur l'apport des partenaires de plus "
        "n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("crowded", Text(en="same hours: three times as many − as they are",
                                 fr="mêmes heures : trois fois plus − comme ils sont"), _crowding,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
        Contrast("everybody", Text(en="share of the organisations that lose", fr="part des organisations qui y perdent"),
                 _share_of_losers, Text(en="three in five: chance alone makes one in two", fr="trois sur cinq : le hasard seul en "
                                 "fait une sur deux"), least=0.6, neutral=0.5),
        Contrast("hours", Text(en="three times as many: same hours − three times the hours",
                               fr="trois fois plus : mêmes heures − trois fois les heures"), _shortage_of_hours,
                 Text(en="one partner in twenty", fr="un partenaire sur vingt"), most=-MOBILISED),
    ),
    organisations=("mobilisation",),
    series=(),
)  # fmt: skip
