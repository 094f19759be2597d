"""Goals that a run should meet, such as a final mobilisation of at least 0.5, or no essoufflement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from entente.analysis.statistics.intervals import Numbers
from entente.analysis.statistics.measures import MEASURES, YES_NO, measure_values, summaries_of

WRITTEN = re.compile(r"\s*(\w+)\s*(>=|<=|>|<|=)\s*([\w.+-]+)\s*")
SENSES = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}
_ANSWERS = {"yes": True, "no": False, "oui": True, "non": False, "true": True, "false": False}


@dataclass(frozen=True)
class Goal:
    """A measure and the level it should reach; for a measure that is yes or no, ``=`` and 1 or 0.

    Attributes:
        measure: a name of ``analysis.statistics.measures.MEASURES``.
        sense: ``>=``, ``<=``, ``>``, ``<`` or ``=``.
        level: in the unit of the measure.
    """

    measure: str
    sense: str
    level: float

    def __str__(self) -> str:
        """Return the goal as users write it, such as ``final>=0.5``."""
        level = ("no", "yes")[int(self.level)] if self.sense == "=" else f"{self.level:g}"
        return f"{self.measure}{self.sense}{level}"

    def opposite(self) -> "Goal":
        """Return the goal that is met exactly where this one is missed."""
        if self.sense == "=":
            return Goal(self.measure, "=", 1 - self.level)
        return Goal(self.measure, {">=": "<", "<": ">=", "<=": ">", ">": "<="}[self.sense], self.level)

    def is_met(self, runs: pd.DataFrame) -> Numbers:
        """Return 1 for the runs that meet the goal, 0 for those that miss it, nan where the measure is missing."""
        values = np.asarray(
            measure_values({name: runs[name].to_numpy() for name in summaries_of(self.measure)}, self.measure)
        )
        found = (values == self.level if self.sense == "=" else SENSES[self.sense](values, self.level)).astype(float)
        return np.where(np.isnan(values), np.nan, found)


NO_ESSOUFFLEMENT = Goal("essoufflement", "=", 0.0)


def parse_goal(text: str) -> Goal:
    """Read a goal such as ``final>=0.5`` or ``essoufflement=no``.

    Raises:
        KeyError: with the name, when there is no such measure.
        ValueError: when it cannot be read, or sets a numeric level for a measure that is yes or no.
    """
    found = WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(text)
    measure, sense, level = found.groups()
    if measure not in MEASURES:
        raise KeyError(measure)
    if (measure in YES_NO) != (sense == "=") or (measure in YES_NO and level.lower() not in _ANSWERS):
        raise ValueError(text)
    value = float(_ANSWERS[level.lower()]) if measure in YES_NO else float(level)
    if not np.isfinite(value):
        raise ValueError(text)
    return Goal(measure, sense, value)


def meets_all(goals: Sequence[Goal], runs: pd.DataFrame) -> Numbers:
    """Return 1 for the runs that meet every goal, 0 for those that miss one, nan where a missing value decides."""
    each = np.array([goal.is_met(runs) for goal in goals])
    missed = (each == 0).any(axis=0)
    return np.where(missed, 0.0, np.where(np.isnan(each).any(axis=0), np.nan, 1.0))
