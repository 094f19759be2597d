"""Measures of a run that can be compared: every summary that is a number, and the total of all hours."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from entente.analysis.statistics.intervals import Numbers
from entente.sim.model.measures import SUMMARIES, Measure

_HOURS = Measure(
    "h", "hours_partners + hours_coordinator", "Hours, coordination included", "Heures, coordination comprise"
)
MEASURES = {"hours": _HOURS} | {name: one for name, one in SUMMARIES.items() if one.unit != "word"}
YES_NO = frozenset(name for name, one in MEASURES.items() if one.unit == "yes/no")
Summaries = Mapping[str, NDArray[np.generic]]  # one array over the replicates for each summary


def measure_values(summaries: Summaries, measure: str) -> Numbers:
    """Return the value of a measure of ``MEASURES`` in each replicate; nan where it is missing."""
    if measure == "hours":
        return summaries["hours_partners"].astype(float) + summaries["hours_coordinator"].astype(float)
    return summaries[measure].astype(float)


def summaries_of(measure: str) -> tuple[str, ...]:
    """Return the names of the summaries from which a measure is computed."""
    return ("hours_partners", "hours_coordinator") if measure == "hours" else (measure,)
