"""The table of the plausible settings that come with the model."""

import json

import numpy as np

from entente.docs_build.markdown import code, rows_to_table
from entente.sim.model.declare import parameters
from entente.sim.model.situation import Settings
from entente.studies.plausible import SHIPPED, read_sample


def sample_table() -> str:
    """Return how the sample was made, and what it holds of each parameter beside the default."""
    about = json.loads(SHIPPED.with_suffix(".json").read_text(encoding="utf-8"))
    worlds = read_sample(SHIPPED).worlds
    declared = {one.path: one for one in parameters(Settings)}
    rows = []
    for name in worlds[0]:
        ends = np.quantile([world[name] for world in worlds], [0.05, 0.5, 0.95])
        low, middle, high = (f"{value:.3g}" for value in ends)
        rows.append([code(name), f"{declared[name].default:g}", middle, f"{low} to {high}", declared[name].about.unit])
    command, targets = " ".join(about["command"]), len(about["targets"])
    made = f"{len(worlds)} settings, by `{command}` on {about['date']}, for {targets} targets."
    return f"{made}\n\n{rows_to_table(['Parameter', 'Default', 'Median', '90% of them', 'Unit'], rows)}"
