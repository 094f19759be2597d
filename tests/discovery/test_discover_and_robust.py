"""Discovering and weighing from Python: the same tables as by hand from the runs of a small study."""

import json

import numpy as np
import pandas as pd
import pytest

import entente
from entente.sim.validation.validate import SettingsError


@pytest.fixture(scope="module")
def folder(tmp_path_factory, small_text):
    folder = tmp_path_factory.mktemp("studies")
    (folder / "small.yaml").write_text(small_text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sweep(folder):
    hours, fit = entente.Interval(1, 10), entente.Interval(0.1, 0.9)
    return entente.sweep(folder / "small.yaml", points=40, replicates=4, output=str(folder / "swept"), threads=1,
                         **{"partners.hours": hours, "partners.mission_fit": fit})  # fmt: skip


@pytest.fixture(scope="module")
def crossed(folder):
    return entente.sweep(folder / "small.yaml", overrides=["leadership=shared,absent", "leadership.hours=4,12"],
                         uncertain=["partners.hours=interval(1,10)"], outcomes=["final", "dollars"], points=8,
                         replicates=3, output=str(folder / "crossed"), threads=1)  # fmt: skip


def test_discovered_cases_are_the_runs_that_miss_the_goal(sweep, folder):
    level = round(float(sweep.runs()["final"].median()), 3)
    found = entente.discover(folder / "swept", goals=[f"final>={level}"])
    missed = (sweep.runs()["final"] < level).groupby(sweep.runs()["point"]).sum()
    assert found.cases["interest"].tolist() == missed.tolist()
    assert (found.cases["runs"] == 4).all()
    assert found.left_out == 0
    assert list(found.found.cases.table) == ["partners.hours", "partners.mission_fit"]
    assert found.cases["held_out"].sum() == 13
    kept = found.save("fr")
    assert kept == folder / "swept" / "discover"
    about = json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
    assert about["goals"] == [f"final>={level}"]
    assert set(about["files"]) == {path.name for path in kept.iterdir()}
    assert len(pd.read_csv(kept / "cases.csv")) == 40
    assert {"limits.csv", "trajectory.csv", "rules.csv"} <= set(about["files"])
    if found.found.box:
        assert found.plot("en").axes
        inside = sweep.design.set_index("point").loc[found.cases.index[found.cases["in_box"]]]
        assert len(inside) == found.found.cases.inside(found.found.box).sum()


def test_nothing_to_look_for_is_said_and_not_drawn(sweep):
    found = entente.discover(sweep, goals=["final>=0"])
    assert "none of the 160 runs" in found.sentences("en")[0]
    assert "aucune" in found.sentences("fr")[0]
    with pytest.raises(ValueError, match="no box"):
        found.plot("en")
    assert len(found.rules) == 1


def test_weighed_choices_are_the_means_of_their_runs(crossed):
    found = entente.robust(crossed, goals=["final>=0.2"])
    runs = crossed.runs().merge(crossed.design, on="point")
    shares = (runs["final"] >= 0.2).groupby(runs["choice"]).mean()
    assert found.choices.set_index("choice")["met"].to_dict() == pytest.approx(shares.to_dict())
    means = runs.groupby(["future", "choice"])["final"].mean().unstack()
    short = (means.max(axis=1).to_numpy()[:, None] - means).mean()
    mine = found.outcomes[found.outcomes["measure"] == "final"].set_index("choice")
    assert mine["regret"].to_dict() == pytest.approx(short.to_dict())
    assert list(found.found.measures) == ["final", "hours", "dollars"]
    assert found.levers["shared+leadership.hours=4"] == {"leadership": "shared", "leadership.hours": "4"}
    assert np.allclose(found.futures.groupby("future")["partners.hours"].nunique(), 1)
    kept = found.save("en")
    assert {"choices.csv", "outcomes.csv", "futures.csv", "choices.svg", "pareto.png"} <= {
        one.name for one in kept.iterdir()
    }
    assert "Only 8 futures" in found.sentences("en")[-1]


def test_what_cannot_be_asked(sweep, crossed, folder):
    for call, words in (
        (lambda: entente.robust(sweep), "crosses no choices"),
        (lambda: entente.robust(crossed, measures=["peak_week"]), "'peak_week' is not possible"),
        (lambda: entente.discover(sweep, goals=["finale>=0.5", "final"]), "'finale' is not possible"),
        (lambda: entente.discover(sweep, axes=9), "9 is not possible"),
        (lambda: entente.discover(folder / "swept", points=9), "already decided"),
    ):
        with pytest.raises(SettingsError) as refused:
            call()
        assert words in str(refused.value)
