"""What the process that others are forked from imports, and the compiled rules, loaded."""

import hydra  # noqa: F401
import pyarrow.parquet  # noqa: F401
import scipy.stats  # noqa: F401

import analysis.figures.style  # noqa: F401
import entente.cli.calibrate
import entente.cli.compare
import entente.cli.discover
import entente.cli.draw
import entente.cli.experiment
import entente.cli.robust
import entente.cli.run
import entente.cli.sensitivity  # noqa: F401
from entente.cli.warmup import KINDS
from sim.batch import simulate

for one in KINDS.values():
    list(simulate(one, replicates=1, seed=1, threads=1))
