"""Phase 7, mobilisation: effort follows motivation past a threshold, within capacity; partners leave, others join."""

from typing import Any, NamedTuple

from entente.sim.chance import ACT_JOIN
from entente.sim.engine.compilation import part, rule
from entente.sim.records import ACTIVE, APPROACHED, DESERTED, DORMANT, FORMER, LOG_KIND, MEMBER, UNKNOWN
from entente.sim.rules import rows
from entente.sim.rules.common import is_partner, logistic, record_event
from entente.sim.rules.motivation import voice_when_present

LOG_JOINED, LOG_LEFT, LOG_APPROACHED = (LOG_KIND[name] for name in ("joined", "left", "approached"))
LOG_DESERTED, LOG_DORMANT, LOG_LAPSED = LOG_KIND["deserted"], LOG_KIND["dormant"], LOG_KIND["lapsed"]
INTAKE = 4  # weeks between two intakes of new partners
SILENCE = 26  # weeks with too few active partners after which a partnership is dormant
TOO_FEW = 0.2  # share of the partners under which those active are too few to speak of one (and never under two)


class CallForEffort(NamedTuple):
    """How motivation calls for effort: what is the same for all."""

    hysteresis: Any  # by how much the threshold is lower for who is active
    graded: Any  # whether effort rises gradually
    slope: Any  # how sharply it rises around the threshold
    within_capacity: Any  # whether staff and skill limit it


@rule
def mobilisation(state, inputs, params, draws):
    """Update effort; those for whom it is no longer worth it leave; new partners are approached."""
    partnership = state.partnership[0]
    update_effort(state, params)
    partnership.members = 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            lapsed = params.mechanisms.lapse and unseen(org, partnership.week) >= params.mobilisation.lapse
            if org.discontent >= params.mobilisation.patience or lapsed:
                leave(org, partnership.week)
                record_event(state, LOG_LAPSED if lapsed else LOG_LEFT, i, 0.0)
            else:
                partnership.members += 1
    partnership.approached = 0
    late_enough = partnership.week >= params.governance.admission
    if params.mechanisms.recruitment and late_enough and partnership.week % INTAKE == 0:
        recruit(state, inputs, params, draws.act[ACT_JOIN])
    if params.mechanisms.ends:
        end_if_failed(state)


@part
def update_effort(state, params):
    """Move the effort of partners; count the weeks in a row in which they would rather be elsewhere."""
    pace, active = params.rates.effort, params.mobilisation.active
    call = call_for_effort(params)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            org.mobilisation += pace * (effort(org, call) - org.mobilisation)
            org.standing = ACTIVE if org.mobilisation >= active else MEMBER
            org.discontent = org.discontent + 1 if is_better_elsewhere(org, params) else 0


@part
def is_better_elsewhere(org, params):
    """Tell whether an organisation would rather give its hours to something else: it is well under its threshold."""
    return params.mechanisms.exit and org.motivation + org.readiness < org.threshold - params.mobilisation.margin


@part
def unseen(org, week):
    """Return for how many weeks a partner has come to nothing and kept no commitment, at most since it joined."""
    return week - max(org.last_seen, org.since)


@part
def call_for_effort(params):
    """Return what is the same for all in how motivation calls for effort."""
    on = params.mechanisms
    return CallForEffort(params.derived.hysteresis, on.graded, params.mobilisation.slope, on.capacity)


@part
def effort(org, call):
    """Return the effort that motivation calls for: past its threshold, lower for an active partner, within capacity."""
    past = (
        org.motivation + org.readiness - (org.threshold - call.hysteresis if org.standing == ACTIVE else org.threshold)
    )
    will = logistic(call.slope * past) if call.graded else 1.0 if past >= 0.0 else 0.0
    return will * org.staffing * org.skill if call.within_capacity else will


@part
def leave(org, week):
    """Let an organisation leave the partnership."""
    org.standing = FORMER
    org.since = week
    org.discontent = 0
    org.mobilisation = 0.0
    org.motivation = 0.0
    org.exhaustion = 0.0


@part
def recruit(state, inputs, params, numbers):
    """Approach a batch of organisations: new ones first; last, after a while, those that left."""
    partnership, asked, peers = state.partnership[0], state.scratch[rows.APPROACHED_NOW], mean_effort(state)
    asked[:] = 0.0
    for standing in (UNKNOWN, APPROACHED, FORMER):
        for i in range(len(state.organisation)):
            org = state.organisation[i]
            if org.standing != standing or asked[i] > 0.0 or partnership.approached >= params.governance.batch:
                continue
            if standing == FORMER and partnership.week - org.since < params.mobilisation.patience:
                continue
            partnership.approached += 1
            asked[i] = 1.0
            org.standing = APPROACHED
            record_event(state, LOG_APPROACHED, i, 0.0)
            if numbers[i] < appeal(org, peers) * params.leadership.recruitment * partnership.served:
                join(state, inputs, params, org)
                record_event(state, LOG_JOINED, i, 0.0)


@part
def mean_effort(state):
    """Return the mean effort of the partners."""
    effort = 0.0
    for i in range(len(state.organisation)):
        if is_partner(state.organisation[i]):
            effort += state.organisation[i].mobilisation
    return effort / max(1, state.partnership[0].members)


@part
def appeal(org, peers):
    """Return the appeal of the partnership: the aim, openness to it, trust in the lead, and others seen to act."""
    return (org.mission_fit + org.openness + org.lead_trust + peers) / 4.0


@part
def join(state, inputs, params, org):
    """Let an organisation become a partner; the later in the process, the less of a voice it finds."""
    partnership = state.partnership[0]
    org.standing = MEMBER
    org.since = partnership.week
    org.motivation = org.first_motivation
    org.information = 1.0
    org.eagerness = 1.0
    org.entry = partnership.stage / len(inputs.stage)
    org.voice = voice_when_present(org, params.governance.voice, params.derived.voice_left) * (1.0 - org.entry)
    org.belonging = 0.5 * org.voice
    org.seen = org.peers
    partnership.members += 1


@part
def end_if_failed(state):
    """End a partnership that its partners have deserted, or that has been dormant for too long."""
    partnership = state.partnership[0]
    active = 0
    for i in range(len(state.organisation)):
        active += state.organisation[i].standing == ACTIVE
    partnership.quiet = 0 if active >= max(2.0, TOO_FEW * partnership.members) else partnership.quiet + 1
    if partnership.ended == 0 and partnership.members < 2:
        partnership.ended, partnership.reason = 1, DESERTED
        record_event(state, LOG_DESERTED, -1, 0.0)
    elif partnership.ended == 0 and partnership.quiet >= SILENCE:
        partnership.ended, partnership.reason = 1, DORMANT
        record_event(state, LOG_DORMANT, -1, 0.0)
