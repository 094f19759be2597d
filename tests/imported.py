"""What the process that others are forked from imports, and the compiled rules, loaded."""

from importlib import import_module

from entente.sim.batch import simulate
from entente.terminal.compilation import KINDS

for module in ("hydra", "pyarrow.parquet", "scipy.stats", "entente.analysis.plotting.style"):
    import_module(module)
for capability in ("calibration", "comparison", "discovery", "draw", "patterns", "robustness", "run", "sensitivity"):
    import_module(f"entente.commands.{capability}.command")
for one in KINDS.values():
    list(simulate(one, replicates=1, seed=1, threads=1))
