"""Tables and folders: tidy, typed, the same however the work was cut, and never half written."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from entente.folders import claimed_folder
from entente.run_settings import Format, Run
from entente.store import Store, read_table
from entente.tables import MAY_MISS, Tables, tables
from sim.measures import CASE_TALLY, ORGANISATION_SERIES, SERIES, SUMMARIES

NAMES = ["a", "b_1", "b_2"]
CELLS = [("north", "youth"), ("north", "elders"), ("south", "youth")]
WEEKS = 5


def chunk(replicates, organisations=True):
    """A chunk as the engine gives it, decided by the numbers of its replicates alone."""
    luck = [np.random.default_rng(replicate) for replicate in replicates]
    count = len(replicates)
    summaries = {name: np.array([one.random() for one in luck]) for name in SUMMARIES}
    for name in ("peak_week", "weeks_sustained", "departures"):
        summaries[name] = np.array(replicates)
    for name in MAY_MISS:
        summaries[name] = np.array([np.nan if replicate % 2 else 4.0 for replicate in replicates])
    summaries |= {
        "ended": np.zeros(count, bool),
        "essoufflement": np.ones(count, bool),
        "end_reason": np.array(["none"] * count),
    }
    return SimpleNamespace(
        replicates=np.array(replicates),
        weeks=np.array([one.random((WEEKS, len(SERIES))) for one in luck]),
        summaries=summaries,
        organisations=np.array([one.random((WEEKS, 3, len(ORGANISATION_SERIES))) for one in luck])
        if organisations
        else None,
        cases=np.array([one.integers(0, 9, (len(CELLS), len(CASE_TALLY))) for one in luck]).astype(float),
    )


def stored(folder, format_, cuts):
    folder.mkdir()
    store = Store(folder, format_)
    for replicates in cuts:
        store.add(tables([chunk(replicates)], CELLS, NAMES))
    store.close_tables()
    store.text("settings.yaml", "a: 1\n")
    store.publish()
    return folder


def test_cases_are_one_row_per_replicate_territory_and_population():
    made = chunk([3, 4])
    frame = tables([made], CELLS, NAMES).cases
    assert list(frame.columns) == ["replicate", "territory", "population", *CASE_TALLY]
    row = frame[(frame["replicate"] == 4) & (frame["territory"] == "north") & (frame["population"] == "elders")].iloc[0]
    assert list(row[list(CASE_TALLY)]) == list(made.cases[1, 1])


def test_weeks_are_one_row_per_replicate_and_week():
    made = chunk([3, 4])
    frame = tables([made], CELLS, NAMES).weeks
    assert list(frame.columns[:2]) == ["replicate", "week"]
    row = frame[(frame["replicate"] == 4) & (frame["week"] == 2)].iloc[0]
    assert row["trust"] == made.weeks[1, 1, list(SERIES).index("trust")]
    assert frame["week"].min() == 1


def test_organisations_are_one_row_each():
    made = chunk([3, 4])
    frame = tables([made], CELLS, NAMES).organisations
    row = frame[(frame["replicate"] == 4) & (frame["week"] == 5) & (frame["organisation"] == "b_1")].iloc[0]
    assert row["fatigue"] == made.organisations[1, 4, 1, list(ORGANISATION_SERIES).index("fatigue")]
    assert tables([chunk([1], organisations=False)], CELLS).organisations is None


def test_runs_know_what_is_missing():
    runs = tables([chunk([0]), chunk([1])], CELLS, NAMES).runs
    assert runs["half_life"].isna().tolist() == [False, True]
    assert {name: str(runs[name].dtype) for name in MAY_MISS} == MAY_MISS
    assert runs["ended"].dtype == bool
    assert runs["peak_week"].dtype == "int64"


def test_what_may_miss_is_what_the_measures_say():
    assert set(MAY_MISS) == {name for name, measure in SUMMARIES.items() if "missing" in measure.formula}


@pytest.mark.parametrize("format_", list(Format))
def test_files_do_not_depend_on_how_the_work_was_cut(tmp_path, monkeypatch, format_):
    monkeypatch.setattr("entente.store.GROUP", 7)
    one = stored(tmp_path / "one", format_, [[0, 1, 2, 3]])
    other = stored(tmp_path / "other", format_, [[0], [1, 2], [3]])
    for name in ("weeks", "runs", "organisations"):
        assert (one / f"{name}.{format_}").read_bytes() == (other / f"{name}.{format_}").read_bytes()


def test_both_formats_read_back_the_same(tmp_path):
    whole = tables([chunk([0]), chunk([1])], CELLS, NAMES)
    for format_ in Format:
        folder = stored(tmp_path / format_, format_, [[0, 1]])
        for name, frame in zip(Tables._fields, whole, strict=True):
            pd.testing.assert_frame_equal(read_table(folder, name), frame)


def test_a_folder_is_replaced_file_by_file(tmp_path):
    folder = stored(tmp_path / "one", Format.CSV, [[0]])
    (folder / "notes.txt").write_text("mine")
    store = Store(folder, Format.PARQUET)
    store.add(Tables(*tables([chunk([1], organisations=False)], CELLS)))
    assert (folder / "weeks.csv").exists()  # the former results stay until the new ones are whole
    store.close_tables()
    store.publish()
    assert {path.name for path in folder.iterdir()} == {"notes.txt", "weeks.parquet", "runs.parquet", "cases.parquet"}


def test_discarding_leaves_what_was_there(tmp_path):
    folder = stored(tmp_path / "one", Format.CSV, [[0]])
    before = {path.name for path in folder.iterdir()}
    store = Store(folder, Format.PARQUET)
    store.add(tables([chunk([1])], CELLS, NAMES))
    store.discard()
    assert {path.name for path in folder.iterdir()} == before


def test_a_folder_in_which_nothing_came_to_be_goes(tmp_path):
    run = Run(output=str(tmp_path / "new"))
    with pytest.raises(KeyboardInterrupt), claimed_folder(run, "any") as folder:
        raise KeyboardInterrupt
    assert not folder.exists()
    with claimed_folder(run, "any") as folder:
        (folder / "file").write_text("")
    assert folder.exists()
