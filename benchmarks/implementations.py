"""The implementations that are timed against each other: each runs a partnership and keeps all weekly series."""

from collections.abc import Callable

import mesa
import numpy as np

from benchmarks import mesa_objects
from entente.sim import Partnership, simulate
from entente.sim.batch import chunk_size
from entente.sim.buffers import make_buffers
from entente.sim.chance import make_draws
from entente.sim.inputs import make_inputs
from entente.sim.model.situation import Settings
from entente.sim.state import make_state, usual_log_size
from entente.sim.week import simulate_runs

Implementation = Callable[[int, int], None]  # a seed, and how many runs


def engine(settings: Settings, threads: int = 1) -> Implementation:
    """Return the compiled engine as users call it: chunks with series, summaries, answers and event log."""

    def run(seed: int, runs: int) -> None:
        for _ in simulate(settings, runs, seed, threads=threads):
            pass

    return run


def kernel(settings: Settings) -> Implementation:
    """Return the compiled loop alone, in chunks of the same size as the engine's, without summaries or results."""
    inputs, size = make_inputs(settings), chunk_size(settings)
    entries = usual_log_size(inputs)
    state, draws = make_state(inputs, entries), make_draws(inputs.keys, inputs.ties)
    room = make_buffers(inputs, size, entries=entries)

    def run(seed: int, runs: int) -> None:
        for first in range(0, runs, size):
            numbers = np.arange(first, min(first + size, runs), dtype=np.uint64)
            simulate_runs(state, inputs, draws, np.array([seed, 0], dtype=np.uint64), numbers, room)

    return run


def stepping(settings: Settings) -> Implementation:
    """Return the engine's Mesa model, stepped from Python: the same compiled rules, one call for each phase."""

    def run(seed: int, runs: int) -> None:
        for replicate in range(runs):
            model = Partnership(settings, seed=seed, replicate=replicate)
            series = []
            for _ in range(settings.weeks):
                model.step()
                series.append(model.week_record.copy())
            model.remove_all_agents()

    return run


def objects(settings: Settings) -> Implementation:
    """Return the same model as plain Mesa objects."""

    def run(seed: int, runs: int) -> None:
        for run in range(runs):
            model = mesa_objects.Partnership(settings, seed=1000 * seed + run).run()
            getattr(mesa.Agent, "_ids", {}).pop(model, None)  # otherwise Mesa 3.3 keeps every model

    return run
