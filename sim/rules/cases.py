"""Phase 5, cases: people to be helped arrive; teams form out of mobilised, informed, trusted organisations."""

import math

from entente.sim.chance import CASE
from entente.sim.engine.compilation import part, rule
from entente.sim.model.measures import CASE_TALLY
from entente.sim.rules.common import free, is_partner, rate
from entente.sim.rules.communication import VIDEO, serves
from entente.sim.rules.ties import touch
from entente.sim.state import LONGEST_WAIT

ARRIVED, ANSWERED, LOST, WAITED = range(len(CASE_TALLY))
SURGE = 4.0  # a crisis of full size brings four times the usual cases, on top of the usual
MOST = 1000.0  # cases of one territory and population that may arrive in one week


@rule
def cases(s, inputs, p, chance):
    """Cases arrive, wait, are answered by complementary teams, or are lost."""
    w = s.partnership[0]
    w.arrived = w.answered = w.lost = w.waited = 0.0
    if not p.mechanisms.cases:
        return
    for k in range(len(inputs.cell_share)):
        age_cases(s, p, k)
        mean = p.casework.arrivals * inputs.cell_share[k] * (1.0 + SURGE * w.surge)
        new = poisson(mean, chance.cell[k])
        s.waiting[k, 0] += new
        w.arrived += new
        s.tally[k, ARRIVED] += new
    cells, willing = len(inputs.cell_share), who_would_help(s, chance)
    for step in range(cells):  # another territory and population first each week, so that none is always served last
        answer(s, inputs, p, (w.week + step) % cells, willing)
    judged = w.answered + w.lost
    if judged > 0.0:
        w.service += rate(p.work.memory) * (w.answered / judged - w.service)


@part
def poisson(mean, luck):
    """Return a Poisson number by inversion, from one uniform number."""
    if luck <= 1.0 - mean:  # the chance of none is never less: few weeks need an exponential
        return 0.0
    term = math.exp(-mean)
    total, count = term, 0.0
    while luck > total and count < MOST:
        count += 1.0
        term *= mean / count
        total += term
    return count


@part
def age_cases(s, p, k):
    """Cases wait one week more; those who waited too long are lost."""
    waiting, patience, lost = s.waiting[k], p.casework.patience, 0.0
    for age in range(LONGEST_WAIT + 1, 0, -1):
        lost += waiting[age - 1] if age > patience else 0.0
        waiting[age] = waiting[age - 1] if age <= patience else 0.0
    waiting[0] = 0.0
    s.partnership[0].lost += lost
    s.tally[k, LOST] += lost


@part
def who_would_help(s, chance):
    """List in ``row[0]``, from another one each week, the partners ready to join a team; return how many."""
    n, willing, ready, luck = len(s.organisation), 0, s.row[1], chance.act[CASE]
    for i in range(n):
        o = s.organisation[i]
        there = is_partner(o) and o.staffing > 0.0
        ready[i] = there and luck[i] < 0.5 * o.mobilisation * (o.information + o.trusted)
    first = s.partnership[0].week % n
    for i in range(first, n):
        s.row[0, willing] = i
        willing += ready[i]
    for i in range(first):
        s.row[0, willing] = i
        willing += ready[i]
    return willing


@part
def answer(s, inputs, p, k, willing):
    """Answer the cases of one territory and population, the longest waiting first, while teams can be formed."""
    w = s.partnership[0]
    if willing < p.casework.team:
        return
    for age in range(p.casework.patience, -1, -1):
        while s.waiting[k, age] > 0.0:
            if not form_team(s, inputs, p, k, willing):
                return
            s.waiting[k, age] -= 1.0
            w.answered += 1.0
            w.waited += age
            s.tally[k, ANSWERED] += 1.0
            s.tally[k, WAITED] += age


@part
def form_team(s, inputs, p, k, willing):
    """Form one team whose members each bring something; it meets and spends its hours. Tell whether it could."""
    team, size, brought = s.row[1], 0, 0
    for candidate in s.row[0, :willing]:
        if size == p.casework.team:
            break
        o = s.organisation[candidate]
        if not serves(o, inputs, k) or free(o) < p.casework.hours:
            continue
        if size > 0 and o.expertise != 0 and (o.expertise & ~brought) == 0:
            continue
        team[size] = candidate
        size += 1
        brought |= o.expertise
    if size < p.casework.team:
        return False
    contact = VIDEO if s.partnership[0].week < s.partnership[0].apart_until else 1.0
    for i in team[:size]:
        s.organisation[i].spent_cases += p.casework.hours
        for j in team[:size]:
            if j != i:
                touch(s, i, j, contact)
    return True
