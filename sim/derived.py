"""What the rules compute from the parameters once, for each stretch of weeks in which these stay the same.

A rule reads these fields as it reads parameters: ``params.rates.belonging``, ``params.derived.handover``. Switches are
folded in: the rate of a mechanism that is off is 0, and a weight, a share or an extra of one that is off counts for
nothing.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from entente.sim.engine.compilation import plain_form
from entente.sim.engine.elementary import NOTHING_LEFT, exponential

STRANGER = 0.5  # trust in an organisation one does not know, against one that one knows
SAVED_WEEKS = 4.0  # weeks for which hours of coordination keep (assumed)
OWNERSHIP = 0.5  # share of the voice one lacks that carrying an equal part of the leadership gives (assumed)
MEANS_FOUND = 52.0  # weeks in which a fully experienced lead finds half of the means that are lacking (assumed)
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
    drift: float  # of the conjuncture and of agendas, toward nothing
    eagerness: float  # of the eagerness of delegates, toward nothing
    exhaustion: float
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
    conjuncture_step: float  # standard deviation of what the conjuncture moves by in a week
    agenda_step: float  # of what an agenda moves by
    assiduity: float  # standard deviation between organisations
    habit: float  # what having come last time adds to attraction, and having missed it takes away
    waning: float  # what full eagerness adds to attraction
    insistence: float  # share of the missing hours asked again
    floor: float  # trust to which lost trust goes back
    saved_weeks: float  # weeks for which hours of coordination keep
    informal: float  # contacts a week between partners who know and trust one another fully
    ownership: float  # share of the voice one lacks that carrying an equal part of the leadership gives
    fundraising: float  # share of the missing means that a fully experienced lead finds in a week
    clarity: float  # share of what coordination lacks that the structure makes up for
    outlasting: float  # share of what goes with a person that formalised practices keep
    paperwork: float  # hours that the structure takes from each partner
    structure_loss: float  # share of the useful work that the structure takes


def make_rates(params: Any) -> Rates:
    """Compute the rates from the parameters of a stretch of weeks."""
    on = params.mechanisms
    filled = 1.0 if params.staff.vacancy <= 0.0 else share_of_way(1.0 / params.staff.vacancy)
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
        drift=rate(params.context.drift),
        eagerness=rate(params.communication.eagerness),
        exhaustion=rate(params.mobilisation.exhaustion),
        filling=filled if on.turnover else 1.0,
    )


def make_derived(params: Any) -> Derived:
    """Fold the switches into the parameters of a stretch of weeks."""
    on, trust, manner = params.mechanisms, params.trust, params.leadership
    seen = trust.kept + trust.fairness + trust.openness + trust.power + trust.similarity
    behaviour = seen + (seen <= 0.0)  # 1 where nothing of it counts
    structure = if_on(on.paperwork, params.governance.structure)
    return Derived(
        institutional_weight=if_on(on.institutional, params.governance.formalisation),
        behaviour_weight=behaviour,
        similarity_weight=trust.similarity / behaviour,
        broken_loss=min(1.0, rate(params.work.memory) * (trust.loss_ratio if on.asymmetry else 1.0)),
        handover=if_on(on.handover, params.governance.handover),
        pairing=if_on(on.handover, params.governance.pairing),
        turnover=if_on(on.turnover, params.staff.turnover),
        burnout=if_on(on.burnout, params.staff.burnout),
        voice_left=1.0 - 0.5 * manner.directiveness,
        credit_fairness=params.governance.credit * (0.5 + 0.5 * manner.credit_given) if on.credit else 1.0,
        hysteresis=if_on(on.hysteresis, params.mobilisation.hysteresis),
        conjuncture_step=if_on(on.conjuncture, step(params.context.conjuncture, params.context.drift)),
        agenda_step=if_on(on.agendas, step(params.partners.agenda, params.context.drift)),
        assiduity=if_on(on.assiduity, params.partners.assiduity),
        habit=if_on(on.habit, 0.5 * params.communication.habit),
        waning=if_on(on.waning, params.communication.waning),
        insistence=if_on(on.insistence, params.work.insistence),
        floor=if_on(on.reversion, STRANGER * params.partners.trust),
        saved_weeks=if_on(on.saved_hours, SAVED_WEEKS),
        informal=if_on(on.informal_talk, params.trust.informal),
        ownership=if_on(on.ownership, OWNERSHIP),
        fundraising=if_on(on.fundraising, rate(MEANS_FOUND)),
        clarity=if_on(on.clarity, params.governance.structure),
        outlasting=if_on(on.institutional_memory, params.governance.formalisation),
        paperwork=params.work.paperwork * structure,
        structure_loss=params.work.drag * structure,
    )


def if_on(switch: bool, value: float) -> float:
    """Return what counts of a value: all of it when its mechanism is on, nothing otherwise."""
    return value if switch else 0.0


SECTIONS = {"rates": (Rates, make_rates), "derived": (Derived, make_derived)}


def record_of(fields: type[Any]) -> np.dtype[Any]:
    """Return the record of numbers that holds the fields of ``Rates`` or ``Derived``."""
    return np.dtype([(name, "f8") for name in fields._fields], align=True)


def step(deviation: float, half_life: float) -> float:
    """Return the standard deviation of the weekly step of a first-order autoregressive process.

    Args:
        deviation: standard deviation of the process once it has forgotten where it began.
        half_life: weeks in which it covers half of its way to its mean.
    """
    kept = 1.0 - rate(half_life)
    return float(deviation) * math.sqrt(1.0 - kept * kept)


def rate(half_life: float) -> float:
    """Return the share of the way covered in one unit of time, given a half-life in that unit (0: all of it)."""
    if half_life <= 0.0:
        return 1.0
    return share_of_way(LN_2 / half_life)


@lru_cache(maxsize=4096)  # the points of a study have most half-lives in common
def share_of_way(lives: float) -> float:
    """Return the share of the way covered after a number of mean lives."""
    return 1.0 - float(plain_form(exponential)(-min(NOTHING_LEFT, lives)))
