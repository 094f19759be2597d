"""What the process that others are forked from has imported and done once: rules loaded, options composed, a figure."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from commanded import TINY

import entente
from entente.analysis.plotting.style import save_figure
from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.parser import COMMANDS, build
from entente.results.versions import model_hash
from entente.sim.batch import simulate
from entente.terminal.compilation import KINDS, announce_compilation

for module in ("hydra", "pyarrow.parquet", "scipy.stats", *COMMANDS.values()):
    import_module(module)
for capability in ("calibration", "comparison", "discovery", "draw", "patterns", "robustness", "run", "sensitivity"):
    import_module(f"entente.commands.{capability}.report")
with announce_compilation(KINDS.values(), "en"):
    for one in KINDS.values():
        list(simulate(one, replicates=1, seed=1, threads=1))
for language in ("en", "fr"):
    build(language)
for name in scenario_paths():
    configure([f"scenario={name}"])
model_hash()
with TemporaryDirectory() as folder:
    tiny = Path(folder, "tiny.yaml")
    tiny.write_text(TINY, encoding="utf-8")
    save_figure(entente.run(tiny, weeks=3, replicates=2, threads=1).plot("en"), Path(folder, "figure"))
