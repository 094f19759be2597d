"""Phase 5, cases: people to be helped arrive; mobilised, informed and trusted organisations form teams to help them."""

from entente.sim.chance import ACT_HELP
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.elementary import exponential
from entente.sim.model.measures import CASE_TALLY
from entente.sim.records import LONGEST_WAIT
from entente.sim.rules import rows
from entente.sim.rules.common import free_hours, is_partner
from entente.sim.rules.communication import VIDEO
from entente.sim.rules.coordination import serves
from entente.sim.rules.ties import add_contact

TALLY_ARRIVED, TALLY_ANSWERED, TALLY_LOST, TALLY_WAITED = range(len(CASE_TALLY))
SURGE = 4.0  # a crisis of full size brings four times the usual cases, on top of the usual
MOST_CASES = 1000.0  # cases of one territory and population that may arrive in one week


@rule
def cases(state, inputs, params, draws):
    """Let cases arrive, wait, be answered by complementary teams, or be lost."""
    partnership = state.partnership[0]
    partnership.arrived = partnership.answered = partnership.lost = partnership.waited = 0.0
    if not params.mechanisms.cases:
        return
    cells = len(inputs.cell_share)
    for k in range(cells):
        age_cases(state, params, k)
        receive_cases(state, inputs, params, k, draws.cell[k])
    willing = list_willing(state, draws.act[ACT_HELP])
    for step in range(cells):  # another territory and population first each week, so that none is always served last
        answer_cases(state, inputs, params, (partnership.week + step) % cells, willing)
    judged = partnership.answered + partnership.lost
    if judged > 0.0:
        partnership.service += params.rates.memory * (partnership.answered / judged - partnership.service)


@part
def receive_cases(state, inputs, params, k, number):
    """Let the new cases of one territory and population arrive: more of them in a crisis."""
    mean = params.casework.arrivals * inputs.cell_share[k] * (1.0 + SURGE * state.partnership[0].surge)
    new = poisson(mean, number)
    state.waiting[k, 0] += new
    state.partnership[0].arrived += new
    state.tally[k, TALLY_ARRIVED] += new


@part
def poisson(mean, number):
    """Return a Poisson number by inversion of one uniform number."""
    if number <= 1.0 - mean:  # the chance of none is never less: few weeks need an exponential
        return 0.0
    term = exponential(-mean)
    total, count = term, 0.0
    while number > total and count < MOST_CASES:
        count += 1.0
        term *= mean / count
        total += term
    return count


@part
def age_cases(state, params, k):
    """Let cases wait one week more; those that have waited too long are lost."""
    waiting, patience, lost = state.waiting[k], params.casework.patience, 0.0
    for age in range(LONGEST_WAIT + 1, 0, -1):
        lost += waiting[age - 1] if age > patience else 0.0
        waiting[age] = waiting[age - 1] if age <= patience else 0.0
    waiting[0] = 0.0
    state.partnership[0].lost += lost
    state.tally[k, TALLY_LOST] += lost


@part
def list_willing(state, numbers):
    """List the partners ready to join a team, from another one each week, in ``CANDIDATES``; return their number."""
    n, willing = len(state.organisation), 0
    candidates, ready = state.lists[rows.CANDIDATES], state.lists[rows.TEAM]
    for i in range(n):
        org = state.organisation[i]
        there = is_partner(org) and org.staffing > 0.0
        ready[i] = there and numbers[i] < 0.5 * org.mobilisation * (org.information + org.trusted)
    first = state.partnership[0].week % n
    for i in range(first, n):
        candidates[willing] = i
        willing += ready[i]
    for i in range(first):
        candidates[willing] = i
        willing += ready[i]
    return willing


@part
def answer_cases(state, inputs, params, k, willing):
    """Answer the cases of one territory and population, the longest waiting first, while teams can be formed."""
    partnership = state.partnership[0]
    if willing < params.casework.team:
        return
    for age in range(params.casework.patience, -1, -1):
        while state.waiting[k, age] > 0.0:
            if not form_team(state, inputs, params, k, willing):
                return
            state.waiting[k, age] -= 1.0
            partnership.answered += 1.0
            partnership.waited += age
            state.tally[k, TALLY_ANSWERED] += 1.0
            state.tally[k, TALLY_WAITED] += age


@part
def form_team(state, inputs, params, k, willing):
    """Form one team, which meets and spends its hours; tell whether it could be formed."""
    team = state.lists[rows.TEAM, : params.casework.team]
    if not fill_team(state, inputs, params, k, willing, team):
        return False
    contact = VIDEO if state.partnership[0].week < state.partnership[0].apart_until else 1.0
    for i in team:
        state.organisation[i].spent_cases += params.casework.hours
        for j in team:
            if j != i:
                add_contact(state, i, j, contact)
    return True


@part
def fill_team(state, inputs, params, k, willing, team):
    """Choose the members of a team, each of whom brings something to it; tell whether there were enough of them."""
    size, brought = 0, 0
    for candidate in state.lists[rows.CANDIDATES, :willing]:
        if size == len(team):
            break
        org = state.organisation[candidate]
        able = serves(org, inputs, k) and free_hours(org) >= params.casework.hours
        new = size == 0 or org.expertise == 0 or (org.expertise & ~brought) != 0
        if able and new:
            team[size] = candidate
            size += 1
            brought |= org.expertise
    return size == params.casework.team
