"""Small functions that several rules share."""

from entente.sim.engine.compilation import part
from entente.sim.engine.elementary import NOTHING_LEFT, exponential
from entente.sim.engine.simd import total
from entente.sim.records import ACTIVE, MEMBER
from entente.sim.rules.ties import loosen_ties

COUNTED = 0.5  # hours from which an occasion, or a commitment kept, counts as having been seen
HEARD = 0.5  # presence from which an organisation is fully heard: about that of who attends most monthly tables


@part
def record_event(state, kind, who, extent):
    """Write one entry of the event log, while there is room; ``who`` is a row of what the kind concerns, or -1."""
    partnership = state.partnership[0]
    if partnership.logged < len(state.log):
        entry = state.log[partnership.logged]
        entry.week, entry.kind, entry.who, entry.extent = partnership.week, kind, who, extent
    partnership.logged += 1


@part
def weekly_chance(per_year):
    """Return the chance in one week of what happens ``per_year`` times a year."""
    return 1.0 - exponential(-per_year / 52.0)


@part
def share_covered(lives):
    """Return the share of the way covered after a number of mean lives."""
    return 1.0 - exponential(-min(NOTHING_LEFT, lives))


@part
def logistic(x):
    """Return 1 / (1 + exp(-x)), without overflow."""
    return 1.0 / (1.0 + exponential(-min(NOTHING_LEFT, max(-NOTHING_LEFT, x))))


@part
def add_terms(terms, weight_before):
    """Add up the terms of a weighted mean.

    Args:
        terms: a tuple of (switch, weight, value, share): a value of which a share counts, with a weight when it is on.
        weight_before: weight of the terms added up before these.

    Returns:
        the weight so far, and the sum of the weighted values of these terms.
    """
    weights, values = weight_before, 0.0
    for switch, weight, value, share in terms:
        counted = weight if switch else 0.0
        weights += counted
        values += counted * value * share
    return weights, values


@part
def is_partner(org):
    """Tell whether an organisation is a partner now."""
    return org.standing == MEMBER or org.standing == ACTIVE


@part
def mark_partners(state, partner):
    """Write 1 for each partner and 0 for others; return the number of partners."""
    for i in range(len(state.organisation)):
        partner[i] = 1.0 if is_partner(state.organisation[i]) else 0.0
    return total(partner)


@part
def hours_spent(org):
    """Return the hours that an organisation has spent so far this week."""
    outside = org.spent_paperwork + org.spent_leading + org.spent_levers
    return outside + org.spent_meetings + org.spent_work + org.spent_cases


@part
def free_hours(org):
    """Return the hours that an organisation has left this week."""
    return max(0.0, org.available - hours_spent(org))


@part
def acting_trust(institutional_weight, personal, institutional):
    """Return the trust on which an organisation acts: personal trust mixed with institutional trust."""
    return (1.0 - institutional_weight) * personal + institutional_weight * institutional


@part
def trust_in_strangers(state, params):
    """Return the acting trust in an organisation with which no tie is kept."""
    partnership = state.partnership[0]
    return acting_trust(params.derived.institutional_weight, partnership.stranger, partnership.stranger_regard)


@part
def closeness(framing, other):
    """Return how close two framings are: 1 when they are the same."""
    return 1.0 - abs(framing - other)


@part
def lose_person(state, params, i, held):
    """Take from organisation i the ties and the knowledge that one person held, given the share that this person held.

    Handing over and pairing keep some of it. The framing goes back toward the organisation's own.
    """
    held /= 1.0 + params.derived.pairing
    held *= 1.0 - params.derived.handover
    held *= 1.0 - params.derived.outlasting
    kept, floor = 1.0 - held, params.derived.floor
    loosen_ties(state.who, state, i, kept, floor)
    org = state.organisation[i]
    org.language *= kept
    org.information *= kept
    org.coordinator_trust = floor + (org.coordinator_trust - floor) * kept
    org.framing += held * (org.home - org.framing)
