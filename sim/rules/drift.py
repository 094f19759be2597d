"""What drifts from month to month: how urgent the problem is felt, and what else calls on each organisation's people.

Both begin at 0, where the scenario puts them, and wander around it: a first-order autoregressive process whose
half-life and standard deviation are parameters. So fate is not sealed by what is drawn before the first week.
"""

from entente.sim.chance import CONJUNCTURE_SHIFTS
from entente.sim.engine.compilation import part

UNIT = 3.4641016151377544  # a uniform number less its mean, times this square root of 12, has a variance of 1


@part
def drift(state, params, draws):
    """Move the conjuncture and the agendas, and write how ready each organisation is made by both."""
    partnership, pace = state.partnership[0], params.rates.drift
    shock = params.derived.conjuncture_step * UNIT * (draws.partnership[CONJUNCTURE_SHIFTS] - 0.5)
    partnership.conjuncture += shock - pace * partnership.conjuncture
    step = params.derived.agenda_step * UNIT
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.agenda += step * (draws.agenda[i] - 0.5) - pace * org.agenda
        org.readiness = partnership.conjuncture - org.agenda
