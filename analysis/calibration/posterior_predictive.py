"""Posterior predictive check: runs with settings drawn from the posterior, beside the observations."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from entente.analysis.calibration.observations import Observations, observation_interval
from entente.analysis.calibration.regression_abc import Numbers
from entente.analysis.statistics.curves import bands

_QUANTILES = {"median": 0.5, "low_50": 0.25, "high_50": 0.75, "low_90": 0.05, "high_90": 0.95}


def predictive_curves(series_of_runs: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return bands over the weeks of runs drawn from the posterior.

    Args:
        series_of_runs: for each series observed, its weeks in each run, shape (runs, weeks); runs of settings drawn
            from the posterior, all of the same weight.

    Returns:
        One row per series and week: ``series``, then the columns of ``analysis.statistics.curves.bands``.
    """
    parts = []
    for series, values in series_of_runs.items():
        runs, weeks = values.shape
        table = pd.DataFrame({"week": np.tile(np.arange(1, weeks + 1), runs), "value": values.ravel()})
        found = bands(table, "value")
        found.insert(0, "series", series)
        parts.append(found)
    return pd.concat(parts, ignore_index=True)


def predictive_table(seen: Observations, drawn: Numbers) -> pd.DataFrame:
    """Set each observation beside the same observation of runs drawn from the posterior.

    Args:
        seen: what was observed.
        drawn: the same observations of the runs, shape (runs, observations), as ``observations.simulate_observation``
            gives them.

    Returns:
        The rows of ``seen.table`` with ``from_``, ``to`` (the 90 % interval of the observation itself), the median and
        the middle 50 % and 90 % of the runs, and ``inside``: whether the value is in the latter.
    """
    table = seen.table.reset_index(drop=True)
    ends = [observation_interval(row, row["series"]) for row in table.to_dict("records")]
    table["from_"], table["to"] = zip(*ends, strict=True) if ends else ((), ())
    for name, share in _QUANTILES.items():
        table[name] = np.quantile(drawn, share, axis=0)
    room = 1e-9
    table["inside"] = (table["value"] >= table["low_90"] - room) & (table["value"] <= table["high_90"] + room)
    return table
