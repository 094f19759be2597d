"""Phase 6, motivation: belonging, voice and fatigue change; motivation follows the benefits and the costs."""

from entente.sim.engine.compilation import part, rule
from entente.sim.rules.common import HEARD, add_terms, closeness, hours_spent, is_partner

NO_BENEFITS = -1.0  # benefits when every term is switched off: motivation then stays where it is


@rule
def motivation(state, inputs, params, draws):
    """Update what each partner feels, then move its motivation toward its benefits, less what its costs take away."""
    partnership, rates = state.partnership[0], params.rates
    centre, idle, results = partnership.centre, 1.0 - partnership.momentum, perceived_results(state, params)
    support, funding = params.leadership.support * partnership.animation, partnership.funding
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            update_voice(org, params)
            org.belonging += rates.belonging * (belonging_target(org, centre) - org.belonging)
            update_fatigue(org, params)
            update_talk(org, rates.memory, idle)
            update_hassle(org, rates.memory)
            org.benefits = benefits(org, params, results, support, funding)
            org.costs = costs(org, params, results, funding)
            if org.benefits >= 0.0:
                target = org.benefits * (1.0 - params.motivation.costs * org.costs)
                org.motivation += rates.motivation * (target - org.motivation)


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
def costs(org, params, results, funding):
    """Return the costs that an organisation sees: the weighted mean of the terms that are switched on."""
    on, weight = params.mechanisms, params.motivation
    returns = 0.5 * (results * org.recognition + funding)
    weights, values = add_terms(
        (
            (on.held_by_fatigue, weight.fatigue, org.fatigue, 1.0),
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
def update_voice(org, params):
    """Move voice toward the voice that the organisation has when present, in proportion to its presence."""
    target = voice_when_present(org, params) * min(1.0, org.presence / HEARD)
    org.voice += params.rates.belonging * (target - org.voice)


@part
def voice_when_present(org, params):
    """Return the voice of an organisation that attends: equal for all or by status, and less under a directive lead."""
    equal = params.governance.voice
    return (equal + (1.0 - equal) * org.status) * params.derived.voice_left


@part
def belonging_target(org, centre):
    """Return the mean of trust, voice, recognition, shared vision and presence, toward which belonging goes [S3]."""
    shared = closeness(org.framing, centre)
    return (org.trusting + org.voice + org.recognition + shared + org.presence) / 5.0


@part
def update_fatigue(org, params):
    """Move fatigue toward the load beyond comfort; hours of badly run meetings count twice."""
    comfort = params.mobilisation.comfort
    load = min(1.0, (hours_spent(org) + org.tiring) / org.available) if org.available > 0.0 else 0.0
    excess = max(0.0, load - comfort) / (1.0 - comfort)
    org.fatigue += params.rates.fatigue * (excess - org.fatigue)


@part
def update_talk(org, memory, idle):
    """Move talk without action toward the share of meetings in the hours, in so far as the process is idle."""
    useful = org.spent_work + org.spent_cases
    meetings = org.spent_meetings
    talk = meetings / (meetings + useful) if meetings + useful > 0.0 else 0.0
    org.talk += memory * (talk * idle - org.talk)


@part
def update_hassle(org, memory):
    """Move hassle toward the share of the hours that paperwork and travel take."""
    hassle = min(1.0, (org.spent_paperwork + org.travelled) / org.available) if org.available > 0.0 else 0.0
    org.hassle += memory * (hassle - org.hassle)
