"""Studies: the same runs as elsewhere, whatever stops them; nothing lost, nothing twice."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pytest

import entente
from entente.results import tables
from entente.sim.model.measures import SUMMARIES
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import Interval
from entente.studies.design import seconds_a_run
from entente.studies.plan import plan_study
from entente.studies.study import Study, sweep
from entente.studies.study_folder import study_design, study_run

WORDS = ["scenario=twenty_partners", "weeks=20", "replicates=6"]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    kept = {"full": ["trust", "coverage_a"], "curves": ["mobilisation", "trust"]}
    return sweep(overrides=WORDS, leadership=["shared", "broker"], points=40, design="lhs", **kept,
                 output=tmp_path_factory.mktemp("study") / "mine", **{"leadership.hours": Interval(2, 20)})  # fmt: skip


def without_output(study):
    return [word for word in study.manifest["command"] if not word.startswith("output=")]


def test_every_point_lives_as_it_would_alone(study):
    point = study.design.iloc[17]
    alone = entente.run(overrides=WORDS, leadership=point["leadership"],
                        **{"leadership.hours": float(point["leadership.hours"])})  # fmt: skip
    runs = study.runs()
    mine = runs[runs["point"] == 17]
    for name in SUMMARIES:
        expected = alone.runs[name].to_numpy(dtype=object)
        assert [one for one in mine[name] if not pd.isna(one)] == [one for one in expected if not pd.isna(one)], name
    values = alone.weeks.pivot(index="replicate", columns="week", values="mobilisation").to_numpy()
    curves = study.curves()
    curve = curves[(curves["point"] == 17) & (curves["series"] == "mobilisation")]
    assert curve["median"].to_numpy() == pytest.approx(np.median(values, axis=0), rel=1e-6)
    assert curve["low_90"].to_numpy() == pytest.approx(np.quantile(values, 0.05, axis=0), rel=1e-6)
    weeks = study.weeks()
    kept = weeks[(weeks["point"] == 17) & (weeks["replicate"] == 3)]
    own = alone.weeks[alone.weeks["replicate"] == 3]
    assert kept["trust"].to_numpy() == pytest.approx(own["trust"].to_numpy(), rel=1e-6)
    shares = alone.conditions
    shares = shares[(shares["replicate"] == 3) & (shares["condition"] == "coverage")]
    assert kept["coverage_a"].to_numpy() == pytest.approx(shares["a"].to_numpy(), rel=1e-6)


def test_all_runs_are_there_once_and_readable_by_others(study):
    runs = pd.read_parquet(study.folder / "runs")
    assert len(runs) == 240
    assert not runs.duplicated(["point", "replicate"]).any()
    assert ds.dataset(study.folder / "curves").count_rows() == 40 * 20 * 2
    assert study.complete
    assert isinstance(entente.load(study.folder), Study)
    assert "done" in repr(study)


def test_the_same_again_does_nothing_and_another_is_refused_with_the_difference(study):
    before = {path: path.stat().st_mtime_ns for path in study.folder.rglob("*.parquet")}
    assert study.resume().complete
    assert {path: path.stat().st_mtime_ns for path in study.folder.rglob("*.parquet")} == before
    asked = [*study.manifest["command"], "seed=2", "staff.turnover=0.31"]
    with pytest.raises(SettingsError) as caught:
        sweep(overrides=asked)
    problems = {one.path: one.problem for one in caught.value.violations}
    assert problems["seed"] == "2 is asked for, and the study there has 1"
    assert "0.31 is asked for" in problems["bases.0.staff.turnover"]


def test_another_version_of_the_model_is_refused(study, monkeypatch):
    monkeypatch.setattr("entente.studies.identity.model_hash", lambda: "another")
    with pytest.raises(SettingsError, match=r"versions\.model.*made with another version"):
        study.resume()


def test_a_study_stopped_anywhere_goes_on_and_ends_the_same(study, tmp_path):
    words = [*without_output(study), f"output={tmp_path / 'stopped'}"]
    for most in (1, 3, 100):
        for path in (tmp_path / "stopped" / "runs").glob("part-*.parquet"):  # cut in the middle of being written
            (path.parent / f".{path.name}.elsewhere.1").write_bytes(path.read_bytes()[:100])
        with study_run(plan_study(words)) as ongoing:
            for rank, _ in enumerate(ongoing.carry_out(), start=1):
                if rank == most:
                    break
    again = Study(tmp_path / "stopped")
    assert again.complete
    for name in ("runs", "curves", "weeks"):
        pd.testing.assert_frame_equal(getattr(again, name)(), getattr(study, name)())
    assert len(again.manifest["sessions"]) == 3
    assert not [*again.folder.rglob(".*")]


def test_threads_change_nothing(study, tmp_path):
    again = sweep(overrides=[*without_output(study), f"output={tmp_path / 'one'}", "threads=1"])
    pd.testing.assert_frame_equal(again.runs(), study.runs())


def test_what_fails_is_a_row_and_not_the_end(tmp_path):
    study = sweep(
        overrides=["replicates=3", "weeks=70", "events.hard_winter.week=60", "lever=pairing", "levers.pairing.delay=0",
                   "levers.pairing.start=10,60", "levers.pairing.stop=50,90", f"output={tmp_path / 's'}"]
    )  # fmt: skip
    runs = study.runs()
    assert len(runs) == 12
    failed = study.failures()
    assert failed["point"].unique().tolist() == [2]
    assert failed["failed"].unique().tolist() == ["settings"]
    assert "week 50 is before its first effects" in failed["message"][0]
    assert runs.loc[runs["point"] != 2, "final"].notna().all()
    assert runs.loc[runs["point"] == 2, "final"].isna().all()


def test_a_run_that_breaks_is_named_and_the_others_live(tmp_path, monkeypatch):
    import entente.sim.batch

    simulate = entente.sim.batch.simulate

    def breaking(settings, replicates, seed, **how):
        numbers = range(replicates) if isinstance(replicates, int) else replicates
        if settings.leadership.hours == 5 and 2 in numbers:
            raise ZeroDivisionError("no hours left")
        return simulate(settings, replicates, seed, **how)

    monkeypatch.setattr("entente.sim.batch.simulate", breaking)
    study = sweep(overrides=[*WORDS, "leadership.hours=5,6", f"output={tmp_path / 's'}"])
    assert study.failures().to_numpy().tolist() == [[0, 2, "run", "ZeroDivisionError: no hours left"]]
    runs = study.runs()
    assert sorted(runs.loc[runs["point"] == 0, "replicate"]) == list(range(6))
    assert runs["final"].notna().sum() == 11


def test_without_a_folder_the_next_free_one_is_taken_and_found_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = sweep(overrides=[*WORDS, "leadership.hours=5,6"])
    assert first.folder == Path("results/twenty_partners-sweep")
    assert sweep(overrides=[*WORDS, "leadership.hours=5,7"]).folder == Path("results/twenty_partners-sweep-2")
    assert sweep(overrides=[*WORDS, "leadership.hours=5,6"]).folder == first.folder
    assert len(Study(first.folder).manifest["sessions"]) == 2
    begun_anew = sweep(overrides=[*WORDS, "leadership.hours=5,7", f"output={first.folder}", "overwrite=true"])
    assert list(begun_anew.design["leadership.hours"]) == [5, 7]
    assert len(begun_anew.manifest["sessions"]) == 1


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(SettingsError, match="already holds something"):
        sweep(overrides=[*WORDS, f"output={tmp_path}", "overwrite=true"])
    with pytest.raises(FileNotFoundError, match="holds no study"):
        Study(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_study_that_the_disk_cannot_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("entente.results.room.shutil.disk_usage", lambda _: type("Disk", (), {"free": 10})())
    with pytest.raises(SettingsError, match=r"[1-9]\d* kB would be needed in"):
        sweep(overrides=[*WORDS, "leadership.hours=5,6", f"output={tmp_path / 's'}"])
    assert not (tmp_path / "s").exists()


def test_batches_take_a_few_seconds_and_hold_whole_points():
    large = plan_study(["scenario=twenty_partners", "leadership.hours=interval(1,20)", "points=5000", "replicates=200"])
    assert study_design(large).cut.points == 10  # 2000 runs
    assert study_design(plan_study(["leadership.hours=1,2", "replicates=20000"])).cut.points == 1
    assert 5e-4 < seconds_a_run(large.bases[0].settings) < 5e-3


def test_quantiles_leave_out_who_has_no_figure():
    values = np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan], [2.0, 7.0, np.nan]])
    found = dict(zip(tables.QUANTILES, tables.quantiles(values), strict=True))
    assert found["median"][:2].tolist() == [2, 6]
    assert np.isnan(found["median"][2])
    assert found["low_50"][1] == pytest.approx(5.5)
