"""What the rules compute from the parameters once, for each stretch of weeks in which these stay the same.

A rule reads these fields as it reads parameters: ``params.rates.belonging``, ``params.derived.handover``. Switches are
folded in: the rate of a mechanism that is off is 0, and a weight, a share or an extra of one that is off counts for
nothing.
"""

import math
from typing import Any, NamedTuple

import numpy as np

LN_2 = math.log(2.0)  # a half-life is so many mean lives


class Rates(NamedTuple):
    """Shares of the way to a target that are covered in one week, or in one full contact."""

    motivation: float  # of motivation, toward benefits less costs
    belonging: float  # of belonging, voice, recognition, fairness and presence
    memory: float  # of recent results, commitments, talk and hassle
    fatigue: float
    effort: float  # of mobilisation, toward the effort that motivation calls for
    energy: float  # of the energy of the leadership
    forgetting: float  # of information, toward nothing
    presence: float  # of the memory of having been there, in one full contact
    trust: float  # of personal trust, toward the behaviour seen, in one full contact
    absence: float  # of personal trust, toward nothing, without any contact
    institutional: float  # of institutional trust, toward personal trust
    convergence: float  # mean lives of a difference of framings that one contact with a fully trusted partner is worth
    anchoring: float  # of the framing of a fully rigid organisation, toward its own
    language: float  # of the common language, in one full contact
    learning: float  # of the skill or experience of a newcomer
    filling: float  # chance that a vacant post is filled


class Derived(NamedTuple):
    """Weights, shares and extras with their switches folded in."""

    institutional_weight: float  # of institutional trust, against personal trust
    behaviour_weight: float  # sum of the weights of what is seen of another
    similarity_weight: float  # share of the closeness of framings in them
    broken_loss: float  # share of its record that an organisation loses with a broken commitment
    handover: float  # share of ties and knowledge that whoever leaves passes on
    pairing: float  # by how much a second person who knows the ties lowers what is lost
    turnover: float  # departures per post and year, where an organisation states none of its own
    burnout: float  # extra departures at full fatigue
    voice_left: float  # share of the voice of partners that the manner of the lead leaves
    credit_fairness: float  # share of the credit that goes by contribution
    hysteresis: float  # by how much the threshold is lower for a partner already active
    exit_ratio: float  # benefits over costs under which staying is not worth it
    paperwork: float  # hours that the structure takes from each partner
    structure_loss: float  # share of the useful work that the structure takes


def make_rates(params: Any) -> Rates:
    """Compute the rates from the parameters of a stretch of weeks."""
    on = params.mechanisms
    filled = 1.0 if params.staff.vacancy <= 0.0 else 1.0 - math.exp(-1.0 / params.staff.vacancy)
    return Rates(
        motivation=rate(params.motivation.half_life),
        belonging=rate(params.motivation.belonging_half_life),
        memory=rate(params.work.memory),
        fatigue=rate(params.mobilisation.fatigue),
        effort=rate(params.mobilisation.half_life),
        energy=rate(params.leadership.recovery),
        forgetting=rate(params.context.information) if on.forgetting else 0.0,
        presence=rate(params.trust.contacts),
        trust=rate(params.trust.contacts) if on.contact else 0.0,
        absence=rate(params.trust.absence) if on.absence else 0.0,
        institutional=rate(params.trust.institutional) if on.institutional else 0.0,
        convergence=LN_2 / params.understanding.convergence if on.convergence else 0.0,
        anchoring=rate(params.understanding.anchoring),
        language=rate(params.understanding.language) if on.language else 0.0,
        learning=rate(params.staff.learning) if on.learning else 0.0,
        filling=filled if on.turnover else 1.0,
    )


def make_derived(params: Any) -> Derived:
    """Fold the switches into the parameters of a stretch of weeks."""
    on, trust, manner = params.mechanisms, params.trust, params.leadership
    seen = trust.kept + trust.fairness + trust.openness + trust.power + trust.similarity
    behaviour = seen + (seen <= 0.0)  # 1 where nothing of it counts
    structure = params.governance.structure if on.paperwork else 0.0
    return Derived(
        institutional_weight=params.governance.formalisation if on.institutional else 0.0,
        behaviour_weight=behaviour,
        similarity_weight=trust.similarity / behaviour,
        broken_loss=min(1.0, rate(params.work.memory) * (trust.loss_ratio if on.asymmetry else 1.0)),
        handover=params.governance.handover if on.handover else 0.0,
        pairing=params.governance.pairing if on.handover else 0.0,
        turnover=params.staff.turnover if on.turnover else 0.0,
        burnout=params.staff.burnout if on.burnout else 0.0,
        voice_left=1.0 - 0.5 * manner.directiveness,
        credit_fairness=params.governance.credit * (0.5 + 0.5 * manner.credit_given) if on.credit else 1.0,
        hysteresis=params.mobilisation.hysteresis if on.hysteresis else 0.0,
        exit_ratio=params.mobilisation.exit_ratio if on.exit else 0.0,
        paperwork=params.work.paperwork * structure,
        structure_loss=params.work.drag * structure,
    )


SECTIONS = {"rates": (Rates, make_rates), "derived": (Derived, make_derived)}


def record_of(fields: type[Any]) -> np.dtype[Any]:
    """Return the record of numbers that holds the fields of ``Rates`` or ``Derived``."""
    return np.dtype([(name, "f8") for name in fields._fields], align=True)


def rate(half_life: float) -> float:
    """Return the share of the way covered in one unit of time, given a half-life in that unit (0: all of it)."""
    if half_life <= 0.0:
        return 1.0
    return 1.0 - math.exp(-LN_2 / half_life)
