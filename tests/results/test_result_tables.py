"""Tables and folders: tidy, typed, the same however the work was cut, and never half written."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from entente.config.run_settings import Format
from entente.results.deliverables import Deliverables, finish_publishing, read_table
from entente.results.folder_lock import locked_folder
from entente.results.keep import keep_of_run
from entente.results.table_types import MAY_MISS, Tables, as_written
from entente.results.tables import PointRuns, make_tables
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, LOG_ENTRIES, ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.model.situation import case_cells
from entente.sim.records import (
    ATTENDANCE_RECORD,
    CAME,
    LOG_RECORD,
    MISSED,
    NO_DELEGATE,
    NOT_EXPECTED,
    NOT_LISTED,
)
from entente.sim.validation.validate import validate

SETTINGS = validate({
    "lead": "a",
    "territories": {"north": 0.5, "south": 0.5},
    "populations": {"youth": 0.5, "elders": 0.5},
    "organisations": {
        "a": {"sector": "health", "territory": "north", "hours": 10},
        "b": {"sector": "community", "territory": "south", "count": 2, "hours": 5},
    },
    "stages": {"vision": {"work": 0}, "action": {"work": 10}, "evaluation": {"work": 10}},
    "events": {"winter": {"week": 3}},
    "communication": {"channels": {"table": {}, "committee": {"start": 4, "period": 9}}},
    "levers": {"visits": {"effects": {"leadership.hours": {"add": 1}}}},
})  # fmt: skip
CELLS = case_cells(SETTINGS)
WEEKS = 5
EVERYTHING = {"by_organisation": True, "by_group": True, "attendance": True}
LOG = [(1, "lever_on", 0), (2, "crisis", 0), (3, "joined", 2), (4, "lead_left", 3), (5, "stage_done", 1)]
LOG += [(5, "goals_met", -1)]


def chunk(replicates, organisations=True):
    """A chunk as the engine gives it, decided by the numbers of its replicates alone."""
    generators = [np.random.default_rng(replicate) for replicate in replicates]
    count = len(replicates)
    summaries = {name: np.array([one.random() for one in generators]) for name in SUMMARIES}
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
        weeks=np.array([one.random((WEEKS, len(SERIES))) for one in generators]),
        summaries=summaries,
        organisations=np.array([one.random((WEEKS, 3, len(ORGANISATION_SERIES))) for one in generators])
        if organisations
        else None,
        cases=np.array([one.integers(0, 9, (len(CELLS), len(CASE_TALLY))) for one in generators]).astype(float),
        conditions=np.array([one.dirichlet([1, 1, 1], (WEEKS, len(CONDITIONS))) for one in generators]),
        event_log=np.concatenate([log() for _ in replicates]),
        logged=np.full(count, len(LOG)),
        attendance=np.array([meetings(one) for one in generators]),
    )


def meetings(luck):
    """Who came to two channels, the second of which is held in the fourth week alone; nobody is in post once."""
    records = np.full((WEEKS, 2, 3), NOT_LISTED, ATTENDANCE_RECORD)
    records["code"][:, 0] = luck.choice([NOT_LISTED, NOT_EXPECTED, MISSED, CAME], (WEEKS, 3))
    records["code"][0, 0] = MISSED  # all are there in the first week: text keeps the order of their first coming
    records["code"][3, 1] = [CAME, MISSED, NOT_EXPECTED]
    records["delegate_since"] = luck.integers(-50, 5, records.shape)
    records["delegate_since"][3, 1, 1] = NO_DELEGATE
    return records


def log():
    """The same event log for every replicate."""
    entries = np.zeros(len(LOG), LOG_RECORD)
    for entry, (week, kind, who) in zip(entries, LOG, strict=True):
        entry["week"], entry["kind"], entry["who"], entry["extent"] = week, list(LOG_ENTRIES).index(kind), who, 0.25
    return entries


def tables(chunks, settings, *, by_organisation=False, by_group=False, attendance=False):
    keep = keep_of_run(by_organisation=by_organisation, by_group=by_group, attendance=attendance)
    made = make_tables([PointRuns(0, settings, chunks)], keep)
    keys = ["point", "failed", "message"]
    return Tables(**{name: as_written(name, one.drop(columns=keys, errors="ignore")) for name, one in made.items()})


def add(files, part, format_):
    for name, frame in part._asdict().items():
        if frame is not None:
            files.rows(name, frame, format_)


def stored(folder, format_, cuts):
    folder.mkdir()
    with Deliverables(folder) as files:
        for replicates in cuts:
            add(files, tables([chunk(replicates)], SETTINGS, **EVERYTHING), format_)
        files.text("settings.yaml", "a: 1\n")
        files.publish({})
    return folder


def test_cases_are_one_row_per_replicate_territory_and_population():
    made = chunk([3, 4])
    frame = tables([made], SETTINGS).cases
    assert list(frame.columns) == ["replicate", "territory", "population", *CASE_TALLY]
    row = frame[(frame["replicate"] == 4) & (frame["territory"] == "north") & (frame["population"] == "elders")].iloc[0]
    assert list(row[list(CASE_TALLY)]) == list(made.cases[1, 1])


def test_weeks_are_one_row_per_replicate_and_week():
    made = chunk([3, 4])
    frame = tables([made], SETTINGS).weeks
    assert list(frame.columns[:2]) == ["replicate", "week"]
    row = frame[(frame["replicate"] == 4) & (frame["week"] == 2)].iloc[0]
    assert row["trust"] == made.weeks[1, 1, list(SERIES).index("trust")]
    assert frame["week"].min() == 1


def test_organisations_are_one_row_each():
    made = chunk([3, 4])
    frame = tables([made], SETTINGS, by_organisation=True).organisations
    row = frame[(frame["replicate"] == 4) & (frame["week"] == 5) & (frame["organisation"] == "b_1")].iloc[0]
    assert row["fatigue"] == made.organisations[1, 4, 1, list(ORGANISATION_SERIES).index("fatigue")]
    assert tables([chunk([1], organisations=False)], SETTINGS).organisations is None


def test_attendance_is_one_row_for_each_partner_of_a_channel_that_is_held():
    made = chunk([3, 4])
    frame = tables([made], SETTINGS, attendance=True).attendance
    keys = ["replicate", "week", "channel", "organisation"]
    assert list(frame.columns) == [*keys, "expected", "present", "delegate_since"]
    assert len(frame) == (made.attendance["code"] != NOT_LISTED).sum()
    own = frame[(frame["replicate"] == 4) & (frame["channel"] == "committee")]
    assert own["week"].tolist() == [4, 4, 4]
    assert own["organisation"].tolist() == ["a", "b_1", "b_2"]
    assert (own["expected"].tolist(), own["present"].tolist()) == ([1, 1, 0], [1, 0, 0])
    assert own["delegate_since"].isna().tolist() == [False, True, False]
    assert own["delegate_since"].iat[0] == made.attendance["delegate_since"][1, 3, 1, 0]
    assert tables([made], SETTINGS).attendance is None


def test_conditions_are_one_row_each_with_their_answers():
    made = chunk([3, 4])
    frame = tables([made], SETTINGS).conditions
    assert list(frame.columns) == ["replicate", "week", "condition", "a", "b", "c"]
    row = frame[(frame["replicate"] == 4) & (frame["week"] == 2) & (frame["condition"] == "negotiation")].iloc[0]
    assert [row["c"], row["b"], row["a"]] == made.conditions[1, 1, list(CONDITIONS).index("negotiation")].tolist()


def test_what_happened_is_told_with_the_names_of_whom_it_concerns():
    frame = tables([chunk([3, 4])], SETTINGS).event_log
    assert frame["replicate"].tolist() == [3] * len(LOG) + [4] * len(LOG)
    own = frame[frame["replicate"] == 4]
    assert own["kind"].tolist() == [kind for _, kind, _ in LOG]
    assert own["who"].tolist() == ["visits", "winter", "b_2", "coordinator", "evaluation", ""]
    assert own["function"].tolist() == ["network", "alignment", "network", "network", "alignment", "alignment"]
    assert (own["size"] == 0.25).all()


def test_groups_weigh_their_partners_by_what_they_could_give():
    made = chunk([3])
    made.organisations[..., list(ORGANISATION_SERIES).index("standing")] = [[[3, 2, 4]] * WEEKS]
    frame = tables([made], SETTINGS, by_group=True).groups.set_index(["by", "group", "week"])
    own = made.organisations[0, 1]  # the second week
    column = {name: k for k, name in enumerate(ORGANISATION_SERIES)}
    community, north = frame.loc[("sector", "community", 2)], frame.loc[("territory", "north", 2)]
    assert community["mobilisation"] == pytest.approx(own[1, column["mobilisation"]])  # the other one left
    assert (community["partners"], community["active_share"]) == (1, 0)
    assert (north["partners"], north["active_share"]) == (1, 1)
    made.organisations[..., column["standing"]] = 3
    both = (
        tables([made], SETTINGS, by_group=True).groups.set_index(["by", "group", "week"]).loc["sector", "community", 2]
    )
    assert both["mobilisation"] == pytest.approx(own[1:, column["mobilisation"]].mean())
    assert both["hours_spent"] == pytest.approx(own[1:, column["hours_spent"]].sum())


def test_runs_know_what_is_missing():
    runs = tables([chunk([0]), chunk([1])], SETTINGS, by_organisation=True).runs
    assert runs["half_life"].isna().tolist() == [False, True]
    assert {name: str(runs[name].dtype) for name in MAY_MISS} == MAY_MISS
    assert runs["ended"].dtype == bool
    assert runs["peak_week"].dtype == "int64"


def test_what_may_miss_is_what_the_measures_say():
    assert set(MAY_MISS) == {name for name, measure in SUMMARIES.items() if "missing" in measure.formula}


@pytest.mark.parametrize("format_", [Format.PARQUET, Format.CSV])
def test_files_do_not_depend_on_how_the_work_was_cut(tmp_path, monkeypatch, format_):
    monkeypatch.setattr("entente.results.deliverables.GROUP", 7)
    one = stored(tmp_path / "one", format_, [[0, 1, 2, 3]])
    other = stored(tmp_path / "other", format_, [[0], [1, 2], [3]])
    for name in ("weeks", "runs", "organisations", "attendance"):
        assert (one / f"{name}.{format_}").read_bytes() == (other / f"{name}.{format_}").read_bytes()


def test_all_formats_read_back_the_same(tmp_path):
    whole = tables([chunk([0]), chunk([1])], SETTINGS, **EVERYTHING)
    for format_ in Format:
        folder = stored(tmp_path / format_, format_, [[0, 1]])
        for name, frame in zip(Tables._fields, whole, strict=True):
            pd.testing.assert_frame_equal(read_table(folder, name), frame)


def test_a_folder_is_replaced_file_by_file(tmp_path):
    folder = stored(tmp_path / "one", Format.CSV, [[0]])
    (folder / "notes.txt").write_text("mine")
    files = Deliverables(folder)
    add(files, tables([chunk([1], organisations=False)], SETTINGS), Format.PARQUET)
    assert (folder / "weeks.csv").exists()  # the former results stay until the new ones are whole
    files.publish({})
    always = {f"{name}.parquet" for name in Tables._fields if name not in {"organisations", "groups", "attendance"}}
    assert {path.name for path in folder.iterdir()} == {"notes.txt", "manifest.json", *always}


def test_discarding_leaves_what_was_there(tmp_path):
    folder = stored(tmp_path / "one", Format.CSV, [[0]])
    before = {path.name for path in folder.iterdir()}
    files = Deliverables(folder)
    add(files, tables([chunk([1])], SETTINGS), Format.PARQUET)
    files.discard()
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.parametrize("after", range(8))
def test_killed_while_files_take_their_names_another_finishes(tmp_path, monkeypatch, after):
    whole = stored(tmp_path / "whole", Format.PARQUET, [[1, 2]])
    folder = stored(tmp_path / "one", Format.CSV, [[0]])
    files = Deliverables(folder)
    add(files, tables([chunk([1, 2])], SETTINGS, **EVERYTHING), Format.PARQUET)
    files.text("settings.yaml", "a: 1\n")
    counted = iter(range(100))
    real = type(folder).replace

    def killed(path, target):
        if target.name not in {".publishing.json"} and next(counted) == after:
            raise SystemExit
        return real(path, target)

    monkeypatch.setattr(type(folder), "replace", killed)
    with pytest.raises(SystemExit):
        files.publish({})
    monkeypatch.undo()
    finish_publishing(folder)
    assert {path.name for path in folder.iterdir()} == {path.name for path in whole.iterdir()}
    assert all((folder / path.name).read_bytes() == path.read_bytes() for path in whole.iterdir())


def test_a_folder_in_which_nothing_came_to_be_goes(tmp_path):
    with pytest.raises(KeyboardInterrupt), locked_folder(tmp_path / "new"):
        raise KeyboardInterrupt
    assert not (tmp_path / "new").exists()
    with locked_folder(tmp_path / "new"):
        (tmp_path / "new" / "file").write_text("")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["file"]
