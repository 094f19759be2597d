"""The tables behind the figures."""

import numpy as np
import pandas as pd
import pytest

from entente.analysis.statistics.curves import bands, blank_after_end, stage_shares


def test_bands_are_the_quantiles_of_numpy(make_weeks, settings):
    weeks = make_weeks(settings, replicates=37, horizon=20)
    table = bands(weeks, "mobilisation", (0.5, 0.9))
    values = weeks.pivot_table(index="week", columns="replicate", values="mobilisation").to_numpy()
    assert list(table) == ["week", "median", "low_50", "high_50", "low_90", "high_90"]
    assert table["week"].tolist() == list(range(1, 21))
    for column, share in {"median": 0.5, "low_50": 0.25, "high_50": 0.75, "low_90": 0.05, "high_90": 0.95}.items():
        np.testing.assert_allclose(table[column], np.quantile(values, share, axis=1), rtol=1e-12)


def test_bands_do_not_depend_on_the_order_of_rows(make_weeks, settings):
    weeks = make_weeks(settings, replicates=9, horizon=10)
    pd.testing.assert_frame_equal(bands(weeks, "trust"), bands(weeks.sample(frac=1, random_state=1), "trust"))


def test_bands_leave_missing_values_out():
    weeks = pd.DataFrame(
        {"replicate": [0, 1, 2, 0, 1], "week": [1, 1, 1, 2, 2], "trust": [0.2, 0.4, np.nan, np.nan, np.nan]}
    )
    table = bands(weeks, "trust", (0.975,))
    assert list(table) == ["week", "median", "low_97.5", "high_97.5"]
    assert table["median"][0] == pytest.approx(0.3)
    assert np.isnan(table["median"][1])


def test_stage_shares_count_every_replicate(make_weeks, settings):
    weeks = make_weeks(settings, replicates=40, horizon=80, ends=0.5, by=0.6)
    shares = stage_shares(weeks, len(settings.stages))
    assert list(shares) == list(range(9))
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[0].iloc[-1] == (weeks.loc[weeks["week"] == 80, "stage"] == 0).mean() > 0


def test_what_has_ended_is_left_out(make_weeks, settings):
    weeks = make_weeks(settings, replicates=40, horizon=80, ends=0.98, by=0.5)
    alive = blank_after_end(weeks, ["trust"])
    assert alive["trust"].notna().any()
    assert alive.loc[weeks["stage"] == 0, "trust"].isna().all()
    few = weeks.groupby("week")["stage"].transform(lambda stage: (stage > 0).mean()) < 0.05
    assert alive.loc[few, "trust"].isna().all()
    assert weeks["trust"].notna().all(), "the table that was given is left as it was"
