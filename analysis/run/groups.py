"""Mobilisation by sector, by territory or by organisation, week by week."""

from collections.abc import Sequence

import pandas as pd

from entente.analysis.statistics.curves import bands
from entente.sim.model.measures import PARTNERS

_LEAST = 0.05  # share of the replicates that must have a value for a week to show any


def group_curves(groups: pd.DataFrame, weeks: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the curves of mobilisation of some groups, over the replicates.

    Args:
        groups: ``replicate``, ``week``, ``group``, ``mobilisation`` and ``partners`` (how many of them are partners).
        weeks: weekly table of the same replicates, for which partnerships have ended (``stage`` 0).
        names: the groups wanted, in the order wanted.

    Returns:
        One row per group and week: ``group``, then the columns of ``curves.bands``, then ``partners``, their mean
        number. A partnership that has ended counts as 0; one that continues without any partner of the group is left
        out, and weeks with fewer than a twentieth of the replicates are missing.
    """
    keys = ["replicate", "week"]
    kept = groups[groups["group"].isin(list(names))].merge(weeks[[*keys, "stage"]], on=keys)
    counts = (kept["partners"] > 0) | (kept["stage"] == 0)
    replicates = weeks["replicate"].nunique()
    found = []
    for name in names:
        own = kept[kept["group"] == name]
        counted = own.assign(mobilisation=own["mobilisation"].astype(float).where(counts))
        enough = counted.groupby("week")["mobilisation"].transform("count") >= _LEAST * replicates
        table = bands(counted.assign(mobilisation=counted["mobilisation"].where(enough)), "mobilisation")
        table.insert(0, "group", name)
        table["partners"] = own.groupby("week")["partners"].mean().sort_index().to_numpy()
        found.append(table)
    return pd.concat(found, ignore_index=True)


def organisations_as_groups(organisations: pd.DataFrame) -> pd.DataFrame:
    """Turn the table by organisation into one of single-member groups, for ``group_curves``.

    Args:
        organisations: ``replicate``, ``week``, ``organisation``, ``mobilisation``, ``standing``.
    """
    columns = ["replicate", "week", "organisation", "mobilisation"]
    table = organisations[columns].rename(columns={"organisation": "group"})
    partner = organisations["standing"].isin(PARTNERS)
    return table.assign(group=table["group"].astype(str), partners=partner.astype(int),
                        mobilisation=table["mobilisation"].where(partner, 0.0))  # fmt: skip
