"""The week: its phases in order, a whole run, and many runs; what stepping and the batch engine both call."""

from collections.abc import Callable
from dataclasses import dataclass

from entente.sim.chance import draw
from entente.sim.engine.compilation import inlined, part, rule
from entente.sim.rules.cases import cases
from entente.sim.rules.communication import communication, mark_due
from entente.sim.rules.context import context
from entente.sim.rules.leadership import leadership
from entente.sim.rules.levers import pull_levers
from entente.sim.rules.mobilisation import mobilisation
from entente.sim.rules.motivation import motivation
from entente.sim.rules.observation import after_the_end, observation, observe_organisations
from entente.sim.rules.relation import relation
from entente.sim.rules.start import start
from entente.sim.rules.work import work


@dataclass(frozen=True)
class Phase:
    """One phase of the week: its rule, and what happens in it in both languages."""

    rule: Callable[..., None]
    en: str
    fr: str

    @property
    def name(self) -> str:
        """Return the name of the rule, which is also that of the method to override."""
        return self.rule.__name__


PHASES = (
    Phase(context, "Events fall; people leave, posts stay vacant, newcomers arrive and learn",
          "Les événements surviennent ; des personnes partent, d'autres arrivent et apprennent"),
    Phase(communication, "The channels due this week fire; each invited organisation attends or not",
          "Les canaux prévus cette semaine ont lieu ; chaque organisation invitée vient ou non"),
    Phase(relation, "Contact moves trust toward what is seen, absence wears it; framings converge or oppose",
          "Le contact porte la confiance vers ce qui est vu, l'absence l'use ; on s'accorde ou s'oppose"),
    Phase(work, "Organisations commit and keep their word or not; the stage advances; credit is shared",
          "Les organisations s'engagent et tiennent parole ou non ; l'étape avance ; le crédit se partage"),
    Phase(cases, "People to be helped arrive; complementary teams answer, or not in time",
          "Des personnes à aider se présentent ; des équipes complémentaires répondent, ou pas à temps"),
    Phase(motivation, "Belonging, voice and fatigue move; motivation goes toward what pulls less what holds back",
          "Appartenance, voix et fatigue évoluent ; la motivation va vers ce qui l'attire moins ce qui la freine"),
    Phase(mobilisation, "Effort follows motivation past a threshold; partners leave, others are approached",
          "L'effort suit la motivation au-delà d'un seuil ; des partenaires quittent, d'autres sont approchés"),
    Phase(leadership, "Energy is spent and recovered; who leads may leave, hand over, be succeeded",
          "L'énergie se dépense et se refait ; qui mène peut partir, passer la main, être remplacé·e"),
    Phase(observation, "The measures of the week are written down",
          "Les mesures de la semaine sont consignées"),
)  # fmt: skip


@rule
def begin_week(s, inputs, chance, run):
    """Start a week: its number, its channels, its luck, its levers; return the stretch of settings that holds."""
    w = s.partnership[0]
    w.week += 1
    mark_due(s, inputs, w.week)
    draw(chance, inputs.keys, run, w.week, s.due)
    k = stretch(inputs, w.week)
    pull_levers(s, inputs, k)
    return k


@part
def stretch(inputs, week):
    """Return which stretch of settings holds in a week."""
    k = 0
    while k + 1 < len(inputs.since) and inputs.since[k + 1] <= week:
        k += 1
    return k


@inlined
def one_week(s, inputs, chance, run, row):
    """Live one week and write its measures: the phases in the order of ``PHASES``."""
    p = inputs.parameters[begin_week(s, inputs, chance, run)]
    context(s, inputs, p, chance)
    communication(s, inputs, p, chance)
    relation(s, inputs, p, chance)
    work(s, inputs, p, chance)
    cases(s, inputs, p, chance)
    motivation(s, inputs, p, chance)
    mobilisation(s, inputs, p, chance)
    leadership(s, inputs, p, chance)
    observation(s, inputs, p, row)


@inlined
def live(s, inputs, chance, run, weeks, conditions, organisations):
    """Live one run and write its weeks; return the week of its end (0: none) and the reason."""
    start(s, inputs, chance, run)
    end = 0
    for t in range(inputs.weeks):
        if s.partnership[0].ended == 0:
            one_week(s, inputs, chance, run, weeks[t])
            end = t + 1
        else:
            weeks[t] = weeks[t - 1]
            after_the_end(s, weeks[t])
        copy(s.answers, conditions[t])
        if len(organisations) > 0:
            observe_organisations(s, organisations[t])
    return end if s.partnership[0].ended == 1 else 0


@part
def copy(table, out):
    """Copy a table of two dimensions."""
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            out[row, column] = table[row, column]


@rule
def live_many(s, inputs, chance, run, replicates, room):
    """Live several runs, one after the other, in the same room; ``run`` holds the seed, and then each replicate."""
    for r in range(len(replicates)):
        run[1] = replicates[r]
        w = s.partnership[0]
        room.ends[r, 0] = live(s, inputs, chance, run, room.weeks[r], room.conditions[r], room.organisations[r])
        room.ends[r, 1], room.ends[r, 2], room.ends[r, 3] = w.reason, w.shock, w.noted
        copy(s.tally, room.tallies[r])
        for k in range(min(w.noted, len(s.log))):
            room.log[r, k] = s.log[k]
