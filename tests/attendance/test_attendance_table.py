"""The table of attendance of a run: its rows, the summaries made beside it, the same by every way of running."""

import numpy as np
import pandas as pd
import pytest

import entente
import entente.sim
from entente.analysis.attendance.records import count_turnouts, records_of_runs
from entente.sim.turnout import Fingerprint, make_fingerprint

WORDS = {"scenario": "twenty_partners", "weeks": 60, "seed": 5, "staff.turnover": 0.9, "attendance": True}
WALK = {f"+communication.channels.walk.{name}": one for name, one in
        {"period": 13, "start": 3, "hours": 1.0, "audience": "committee"}.items()}  # fmt: skip
NOTES = {"+communication.channels.notes.period": 4, "communication.channels.notes.hours": 0.1}


@pytest.fixture(scope="module")
def result():
    return entente.run(replicates=4, by_organisation=True, threads=1, **WORDS, **WALK, **NOTES)


def test_a_row_for_each_partner_each_time_a_channel_is_held(result):
    table = result.attendance
    weeks = table.groupby("channel", observed=True)["week"].unique()
    assert weeks["table"].tolist() == list(range(1, 61, 4))
    assert weeks["walk"].tolist() == [3, 16, 29, 42, 55]
    assert not table.duplicated(["replicate", "week", "channel", "organisation"]).any()
    assert ((table["expected"] == 1) | (table["present"] == 0)).all()
    held = table[table["channel"] == "table"].groupby(["replicate", "week"]).size()
    partners = result.weeks.set_index(["replicate", "week"])["partners"]
    assert (held == partners[held.index]).mean() > 0.95, "those who leave or join that week count before"


def test_the_weekly_attendance_is_that_of_the_table(result):
    """Only what costs half an hour or more counts."""
    counted = result.attendance[result.attendance["channel"] != "notes"].groupby(["replicate", "week"])
    share = counted["present"].sum() / counted["expected"].sum()
    weekly = result.weeks.set_index(["replicate", "week"])["attendance"]
    assert weekly[share.index].to_numpy() == pytest.approx(share.to_numpy())


def test_the_summaries_are_those_of_the_table(result):
    counts = [count_turnouts(records_of_runs(result.attendance, channel)) for channel in ("table", "walk")]
    most = max(one.shape[2] for one in counts)
    padded = [np.pad(one, ((0, 0), (0, 0), (0, most - one.shape[2]), (0, 0))) for one in counts]
    found = make_fingerprint(np.concatenate(padded, axis=1))
    for name in set(Fingerprint._fields) - {"spread"}:  # which adds the channels up by organisation
        assert result.runs[f"attendance_{name}"].to_numpy(float) == pytest.approx(getattr(found, name)), name
    table = result.attendance[(result.attendance["channel"] != "notes") & (result.attendance["expected"] == 1)]
    each = table.groupby(["replicate", "organisation"], observed=True)["present"].agg(["mean", "size"])
    spread = each[each["size"] >= 10].groupby("replicate")["mean"].std()
    assert result.runs["attendance_spread"].to_numpy(float) == pytest.approx(spread.to_numpy())


def test_delegates_are_those_who_serve_longest(result):
    table, log = result.attendance, result.event_log
    since = table.dropna(subset="delegate_since")
    assert (since["delegate_since"] <= since["week"]).all()
    arrivals = log[log["kind"] == "delegate_arrived"].set_index(["replicate", "who", "week"]).index
    joined = set(log.loc[log["kind"] == "joined", "who"])  # what they lived before is not in the log
    later = since[(since["delegate_since"] > 0) & ~since["organisation"].isin(joined)]
    assert len(later) > 20
    keys = zip(later["replicate"], later["organisation"], later["delegate_since"], strict=True)
    assert all(key in arrivals for key in keys)
    vacant = table[table["delegate_since"].isna()]
    assert len(vacant) > 5
    staffing = result.organisations.set_index(["replicate", "week", "organisation"])["staffing"]
    keys = list(vacant[["replicate", "week", "organisation"]].itertuples(index=False, name=None))
    assert (staffing[keys] == 0).all()
    assert (vacant["present"] == 0).all()


def test_stepping_the_mesa_model_gives_the_same_table(result):
    class Stepped(entente.sim.Partnership):
        """The model as it is, stepped in Python."""

    stepped = entente.run(replicates=4, by_organisation=True, model=Stepped, threads=1, **WORDS, **WALK, **NOTES)
    pd.testing.assert_frame_equal(stepped.attendance, result.attendance)
    names = [f"attendance_{name}" for name in Fingerprint._fields]
    pd.testing.assert_frame_equal(stepped.runs[names], result.runs[names])


def test_asking_for_it_changes_nothing_else(result):
    without = entente.run(replicates=4, by_organisation=True, **{**WORDS, "attendance": False}, **WALK, **NOTES)
    assert without.attendance is None
    for name in ("weeks", "runs", "organisations", "event_log"):
        pd.testing.assert_frame_equal(getattr(without, name), getattr(result, name))


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_files_read_back_the_same(result, tmp_path, format_):
    folder = result.save(tmp_path / format_, format=format_)
    again = entente.load(folder).attendance
    pd.testing.assert_frame_equal(again, result.attendance, check_categorical=format_ == "parquet")


def test_an_end_ends_the_meetings():
    """A partnership that has ended meets no more."""
    ended = entente.run("twenty_partners", replicates=3, weeks=80, seed=1, attendance=True,
                        **{"leadership.hours": 0, "partners.motivation": 0.05, "staff.turnover": 0.9})  # fmt: skip
    last = ended.attendance.groupby("replicate")["week"].max()
    over = ended.runs.set_index("replicate")["end_week"].dropna()
    assert len(over) == 3
    assert (last[over.index] <= over).all()
