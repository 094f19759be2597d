"""Phase 5, cases: people to be helped arrive; teams form out of mobilised, informed, trusted organisations."""

import math

from sim.chance import CASE
from sim.compiled import part, rule
from sim.measures import CASE_TALLY
from sim.rules.common import free, is_partner, rate
from sim.rules.communication import VIDEO, serves
from sim.state import LONGEST_WAIT

ARRIVED, ANSWERED, LOST, WAITED = range(len(CASE_TALLY))
SURGE = 4.0  # a crisis of full size brings four times the usual cases, on top of the usual
MOST = 1000.0  # cases of one territory and population that may arrive in one week


@rule
def cases(s, plan, p, chance):
    """Cases arrive, wait, are answered by complementary teams, or are lost."""
    w = s.partnership[0]
    w.arrived = w.answered = w.lost = w.waited = 0.0
    if not p.mechanisms.cases:
        return
    for k in range(len(plan.cell_share)):
        age_cases(s, p, k)
        mean = p.casework.arrivals * plan.cell_share[k] * (1.0 + SURGE * w.surge)
        new = poisson(mean, chance.cell[k])
        s.waiting[k, 0] += new
        w.arrived += new
        s.tally[k, ARRIVED] += new
    cells = len(plan.cell_share)
    for step in range(cells):  # another territory and population first each week, so that none is always served last
        answer(s, plan, p, (w.week + step) % cells, chance)
    judged = w.answered + w.lost
    if judged > 0.0:
        w.service += rate(p.work.memory) * (w.answered / judged - w.service)


@part
def poisson(mean, luck):
    """Return a Poisson number by inversion, from one uniform number."""
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
    w = s.partnership[0]
    for age in range(LONGEST_WAIT + 1, 0, -1):
        s.waiting[k, age] = s.waiting[k, age - 1]
        if age > p.casework.patience:
            w.lost += s.waiting[k, age]
            s.tally[k, LOST] += s.waiting[k, age]
            s.waiting[k, age] = 0.0
    s.waiting[k, 0] = 0.0


@part
def answer(s, plan, p, k, chance):
    """Answer the cases of one territory and population, the longest waiting first, while teams can be formed."""
    w = s.partnership[0]
    for age in range(LONGEST_WAIT, -1, -1):
        while s.waiting[k, age] > 0.0:
            if not form_team(s, plan, p, k, chance):
                return
            s.waiting[k, age] -= 1.0
            w.answered += 1.0
            w.waited += age
            s.tally[k, ANSWERED] += 1.0
            s.tally[k, WAITED] += age


@part
def form_team(s, plan, p, k, chance):
    """Form one team whose members each bring something; it meets and spends its hours. Tell whether it could."""
    n, w = len(s.organisation), s.partnership[0]
    team = s.vector[1]
    team[:] = 0.0
    size, brought = 0, 0
    for step in range(n):
        i = (w.week + step) % n
        o = s.organisation[i]
        if size == p.casework.team:
            break
        if not is_partner(o) or o.staffing <= 0.0 or not serves(o, plan, k) or free(o) < p.casework.hours:
            continue
        if size > 0 and o.expertise != 0 and (o.expertise & ~brought) == 0:
            continue
        if chance.act[i, CASE] < o.mobilisation * 0.5 * (o.information + o.trusted):
            team[i] = 1.0
            size += 1
            brought |= o.expertise
    if size < p.casework.team:
        return False
    touch = VIDEO if w.week < w.apart_until else 1.0
    for i in range(n):
        if team[i] > 0.0:
            s.organisation[i].spent_cases += p.casework.hours
            for j in range(n):
                if j != i:
                    s.contact[j, i] += touch * team[j]
    return True
