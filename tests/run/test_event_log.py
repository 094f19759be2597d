"""The event log as it is drawn: every kind has its place, what lasts ends where the log says so."""

import pandas as pd

from entente.analysis.run.event_log import LOG_ROWS, middle_replicate, timeline_table
from entente.sim.model.measures import FUNCTIONS, LOG_ENTRIES

COLUMNS = ["replicate", "week", "kind", "who", "size"]


def logged(*entries):
    log = pd.DataFrame(entries, columns=COLUMNS)
    return log.assign(function=[LOG_ENTRIES[kind].function for kind in log["kind"]]).astype({"kind": "category"})


def led(horizon, vacant=()):
    weeks = pd.DataFrame({"replicate": 0, "week": range(1, horizon + 1), "leadership": 1.0})
    return weeks.assign(leadership=weeks["leadership"].where(~weeks["week"].isin(vacant), 0.5))


def test_every_kind_is_shown_once_and_under_its_own_function():
    rows = [(kind, row.function) for row in LOG_ROWS for kind in row.kinds()]
    assert sorted(rows) == sorted((kind, one.function) for kind, one in LOG_ENTRIES.items())
    assert {row.function for row in LOG_ROWS} == set(FUNCTIONS)


def test_what_lasts_ends_with_the_entry_that_ends_it():
    table = timeline_table(logged(
        (0, 5, "controversy_opened", "", 0.4), (0, 9, "controversy_faded", "", 0),
        (0, 30, "controversy_opened", "", 0.2), (0, 33, "controversy_settled", "", 0),
        (1, 6, "controversy_settled", "", 0), (0, 50, "crisis", "flood", 0.5),
    ), led(60), 0)  # fmt: skip
    rows = table[["kind", "week", "until", "ended_by"]].to_numpy().tolist()
    assert rows == [
        ["controversy_opened", 5, 9, "controversy_faded"], ["controversy_opened", 30, 33, "controversy_settled"],
        ["crisis", 50, 60, ""],
    ]  # fmt: skip


def test_each_lead_and_each_lever_ends_for_itself():
    table = timeline_table(logged(
        (0, 4, "lead_left", "city", 0.5), (0, 6, "lead_left", "school", 0.5), (0, 8, "lead_succeeded", "school", 0.5),
        (0, 4, "lever_on", "pairing", 0), (0, 5, "lever_on", "visits", 0), (0, 20, "lever_off", "visits", 0),
    ), led(40, range(4, 41)), 0)  # fmt: skip
    until = {(one.kind, one.who): one.until for one in table.itertuples()}
    assert until == {
        ("lead_left", "city"): 40, ("lead_left", "school"): 8, ("lever_on", "pairing"): 40, ("lever_on", "visits"): 20,
    }  # fmt: skip


def test_a_successor_who_comes_at_once_is_not_logged_and_leaves_no_gap():
    at_once = timeline_table(logged((0, 7, "lead_left", "city", 1.0)), led(20), 0)
    assert at_once[["until", "ended_by"]].to_numpy().tolist() == [[7, "lead_succeeded"]]
    passed_on = timeline_table(logged((0, 7, "lead_left", "city", 1.0)), led(20, range(7, 11)), 0)
    assert passed_on["until"].tolist() == [11], "somebody else carries all of it from then on"


def test_nothing_outlasts_the_partnership():
    entries = (0, 5, "crisis", "flood", 0.5), (0, 9, "dormant", "", 0), (0, 6, "lead_left", "city", 1)
    table = timeline_table(logged(*entries), led(20, range(6, 21)), 0)
    assert set(table["until"]) == {9}


def test_the_replicate_in_the_middle():
    weeks = pd.DataFrame(
        {"replicate": [7, 7, 3, 3, 5, 5, 9, 9], "mobilisation": [0.9, 0.9, 0.1, 0.1, 0.2, 0.4, 0.3, 0.5]}
    )
    assert middle_replicate(weeks) == 5, "of areas 0.2, 0.6, 0.8 and 1.8, the lower of the two in the middle"
    assert middle_replicate(weeks[weeks["replicate"] != 5]) == 9
