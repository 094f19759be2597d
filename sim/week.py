"""The week, phase by phase, then a run and several runs: what stepping and batches both call."""

from collections.abc import Callable
from dataclasses import dataclass

from entente.sim.chance import draw_week
from entente.sim.engine.compilation import inline_part, part, rule
from entente.sim.rules.cases import cases
from entente.sim.rules.communication import communication
from entente.sim.rules.context import context
from entente.sim.rules.coordination import mark_due
from entente.sim.rules.leadership import leadership
from entente.sim.rules.levers import apply_levers
from entente.sim.rules.mobilisation import mobilisation
from entente.sim.rules.motivation import motivation
from entente.sim.rules.observation import observation, observe_after_end, observe_attendance, observe_organisations
from entente.sim.rules.relation import relation
from entente.sim.rules.start import start
from entente.sim.rules.work import work
from entente.sim.summaries import summarise_run


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
          "Les événements surviennent ; des personnes partent, d'autres arrivent et apprennent"),
    Phase(communication, "The channels due this week fire; each invited organisation attends or not",
          "Les rencontres et les messages de la semaine ont lieu ; chaque organisation invitée vient ou non"),
    Phase(relation, "Contact moves trust toward what is seen, absence wears it; framings converge or oppose",
          "Le contact rapproche la confiance de ce qui est vu, l'absence l'use ; on s'accorde ou l'on s'oppose"),
    Phase(work, "Organisations commit and keep their word or not; the stage advances; credit is shared",
          "Les organisations s'engagent et tiennent parole ou non ; l'étape avance ; le crédit se partage"),
    Phase(cases, "People to be helped arrive; complementary teams answer, or not in time",
          "Des personnes à aider se présentent ; des équipes complémentaires répondent, ou pas à temps"),
    Phase(motivation, "Belonging, voice and fatigue change; motivation follows benefits, less what costs take away",
          "Appartenance, voix et fatigue évoluent ; la motivation suit les avantages, moins ce qu'enlèvent les coûts"),
    Phase(mobilisation, "Effort follows motivation past a threshold; partners leave, others are approached",
          "L'effort suit la motivation au-delà d'un seuil ; des partenaires s'en vont, d'autres sont approchés"),
    Phase(leadership, "Energy is spent and recovered; who leads may leave, hand over, be succeeded",
          "L'énergie se dépense et se refait ; qui mène peut partir, passer la main, être remplacé·e"),
    Phase(observation, "The measures of the week are written down",
          "Les mesures de la semaine sont consignées"),
)  # fmt: skip


@rule
def begin_week(state, inputs, draws, run):
    """Begin a week: its number, channels, random numbers and levers; return the stretch of weeks that it is in."""
    partnership = state.partnership[0]
    partnership.week += 1
    mark_due(state, inputs, partnership.week)
    draw_week(draws, inputs.keys, run, partnership.week, state.due)
    k = find_stretch(inputs, partnership.week)
    apply_levers(state, inputs, k)
    return k


@part
def find_stretch(inputs, week):
    """Return the stretch of weeks, all with the same parameters, that a week is in."""
    k = 0
    while k + 1 < len(inputs.since) and inputs.since[k + 1] <= week:
        k += 1
    return k


@inline_part
def simulate_week(state, inputs, draws, run, row):
    """Run the phases of one week, in the order of ``PHASES``; the last one writes its measures."""
    params = inputs.parameters[begin_week(state, inputs, draws, run)]
    context(state, inputs, params, draws)
    communication(state, inputs, params, draws)
    relation(state, inputs, params, draws)
    work(state, inputs, params, draws)
    cases(state, inputs, params, draws)
    motivation(state, inputs, params, draws)
    mobilisation(state, inputs, params, draws)
    leadership(state, inputs, params, draws)
    observation(state, inputs, params, row)


@inline_part
def simulate_run(state, inputs, draws, run, weeks, conditions, organisations, attendance):
    """Simulate one run and write its weeks; return the week in which it ended (0: it did not)."""
    start(state, inputs, draws, run)
    end = 0
    for t in range(inputs.weeks):
        if state.partnership[0].ended == 0:
            simulate_week(state, inputs, draws, run, weeks[t])
            end = t + 1
            if len(attendance) > 0:
                observe_attendance(state, attendance[t])
        else:
            weeks[t] = weeks[t - 1]
            observe_after_end(state, weeks[t])
        copy_table(state.answers, conditions[t])
        if len(organisations) > 0:
            observe_organisations(state, organisations[t])
    return end if state.partnership[0].ended == 1 else 0


@part
def copy_table(table, out):
    """Copy an array of two dimensions."""
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            out[row, column] = table[row, column]


@rule
def simulate_runs(state, inputs, draws, run, replicates, out):
    """Simulate several runs, one after the other, in the same state; ``run`` holds the seed, then each replicate."""
    for r in range(len(replicates)):
        run[1] = replicates[r]
        partnership = state.partnership[0]
        end = simulate_run(
            state, inputs, draws, run, out.weeks[r], out.conditions[r], out.organisations[r], out.attendance[r]
        )
        out.ends[r, 0], out.ends[r, 1] = end, partnership.reason
        out.ends[r, 2], out.ends[r, 3] = partnership.shock, partnership.logged
        copy_table(state.tally, out.tallies[r])
        for k in range(min(partnership.logged, len(state.log))):
            out.log[r, k] = state.log[k]
        summarise_run(
            out.weeks[r], out.ends[r], state.tally, state.turnout,
            inputs.cell_territory, inputs.cell_population, out.summaries[r],
        )  # fmt: skip
