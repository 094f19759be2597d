"""The rules that a run calls, compiled before it begins: in two processes, and only those that are not kept."""

from threading import Lock

import numpy as np

from entente.sim.buffers import FULL_DETAIL, make_buffers
from entente.sim.chance import make_draws
from entente.sim.engine.parallel import Job, compile_in_two, compile_jobs, missing_jobs
from entente.sim.inputs import ModelInputs, make_inputs
from entente.sim.rules.observation import observe_after_end, observe_attendance, observe_organisations
from entente.sim.rules.start import start
from entente.sim.state import make_state
from entente.sim.summaries import summarise_run
from entente.sim.validation.validate import validate
from entente.sim.week import PHASES, begin_week, simulate_runs

CODE = "from entente.sim.parallel_compile import compile_named; compile_named({{names}}, {ties})"

_kinds_done: set[bool] = set()  # kinds of partnership (few ties or all) whose rules this process has compiled or loaded
_one_at_a_time = Lock()  # several threads may begin to simulate at once: the others wait for what the first compiles


def is_compiled(inputs: ModelInputs) -> bool:
    """Tell whether the rules are compiled already for runs of these inputs; if not, the first takes half a minute more.

    They are compiled once where everybody keeps trust in everybody, and once more where few ties are kept.
    """
    return not missing_jobs(rules_of_a_run(inputs))


def compile_rules(inputs: ModelInputs) -> None:
    """Compile what runs of these inputs call and is not kept, once in a process."""
    with _one_at_a_time:
        few = inputs.ties > 0
        if few not in _kinds_done:
            jobs = rules_of_a_run(smallest_inputs(inputs.ties))
            if missing_jobs(jobs):
                compile_in_two(jobs[:-1], CODE.format(ties=inputs.ties))
                compile_jobs(jobs[-1:])  # it needs the others
        _kinds_done.add(few)


def compile_named(names: list[str], ties: int) -> None:
    """Compile some rules, for partnerships in which everybody keeps ties with everybody (0), or a few."""
    compile_jobs([job for job in rules_of_a_run(smallest_inputs(ties)) if job[0].__name__ in names])


def smallest_inputs(ties: int) -> ModelInputs:
    """Return the inputs of a small partnership of one kind."""
    return make_inputs(
        validate({"lead": "a", "organisations": {"a": {"count": 3}}, "partners": {"ties": min(ties, 1)}})
    )


def rules_of_a_run(inputs: ModelInputs) -> list[Job]:
    """Return each rule with arguments of the types with which runs call it; the last one calls the others."""
    state, draws, run = make_state(inputs, 0), make_draws(inputs.keys, inputs.ties), np.zeros(2, dtype=np.uint64)
    buffers = make_buffers(inputs, 1, FULL_DETAIL)
    row, cells = buffers.weeks[0][0], (inputs.cell_territory, inputs.cell_population)
    begin = (state, inputs, draws, run)
    phases = [
        (phase.rule, (state, inputs, inputs.parameters[0], row if phase.name == "observation" else draws))
        for phase in PHASES
    ]
    return [
        (start, begin),
        (begin_week, begin),
        *phases,
        (observe_after_end, (state, row)),
        (observe_organisations, (state, buffers.organisations[0][0])),
        (observe_attendance, (state, buffers.attendance[0][0])),
        (summarise_run, (buffers.weeks[0], buffers.ends[0], state.tally, state.turnout, *cells, buffers.summaries[0])),
        (simulate_runs, (state, inputs, draws, run, run, buffers)),
    ]
