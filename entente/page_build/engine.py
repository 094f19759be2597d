"""The rules that the engine of the page holds."""

from pathlib import Path

from entente.sim.engine.webassembly import build_module
from entente.sim.parallel_compile import rules_of_a_run, smallest_inputs

RUN = "simulate_runs"  # the rule that the page calls: any number of runs, to any week


def write_engine(path: str) -> None:
    """Build the engine in this process, whose compiler must have been set for it, and write it."""
    Path(path).write_bytes(build_module(rules_of_a_run(smallest_inputs(0)), RUN))
