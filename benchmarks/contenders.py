"""What is timed against each other: each lives some runs of one partnership, and leaves all weekly series of them."""

from collections.abc import Callable

import mesa
import numpy as np

from benchmarks import mesa_objects
from entente.sim import Partnership, chance, simulate
from entente.sim.batch import chunk_size, room_for
from entente.sim.inputs import make_inputs
from entente.sim.model.situation import Settings
from entente.sim.state import log_size, make_state
from entente.sim.week import live_many

Contender = Callable[[int, int], None]  # a seed, and how many runs


def engine(settings: Settings, threads: int = 1) -> Contender:
    """Return the compiled engine as a user calls it: chunks with series, summaries, answers and event log."""

    def live(seed: int, runs: int) -> None:
        for _ in simulate(settings, runs, seed, threads=threads):
            pass

    return live


def kernel(settings: Settings) -> Contender:
    """Return the compiled loop alone, in chunks as the engine's: nothing is summarised, nothing is handed over."""
    inputs, size = make_inputs(settings), chunk_size(settings, by_organisation=False)
    entries = log_size(inputs)
    state, luck = make_state(inputs, entries), chance.empty(inputs.keys, inputs.ties)
    room = room_for(inputs, size, False, entries)

    def live(seed: int, runs: int) -> None:
        for first in range(0, runs, size):
            numbers = np.arange(first, min(first + size, runs), dtype=np.uint64)
            live_many(state, inputs, luck, np.array([seed, 0], dtype=np.uint64), numbers, room)

    return live


def stepping(settings: Settings) -> Contender:
    """Return the Mesa model of the engine, stepped from Python: the same compiled rules, phase by phase."""

    def live(seed: int, runs: int) -> None:
        for replicate in range(runs):
            model = Partnership(settings, seed=seed, replicate=replicate)
            series = []
            for _ in range(settings.weeks):
                model.step()
                series.append(model.week_record.copy())
            model.remove_all_agents()

    return live


def objects(settings: Settings) -> Contender:
    """Return the peer: the same model as plain Mesa objects."""

    def live(seed: int, runs: int) -> None:
        for run in range(runs):
            model = mesa_objects.Partnership(settings, seed=1000 * seed + run).run()
            getattr(mesa.Agent, "_ids", {}).pop(model, None)  # Mesa 3.3 would keep every model that ever was

    return live
