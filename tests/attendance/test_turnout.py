"""The fingerprint of attendance against hand counts, a closed case, and meetings shuffled for real."""

import numpy as np
import pandas as pd
import pytest

from entente.analysis.attendance.fingerprint import FIGURES, HELD, fingerprint_table, measure_runs
from entente.analysis.attendance.records import (
    ORDER,
    around_change,
    by_fifth,
    by_year,
    count_turnouts,
    delegate_records,
    first_and_last_year,
    yearly_exits,
)
from entente.sim.records import TURNOUTS
from entente.sim.turnout import ENOUGH, make_fingerprint


def records(rows, run=0):
    """Return records of organisations, each a text: ``x`` came, ``.`` missed, space not expected.

    Meetings are a month apart; capitals of a second text name the delegates.
    """
    found = []
    for name, (marks, people) in rows.items():
        for k, (mark, person) in enumerate(zip(marks, people.ljust(len(marks)), strict=True)):
            if mark != " ":
                delegate = float(ord(person)) if person != " " else np.nan
                found.append((run, k + 1, k / 12, k // 12 + 1, name, int(mark == "x"), delegate))
    columns = ["run", "meeting", "time", "year", "organisation", "present", "delegate"]
    return pd.DataFrame(found, columns=columns).sort_values(ORDER, ignore_index=True)


def marks(**rows):
    return records({name: (text, "") for name, text in rows.items()})


def test_a_table_counted_by_hand():
    table = marks(a="xx.x.xxx.x", b=".x......x.", c="xx x.")
    counts = count_turnouts(table)[0, 0]
    named = {name: dict(zip(TURNOUTS, row, strict=True)) for name, row in zip("abc", counts, strict=True)}
    assert named["a"] == {"expected": 10, "present": 7, "after_presence": 6, "came_again": 3, "after_absence": 3,
                          "came_back": 3}  # fmt: skip
    assert named["c"] == {"expected": 4, "present": 3, "after_presence": 2, "came_again": 1, "after_absence": 0,
                          "came_back": 0}, "what it was not expected to parts two meetings"  # fmt: skip
    found = measure_runs(table).iloc[0]
    assert found["mean"] == pytest.approx(12 / 24)
    assert found["spread"] == pytest.approx(np.std([0.7, 0.2], ddof=1)), "c was expected too seldom"
    assert found["after_presence"] == pytest.approx((3 + 0 + 1) / (6 + 2 + 2))
    assert found["after_absence"] == pytest.approx((3 + 2 + 0) / (3 + 7 + 0))
    gap = found["after_presence"] - found["after_absence"]
    assert found["identity"] + found["memory"] == pytest.approx(gap)


def test_identity_is_what_is_left_when_meetings_are_shuffled():
    """The formula against shuffling each organisation's meetings many times."""
    chance = np.random.default_rng(4)
    assiduity = chance.beta(1.2, 1.2, 14)
    here = np.zeros((14, 40))
    for k in range(40):  # those who came are likelier to come again: memory, beside who they are
        before = here[:, k - 1] if k else assiduity
        here[:, k] = chance.random(14) < np.clip(assiduity + 0.25 * (before - 0.5), 0, 1)
    gaps = []
    for _ in range(4000):
        mixed = chance.permuted(here, axis=1)
        before, now = mixed[:, :-1], mixed[:, 1:]
        gaps.append(now[before == 1].mean() - now[before == 0].mean())
    rows = {f"o{k:02}": "".join("x" if one else "." for one in row) for k, row in enumerate(here)}
    found = measure_runs(marks(**rows)).iloc[0]
    assert found["identity"] == pytest.approx(np.mean(gaps), abs=0.003)
    assert found["memory"] > 0.05


def test_alike_organisations_have_no_identity_and_each_run_its_own_figures():
    chance = np.random.default_rng(1)
    every = chance.random((2, 8, 2000)) < np.array([0.3, 0.8])[:, None, None]
    tables = [records({f"o{k}": ("".join("x" if one else "." for one in row), "") for k, row in enumerate(run)}, r)
              for r, run in enumerate(every)]  # fmt: skip
    found = measure_runs(pd.concat(tables, ignore_index=True))
    assert found["mean"].to_numpy() == pytest.approx([0.3, 0.8], abs=0.02)
    assert found[["identity", "memory", "spread"]].abs().to_numpy().max() < 0.03
    for one, table in enumerate(tables):
        pd.testing.assert_series_equal(measure_runs(table).iloc[0], found.iloc[one], check_names=False)


def test_nothing_to_tell_it_from_is_missing():
    found = make_fingerprint(np.zeros((1, 1, len(TURNOUTS))))
    assert all(np.isnan(one) for one in found)
    found = measure_runs(marks(a="xxx", b="xxx")).iloc[0]
    assert found["mean"] == 1
    assert found[["after_absence", "memory", "spread", "last_year", "first_fifth", "before_change"]].isna().all()
    assert ENOUGH == 10


def test_years_are_counted_from_the_first_meeting():
    table = marks(a="x" * 12 + "." * 12 + "x" * 6, b="." * 12 + "." * 12 + "x" * 6)
    assert by_year(table).iloc[0].tolist() == [0.5, 0, 1]
    ends = first_and_last_year(table).iloc[0]
    assert ends["first"] == 0.5
    assert ends["last"] == pytest.approx(0.5), "the last twelve months: six of nothing, six of everything"
    alone = first_and_last_year(marks(a="x.x."))
    assert np.isnan(alone["last"].iloc[0])


def test_the_time_of_delegates_and_their_changes():
    table = records({
        "a": ("xxxxxxxx..xx........xxxxxx", "A" * 10 + "B" * 10 + "C" * 6),
        "b": ("xx....", "DDD   "),
    })  # fmt: skip
    fifths = by_fifth(delegate_records(table)).iloc[0]
    assert fifths.tolist() == pytest.approx([(2 + 2) / 4, 2 / 4, 2 / 4, 2 / 4, 0 / 4]), "A and B; the time of C goes on"
    around = around_change(delegate_records(table)).iloc[0]
    assert around["before"] == pytest.approx((4 + 0) / 12)
    assert around["after"] == pytest.approx((2 + 6) / 12)


def test_organisations_that_leave():
    table = marks(a="x" * 25, b="x" * 13, c="x" * 3)
    years = 24 / 12 + 12 / 12
    assert yearly_exits(table).iloc[0] == pytest.approx(1 / years), "c was never a partner"
    assert np.isnan(yearly_exits(table.assign(time=np.nan)).iloc[0])


def test_the_table_sets_the_field_beside_runs():
    chance = np.random.default_rng(2)
    assiduity = np.linspace(0.2, 0.9, 12)
    field = marks(**{f"o{k:02}": "".join("x" if one else "." for one in chance.random(40) < p)
                     for k, p in enumerate(assiduity)})  # fmt: skip
    runs = pd.concat([records({f"p{k}": ("".join("x" if one else "." for one in chance.random(30) < 0.75), "")
                               for k in range(9)}, r) for r in range(50)])  # fmt: skip
    table = fingerprint_table(field, runs.sort_values(ORDER, ignore_index=True)).set_index("figure")
    assert list(table.index) == list(FIGURES)
    simulated, own = measure_runs(runs.sort_values(ORDER, ignore_index=True)), measure_runs(field).iloc[0]
    for name in ("mean", "spread", "identity"):
        row = table.loc[name]
        assert row["field"] == pytest.approx(own[name])
        assert row["runs"] == pytest.approx(simulated[name].mean())
        assert row["runs_low"] == pytest.approx(np.quantile(simulated[name], (1 - HELD) / 2))
        assert row["below"] == (simulated[name] < own[name]).mean()
    assert table.loc["spread", "below"] == 1
    assert table.loc["identity", "below"] == 1
    each = field.groupby("organisation")["present"].mean().to_numpy()
    drawn = [chance.choice(each, 12).mean() for _ in range(4000)]
    assert table.loc["mean", "field_low"] == pytest.approx(np.quantile(drawn, 0.05), abs=0.02)
    assert table.loc["mean", "field_high"] == pytest.approx(np.quantile(drawn, 0.95), abs=0.02)
