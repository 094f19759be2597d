"""The outcome of a point, the noise left in it against simulated truth, and runs without any."""

import numpy as np
import pandas as pd
import pytest

from entente.analysis.sweep.outcome_matrix import (
    complete_blocks,
    failures,
    format_ranges,
    outcome_matrix,
    replicate_variance,
)
from entente.sim.validation.validate import SettingsError


def runs_of(table, **more):
    place = np.indices(table.shape).reshape(2, -1)
    return pd.DataFrame({"point": place[0], "replicate": place[1], "failed": None, "message": None,
                         "final": table.ravel(), **more})  # fmt: skip


def fail(runs, point, replicate, stage="work", message="nobody is left"):
    here = (runs["point"] == point) & (runs["replicate"] == replicate)
    runs.loc[here, ["failed", "message"]] = stage, message
    runs.loc[here, "final"] = np.nan
    return runs


def test_outcome_of_a_point_is_the_mean_of_its_replicates():
    table = np.array([[0.1, 0.3], [0.5, 0.9], [0.2, 0.2]])
    found = outcome_matrix(runs_of(table).sample(frac=1, random_state=1), 3, "final")
    assert found.means.tolist() == pytest.approx([0.2, 0.7, 0.2])
    assert (found.replicates, found.left_out) == (2, ())


def test_hours_are_those_of_both():
    runs = runs_of(np.zeros((2, 2)), hours_partners=[1, 2, 3, 4], hours_coordinator=[10, 10, 20, 20])
    assert outcome_matrix(runs, 2, "hours").means.tolist() == [11.5, 23.5]


def test_random_numbers_common_to_all_points_are_no_noise():
    rng = np.random.default_rng(2)
    points, shared, own = rng.normal(size=(400, 1)), rng.normal(scale=5, size=10), rng.normal(scale=2, size=(400, 10))
    found = outcome_matrix(runs_of(points + shared + own), 400, "final")
    assert replicate_variance(found.values) == pytest.approx(4 / 10, rel=0.06)
    assert found.noise == pytest.approx(0.4 / 1.4, rel=0.15)
    assert outcome_matrix(runs_of(points + shared), 400, "final").noise == pytest.approx(0, abs=1e-12)


def test_noise_is_the_residual_of_a_two_way_table():
    table = np.random.default_rng(3).normal(size=(5, 4))
    rows, columns = np.repeat(np.eye(5), 4, axis=0), np.tile(np.eye(4), (5, 1))
    residual = table.ravel() - (design := np.hstack([rows, columns])) @ np.linalg.pinv(design) @ table.ravel()
    assert replicate_variance(table) == pytest.approx((residual**2).sum() / (4 * 3) / 4)
    assert np.isnan(replicate_variance(table[:, :1]))


def test_a_replicate_that_fails_somewhere_is_left_out_everywhere():
    table = np.tile(np.arange(6.0), (3, 1))
    found = outcome_matrix(fail(runs_of(table), 1, 5), 3, "final")
    assert found.left_out == (5,)
    assert found.means.tolist() == [2, 2, 2]


def test_holes_are_refused_with_all_that_is_missing():
    runs = fail(fail(runs_of(np.ones((6, 2))), 4, 0), 5, 0)
    runs = fail(runs, 2, 1, "cases", "too many")
    runs.loc[(runs["point"] == 0) & (runs["replicate"] == 1), "final"] = np.nan
    with pytest.raises(SettingsError) as refused:
        outcome_matrix(runs, 6, "final")
    said = [str(one) for one in refused.value.violations]
    assert len(said) == 3
    assert "points 2 have none: cases, too many" in said[0]
    assert "points 4-5 have none: work, nobody is left" in said[1]
    assert "points 0 have none; expected a measure that every run has" in said[2]


def test_runs_that_failed_are_named():
    runs = fail(fail(runs_of(np.ones((6, 2))), 4, 0), 2, 1, "cases", "too many")
    assert failures(runs).to_numpy().tolist() == [[2, 1, "cases", "too many"], [4, 0, "work", "nobody is left"]]


def test_numbers_of_points_are_written_short():
    assert format_ranges([3, 5, 4, 9, 5]) == "3-5, 9"
    assert format_ranges(range(0, 60, 2)).endswith("20, 22… (30)")


@pytest.mark.parametrize(("done", "blocks"), [(12, 3), (11, 2), (3, 0)])
def test_a_study_that_is_not_finished_is_read_as_far_as_it_goes(done, blocks):
    runs = runs_of(np.ones((12, 2)))
    assert complete_blocks(runs[runs["point"] < done], 12, 4) == blocks
    assert complete_blocks(runs.iloc[: 2 * done - 1], 12, 4) == (done - 1) // 4
