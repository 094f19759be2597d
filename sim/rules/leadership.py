"""Phase 8, leadership: energy is spent and recovered; whoever leads may leave, hand over, be succeeded."""

from entente.sim.chance import ACT_LEAD
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.simd import total
from entente.sim.records import LOG_KIND
from entente.sim.rules import rows
from entente.sim.rules.common import closeness, is_partner, lose_person, mark_partners, record_event, weekly_chance
from entente.sim.rules.ties import let_all_know, settle_lost_ties

LOG_LEAD_LEFT, LOG_SUCCEEDED, LOG_PASSED = (LOG_KIND[f"lead_{name}"] for name in ("left", "succeeded", "passed"))
FRESH = 0.8  # energy that a new lead brings
NOTED_SHARE = 0.1  # share of the leadership from which who comes and goes is noted: others only have a part in it
SHOCK_SHARE = 0.5  # share of the leadership from which the departure of who carries it is a shock
NEW_HAND = 0.5  # experience of a newcomer to the lead against that of who left
FOREVER = 520  # weeks of succession after which nobody succeeds
MOST_LOAD = 2.0  # twice what there are hours for: beyond that nothing more is tried
RELIEF = 0.5  # load that full results make up for


@rule
def leadership(state, inputs, params, draws):
    """Let carriers of the leadership leave and be succeeded, and the lead rotate or be handed over; update energy."""
    partnership = state.partnership[0]
    first = partnership.lead
    let_successors_begin(state, params)
    let_carriers_leave(state, params, draws.act[ACT_LEAD])
    pass_lead(state, params)
    share_leadership(state, params)
    settle_lost_ties(state.who, state, params.derived.floor)
    if partnership.lead != first:
        let_all_know(state.who, state, partnership.lead)
    update_coordinator_trust(state, params)
    if params.mechanisms.energy:
        update_energy(partnership, params)


@part
def let_carriers_leave(state, params, numbers):
    """Let those who carry the leadership leave, by chance or by an event of the week."""
    partnership = state.partnership[0]
    if params.mechanisms.lead_departure:
        worn = 1.0 + params.derived.burnout * (1.0 - partnership.energy)
        hazard = weekly_chance(params.leadership.departure * worn)
        for j in range(len(state.organisation) + 1):
            carrier = state.carrier[j]
            if carrier.share > 0.0 and carrier.back == 0 and numbers[j] < hazard:
                depart(state, params, j)
    if partnership.lead_leaves == 1:
        leaver = main_carrier(state)
        if leaver >= 0:
            depart(state, params, leaver)


@part
def share_leadership(state, params):
    """Share the leadership between the coordinator, the lead organisation and the other partners."""
    partnership, manner = state.partnership[0], params.leadership
    n, partner = len(state.organisation), state.scratch[rows.PARTNER]
    others = mark_partners(state, partner) - 1.0
    if not is_partner(state.organisation[partnership.lead]):
        heir = most_trusted(state, partnership.lead)
        if heir != partnership.lead:
            partnership.lead = heir
            record_event(state, LOG_PASSED, heir, 0.0)
    of_lead = manner.concentration if others > 0.0 else 1.0
    of_other = (1.0 - of_lead) / max(1.0, others)
    for i in range(n):
        state.carrier[i].share = of_other * partner[i]
    state.carrier[partnership.lead].share = of_lead * (1.0 - manner.dedicated)
    state.carrier[n].share = of_lead * manner.dedicated
    measure_leadership(state, params)


@part
def measure_leadership(state, params):
    """Measure the share of the leadership carried by those in place, and their mean experience."""
    partnership, n = state.partnership[0], len(state.organisation)
    here, experience = state.scratch[rows.IN_PLACE], state.scratch[rows.EXPERIENCE]
    for i in range(n):
        here[i] = state.carrier[i].share if state.carrier[i].back == 0 else 0.0
        experience[i] = here[i] * state.carrier[i].experience
    coordinator = state.carrier[n]
    hired = coordinator.share if coordinator.back == 0 else 0.0
    partnership.leadership = min(1.0, total(here) + hired)
    whole = params.leadership.experience * (total(experience) + hired * coordinator.experience)
    partnership.experience = whole / partnership.leadership if partnership.leadership > 0.0 else 0.0


@part
def main_carrier(state):
    """Return who, of those now in place, carries the largest share of the leadership; -1 when nobody does."""
    best, share = -1, 0.0
    for j in range(len(state.organisation) + 1):
        if state.carrier[j].back == 0 and state.carrier[j].share > share:
            best, share = j, state.carrier[j].share
    return best


@part
def most_trusted(state, but):
    """Return the partner most trusted by the others, leaving one out; that one when there is no other."""
    best, trust = but, -1.0
    for j in range(len(state.organisation)):
        org = state.organisation[j]
        if j != but and is_partner(org) and org.trusted > trust:
            best, trust = j, org.trusted
    return best


