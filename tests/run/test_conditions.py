"""The six conditions across replicates and groups, against figures worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from entente.analysis.run.conditions import conditions_by_group, conditions_by_week
from entente.sim.model.measures import CONDITIONS


def answers(replicate, week, a, b):
    """Give every condition of one replicate and week the same shares."""
    return [
        {"replicate": replicate, "week": week, "condition": name, "a": a, "b": b, "c": 0.0 if a + b == 0 else 1 - a - b}
        for name in CONDITIONS
    ]


def test_the_index_of_dates_is_the_mean_share_of_a_and_half_that_of_b():
    rows = [*answers(0, 10, 0.5, 0.25), *answers(1, 10, 0.1, 0.4), *answers(0, 20, 1, 0), *answers(1, 20, 0, 0)]
    table = conditions_by_week(pd.DataFrame(rows), [20, 10])
    assert table["group"].tolist() == [20] * 6 + [10] * 6
    assert table["condition"].tolist() == [*CONDITIONS, *CONDITIONS]
    late, early = table.iloc[0], table.iloc[6]
    assert early["a"] == pytest.approx(0.3)
    assert early["b"] == pytest.approx(0.325)
    assert early["c"] == pytest.approx(0.375)
    assert early["index"] == pytest.approx(46.25)
    low, high = np.quantile([62.5, 30.0], [0.05, 0.95])
    assert (early["low"], early["high"]) == pytest.approx((low, high))
    assert early["replicates"] == 2
    assert late["index"] == 100, "a partnership that has ended has nobody to ask"
    assert late["replicates"] == 1


def test_a_date_when_all_have_ended_has_no_figures():
    table = conditions_by_week(pd.DataFrame([*answers(0, 5, 0, 0), *answers(0, 4, 1, 0)]), [4, 5])
    assert table["index"].isna().tolist() == [False] * 6 + [True] * 6
    assert table["replicates"].tolist() == [1] * 6 + [0] * 6


def test_groups_are_judged_by_their_own_partners():
    cells = {  # organisation: its answers in replicate 0 and in replicate 1; missing: not a partner
        "clinic": (2, 0), "school": (1, np.nan), "church": (0, 2), "farm": (np.nan, np.nan),
    }  # fmt: skip
    rows = [
        {
            "replicate": r,
            "week": week,
            "organisation": name,
            **dict.fromkeys(CONDITIONS, given[r] if week == 9 else 2.0),
        }
        for name, given in cells.items()
        for r in (0, 1)
        for week in (8, 9)
    ]
    groups = {"health": ["clinic", "school"], "other": ["church"], "land": ["farm"]}
    table = conditions_by_group(pd.DataFrame(rows), 9, groups).set_index(["group", "condition"])
    health, other, land = (table.loc[(name, "equal_power")] for name in groups)
    # replicate 0: half A, half B, index 75; replicate 1: the clinic alone, C, index 0
    assert tuple(health[["a", "b", "c", "index"]]) == pytest.approx((0.25, 0.25, 0.5, 37.5))
    assert (health["low"], health["high"]) == pytest.approx((3.75, 71.25))
    assert tuple(other[["a", "b", "c", "index"]]) == pytest.approx((0.5, 0, 0.5, 50))
    assert land["replicates"] == 0
    assert np.isnan(land["index"])
