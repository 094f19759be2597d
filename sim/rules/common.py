"""Small functions that several rules share."""

import math

from entente.sim.engine.compilation import part
from entente.sim.engine.simd import exponential, total
from entente.sim.rules.ties import loosen
from entente.sim.state import ACTIVE, MEMBER

HALF = 0.6931471805599453  # ln 2: a half-life is so many mean lives
NOTHING_LEFT = 500.0  # mean lives after which nothing is left, and an exponential would soon overflow
HEARD = 0.5  # presence from which an organisation is fully heard: about that of who attends most monthly tables


@part
def note(s, kind, who, extent):
    """Write one thing that happened in the event log, while there is room; ``who`` is a row, -1 for nobody."""
    w = s.partnership[0]
    if w.noted < len(s.log):
        entry = s.log[w.noted]
        entry.week, entry.kind, entry.who, entry.extent = w.week, kind, who, extent
    w.noted += 1


@part
def rate(half_life):
    """Return the share of the way covered in one unit, given a half-life in the same unit (0: all of it)."""
    if half_life <= 0.0:
        return 1.0
    return 1.0 - math.exp(-HALF / half_life)


@part
def weekly(per_year):
    """Return the chance in one week of what happens so many times a year."""
    return 1.0 - math.exp(-per_year / 52.0)


@part
def gone(lives):
    """Return the share of the way covered after so many mean lives."""
    return 1.0 - exponential(-min(NOTHING_LEFT, lives))


@part
def logistic(x):
    """Return 1 / (1 + exp(-x)), without overflow."""
    return 1.0 / (1.0 + exponential(-min(NOTHING_LEFT, max(-NOTHING_LEFT, x))))


@part
def is_partner(o):
    """Tell whether an organisation is a partner now."""
    return o.standing == MEMBER or o.standing == ACTIVE


@part
def mark_partners(s, partner):
    """Write 1 for each partner and 0 for others; return how many partners there are."""
    for i in range(len(s.organisation)):
        partner[i] = 1.0 if is_partner(s.organisation[i]) else 0.0
    return total(partner)


@part
def spent(o):
    """Return the hours that an organisation has spent this week."""
    return o.spent_paperwork + o.spent_leading + o.spent_levers + o.spent_meetings + o.spent_work + o.spent_cases


@part
def free(o):
    """Return the hours that an organisation has left this week."""
    return max(0.0, o.available - spent(o))


@part
def institutional_share(p):
    """Return the weight of institutional trust against personal trust."""
    if p.mechanisms.institutional:
        return p.governance.formalisation
    return 0.0


@part
def acting(formal, personal, institutional):
    """Return the trust on which one acts: so much of it institutional."""
    return (1.0 - formal) * personal + formal * institutional


@part
def trust_in_strangers(s, p):
    """Return the trust on which one acts with somebody in whom none is kept."""
    w = s.partnership[0]
    return acting(institutional_share(p), w.stranger, w.stranger_regard)


@part
def behaviour_weights(p):
    """Return the sum of the weights of what is seen of another."""
    total = p.trust.kept + p.trust.fairness + p.trust.openness + p.trust.power + p.trust.similarity
    return total if total > 0.0 else 1.0


@part
def handed_over(p):
    """Return the share of ties and knowledge passed on by who leaves."""
    return p.governance.handover if p.mechanisms.handover else 0.0


@part
def lose_person(s, p, i, held):
    """Ties and knowledge that lived in one person, who held this share of them, leave organisation i."""
    if p.mechanisms.handover:
        held /= 1.0 + p.governance.pairing
    held *= 1.0 - handed_over(p)
    kept = 1.0 - held
    loosen(s.who, s, i, kept)
    o = s.organisation[i]
    o.language *= kept
    o.information *= kept
    o.coordinator_trust *= kept
    o.framing += held * (o.home - o.framing)