@part
def depart(state, params, j):
    """Let carrier j leave: the trust placed in that person goes, and the place may stay empty for a time."""
    partnership, n = state.partnership[0], len(state.organisation)
    carrier = state.carrier[j]
    record_change(state, LOG_LEAD_LEFT, j)
    if partnership.shock == 0 and carrier.share >= SHOCK_SHARE:
        partnership.shock = partnership.week
    if j == n:
        hand_over_coordinator_trust(state, params)
    else:
        colleagues = state.organisation[j].staffing * state.organisation[j].delegates
        lose_person(state, params, j, carrier.share / max(1.0, colleagues))
    if params.leadership.succession == 0:
        carrier.experience = first_experience(params)
        record_change(state, LOG_SUCCEEDED, j)
    elif params.leadership.succession == FOREVER:
        carrier.back = -1
    else:
        carrier.back = partnership.week + params.leadership.succession


@part
def record_change(state, kind, j):
    """Write in the log that carrier j goes or comes, if it carries enough of the leadership to be seen as leading."""
    share = state.carrier[j].share
    if share >= NOTED_SHARE:
        record_event(state, kind, j, share)


@part
def hand_over_coordinator_trust(state, params):
    """Leave to the next coordinator the share of the trust in this one that is handed over."""
    floor = params.derived.floor
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.coordinator_trust = floor + (org.coordinator_trust - floor) * params.derived.handover


@part
def let_successors_begin(state, params):
    """Let those in place learn, and successors take their place when the time set for it has passed."""
    partnership, learning = state.partnership[0], params.rates.learning
    for j in range(len(state.organisation) + 1):
        carrier = state.carrier[j]
        carrier.experience += learning * (1.0 - carrier.experience) if carrier.back == 0 else 0.0
    for j in range(len(state.organisation) + 1):
        carrier = state.carrier[j]
        if 0 < carrier.back <= partnership.week:
            carrier.back = 0
            carrier.experience = first_experience(params)
            record_change(state, LOG_SUCCEEDED, j)
            if params.mechanisms.energy:
                partnership.energy += carrier.share * (FRESH - partnership.energy)


@part
def first_experience(params):
    """Return the experience with which a successor begins, against that of whoever left."""
    return NEW_HAND if params.mechanisms.learning else 1.0


@part
def pass_lead(state, params):
    """Pass the lead to another partner: in turn, or to the most trusted when energy runs low.

    A dedicated coordinator withdraws with the partner that hosted the post; another begins at once.
    """
    partnership, manner = state.partnership[0], params.leadership
    n = len(state.organisation)
    if manner.rotation > 0 and partnership.week % manner.rotation == 0:
        for step in range(1, n):
            following = (partnership.lead + step) % n
            if is_partner(state.organisation[following]):
                take_lead(state, params, following)
                break
    elif manner.hand_over > 0.0 and partnership.energy < manner.hand_over:
        take_lead(state, params, most_trusted(state, partnership.lead))
        state.carrier[n].experience = first_experience(params)
        hand_over_coordinator_trust(state, params)


@part
def take_lead(state, params, j):
    """Let a partner take the lead, with fresh energy and the experience of a newcomer to it."""
    partnership = state.partnership[0]
    if j != partnership.lead:
        record_event(state, LOG_PASSED, j, 0.0)
    partnership.lead = j
    partnership.energy = max(partnership.energy, FRESH)
    state.carrier[j].experience = first_experience(params)


@part
def update_coordinator_trust(state, params):
    """Update trust in the dedicated coordinator by the rule of all trust: contact, behaviour seen, absence."""
    rates, weight, centre = params.rates, params.trust, state.partnership[0].centre
    seen = coordinator_behaviour(state, params)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        shared = weight.similarity * closeness(org.framing, centre)
        target = (seen + weight.power * org.voice + shared) / params.derived.behaviour_weight
        contact = min(1.0, org.coordinator_contact)
        org.coordinator_trust += contact * rates.trust * (target - org.coordinator_trust)
        org.coordinator_trust -= (org.coordinator_trust - params.derived.floor) * rates.absence * (1.0 - contact)
        org.coordinator_regard += rates.institutional * (org.coordinator_trust - org.coordinator_regard)


@part
def coordinator_behaviour(state, params):
    """Return the weighted sum of what anybody sees of the coordinator: animation, credit given, shared decisions."""
    weight, manner = params.trust, params.leadership
    shown = weight.fairness * manner.credit_given + weight.openness * (1.0 - manner.directiveness)
    return weight.kept * state.partnership[0].animation + shown


@part
def update_energy(partnership, params):
    """Move energy toward what the load leaves of it; results give some back."""
    load = min(MOST_LOAD, partnership.demand / partnership.supply) if partnership.supply > 0.0 else 0.0
    target = 1.0 - params.leadership.strain * (load - RELIEF * partnership.momentum)
    target = min(1.0, max(0.0, target))
    partnership.energy += params.rates.energy * (target - partnership.energy)
