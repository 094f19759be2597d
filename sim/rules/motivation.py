"""Phase 6, motivation: belonging, voice and fatigue change; motivation follows the benefits and the costs."""

from entente.sim.engine.compilation import part, rule
from entente.sim.rules.common import HEARD, add_terms, closeness, hours_spent, is_partner
from entente.sim.rules.coordination import share_in_place

NO_BENEFITS = -1.0  # benefits when every term is switched off: motivation then stays where it is


@rule
def motivation(state, inputs, params, draws):
    """Move what each partner feels toward its experience, then its motivation toward benefits less what costs take."""
    update_feelings(state, params)
    partnership, results = state.partnership[0], perceived_results(state, params)
    support, funding = params.leadership.support * partnership.served, partnership.funding
    pace, taken, conflict = params.rates.motivation, params.motivation.costs, partnership.controversy
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        # Evaluated for all, so that the processor takes several at once; kept for partners.
        seen = benefits(org, params, results, support, funding)
        cost = costs(org, params, results, funding, conflict)
        target = seen * (1.0 - taken * cost)
        if is_partner(org):
            org.benefits, org.costs = seen, cost
            if seen >= 0.0:
                org.motivation += pace * (target - org.motivation)


@part
def update_feelings(state, params):
    """Move voice, belonging, fatigue, talk and hassle of each partner toward its experience of this week."""
    partnership, rates = state.partnership[0], params.rates
    slow, memory, tiring, wearing = rates.belonging, rates.memory, rates.fatigue, rates.exhaustion
    ownership, members = params.derived.ownership, partnership.members
    equality, left, comfort = params.governance.voice, params.derived.voice_left, params.mobilisation.comfort
    centre, idle = partnership.centre, 1.0 - partnership.momentum
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            heard = min(1.0, org.presence / HEARD)
            own = ownership * min(1.0, members * share_in_place(state, i))
            voice = voice_when_present(org, equality, left)
            org.voice += slow * ((voice + own * (1.0 - voice)) * heard - org.voice)
            org.belonging += slow * (belonging_target(org, centre) - org.belonging)
            load = overload(org, comfort)
            org.fatigue += tiring * (load - org.fatigue)
            org.exhaustion += wearing * (load - org.exhaustion)
            org.talk += memory * (talk_share(org) * idle - org.talk)
            org.hassle += memory * (hassle_share(org) - org.hassle)


@part
def benefits(org, params, results, support, funding):
    """Return the benefits that an organisation sees: the weighted mean of the terms that are switched on."""
    on, weight = params.mechanisms, params.motivation
    # Three sums, added up at the end: in another order results would differ in their last bits.
    weights, aim = add_terms(
        (
            (on.moved_by_mission, weight.mission, org.mission_fit, 1.0),
            (on.moved_by_results, weight.results, results, org.recognition),
            (on.moved_by_trust, weight.trust, org.trusting, 1.0),
        ),
        0.0,
    )
    weights, place = add_terms(
        (
            (on.moved_by_fairness, weight.fairness, org.voice + org.recognition, 0.5),
            (on.moved_by_belonging, weight.belonging, org.belonging, 1.0),
        ),
        weights,
    )
    weights, means = add_terms(
        (
            (on.moved_by_support, weight.support, support, 1.0),
            (on.moved_by_peers, weight.peers, org.peers, 1.0),
            (on.moved_by_money, 2.0 * weight.money * org.self_interest, funding, 1.0),
        ),
        weights,
    )
    return min(1.0, (aim + place + means) / weights) if weights > 0.0 else NO_BENEFITS


@part
def costs(org, params, results, funding, conflict):
    """Return the costs that an organisation sees: the weighted mean of the terms that are switched on."""
    on, weight = params.mechanisms, params.motivation
    returns = 0.5 * (results * org.recognition + funding)
    weights, values = add_terms(
        (
            (on.held_by_fatigue, weight.fatigue, org.fatigue, 1.0),
            (on.held_by_exhaustion, weight.exhaustion, org.exhaustion, 1.0),
            (on.held_by_conflict, weight.conflict, conflict, 1.0),
            (on.held_by_talk, weight.talk, org.talk, 1.0),
            (on.held_by_hassle, weight.hassle, org.hassle, 1.0),
            (on.held_by_unmet, weight.unmet, org.self_interest, 1.0 - returns),
        ),
        0.0,
    )
    return min(1.0, values / weights) if weights > 0.0 else 0.0


@part
def perceived_results(state, params):
    """Return the results that partners perceive: progress of the process and, where there are cases, people helped."""
    partnership = state.partnership[0]
    if params.mechanisms.cases and params.casework.arrivals > 0.0:
        return 0.5 * (partnership.momentum + partnership.service)
    return partnership.momentum


@part
def voice_when_present(org, equality, left):
    """Return the voice of an organisation that attends: equal for all or by status, less with a directive lead."""
    return (equality + (1.0 - equality) * org.status) * left


@part
def belonging_target(org, centre):
    """Return the mean of trust, voice, recognition, shared vision and presence, toward which belonging goes [S3]."""
    shared = closeness(org.framing, centre)
    return (org.trusting + org.voice + org.recognition + shared + org.presence) / 5.0


@part
def overload(org, comfort):
    """Return the load beyond comfort, toward which fatigue goes; hours of badly run meetings count twice."""
    load = min(1.0, (hours_spent(org) + org.tiring) / org.available) if org.available > 0.0 else 0.0
    return max(0.0, load - comfort) / (1.0 - comfort)


@part
def talk_share(org):
    """Return the share of meetings in the useful hours and those of meetings."""
    useful = org.spent_work + org.spent_cases
    meetings = org.spent_meetings
    return meetings / (meetings + useful) if meetings + useful > 0.0 else 0.0


@part
def hassle_share(org):
    """Return the share of the hours that paperwork and travel take."""
    return min(1.0, (org.spent_paperwork + org.travelled) / org.available) if org.available > 0.0 else 0.0
