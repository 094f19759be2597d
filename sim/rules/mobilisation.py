"""Phase 7, mobilisation: effort follows motivation and capacity past a threshold; partners leave, others join."""

from entente.sim.chance import JOIN
from entente.sim.engine.compilation import part, rule
from entente.sim.rules.common import is_partner, logistic, note, rate
from entente.sim.rules.motivation import voice_given, voices
from entente.sim.state import ACTIVE, APPROACHED, DESERTED, DORMANT, LEFT, MEMBER, NOTE_KIND, UNKNOWN

HAS_JOINED, HAS_LEFT, HAS_BEEN_APPROACHED = (NOTE_KIND[name] for name in ("joined", "left", "approached"))
IS_DESERTED, IS_DORMANT = NOTE_KIND["deserted"], NOTE_KIND["dormant"]
INTAKE = 4  # weeks between two intakes of new partners
SILENCE = 26  # weeks with too few active partners after which a partnership is dormant
TOO_FEW = 0.2  # share of the partners under which those active are too few to speak of one (and never under two)


@rule
def mobilisation(s, inputs, p, chance):
    """Effort moves; those for whom it is no longer worth it leave; new partners are approached."""
    w = s.partnership[0]
    least = p.mobilisation.exit_ratio if p.mechanisms.exit else 0.0
    move(s, rate(p.mobilisation.half_life), p.mobilisation.active, calls(p), least)
    w.members = 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            if o.discontent >= p.mobilisation.patience:
                go(o, w.week)
                note(s, HAS_LEFT, i, 0.0)
            else:
                w.members += 1
    w.approached = 0
    if p.mechanisms.recruitment and w.week >= p.governance.admission and w.week % INTAKE == 0:
        recruit(s, inputs, p, chance)
    if p.mechanisms.ends:
        close(s)


@part
def move(s, pace, active, call, least):
    """Move the effort of partners; count for each the weeks in which benefits are under so many times the costs."""
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            o.mobilisation += pace * (effort(o, call) - o.mobilisation)
            o.standing = ACTIVE if o.mobilisation >= active else MEMBER
            o.discontent = o.discontent + 1 if 0.0 <= o.pull < least * o.drag else 0


@part
def calls(p):
    """Return, of what decides effort, all that is the same for everyone."""
    eased = p.mobilisation.hysteresis if p.mechanisms.hysteresis else 0.0
    return eased, p.mechanisms.graded, p.mobilisation.slope, p.mechanisms.capacity


@part
def effort(o, call):
    """Return the effort that motivation calls for: past its threshold, lower for who is already active."""
    eased, graded, slope, within_capacity = call
    past = o.motivation - (o.threshold - eased if o.standing == ACTIVE else o.threshold)
    will = logistic(slope * past) if graded else 1.0 if past >= 0.0 else 0.0
    return will * o.staffing * o.skill if within_capacity else will


@part
def go(o, week):
    """An organisation leaves the partnership."""
    o.standing = LEFT
    o.since = week
    o.discontent = 0
    o.mobilisation = 0.0
    o.motivation = 0.0


@part
def recruit(s, inputs, p, chance):
    """The lead approaches organisations, so many at once: new ones first, those who left last and not at once.

    They join if the aim suits them, if they trust who leads and if others are seen to act.
    """
    w = s.partnership[0]
    acting = 0.0
    for i in range(len(s.organisation)):
        if is_partner(s.organisation[i]):
            acting += s.organisation[i].mobilisation
    acting /= max(1, w.members)
    asked = s.vector[0]
    asked[:] = 0.0
    for standing in (UNKNOWN, APPROACHED, LEFT):
        for i in range(len(s.organisation)):
            o = s.organisation[i]
            if o.standing != standing or asked[i] > 0.0 or w.approached >= p.governance.batch:
                continue
            if standing == LEFT and w.week - o.since < p.mobilisation.patience:
                continue
            w.approached += 1
            asked[i] = 1.0
            o.standing = APPROACHED
            note(s, HAS_BEEN_APPROACHED, i, 0.0)
            appeal = (o.mission_fit + o.openness + o.lead_trust + acting) / 4.0
            if chance.act[JOIN, i] < appeal * p.leadership.recruitment * w.animation:
                join(s, inputs, p, o)
                note(s, HAS_JOINED, i, 0.0)


@part
def join(s, inputs, p, o):
    """An organisation becomes a partner; the later in the process, the less of a voice it finds."""
    w = s.partnership[0]
    o.standing = MEMBER
    o.since = w.week
    o.motivation = o.first_motivation
    o.information = 1.0
    o.entry = w.stage / len(inputs.stage)
    o.voice = voice_given(o, voices(p)) * (1.0 - o.entry)
    o.belonging = 0.5 * o.voice
    o.seen = o.peers
    w.members += 1


@part
def close(s):
    """End a partnership deserted by its partners, or dormant for too long."""
    w = s.partnership[0]
    active = 0
    for i in range(len(s.organisation)):
        active += s.organisation[i].standing == ACTIVE
    w.quiet = 0 if active >= max(2.0, TOO_FEW * w.members) else w.quiet + 1
    if w.ended == 0 and w.members < 2:
        w.ended, w.reason = 1, DESERTED
        note(s, IS_DESERTED, -1, 0.0)
    elif w.ended == 0 and w.quiet >= SILENCE:
        w.ended, w.reason = 1, DORMANT
        note(s, IS_DORMANT, -1, 0.0)
