"""Tables as workbooks: what Excel opens, what is read back, what no sheet would hold."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from entente import compare, load, run
from entente.commands.run.run_design import RunRequest
from entente.results import workbooks
from entente.results.table_types import Tables
from entente.results.workbooks import WorkbookSink, check_workbook_rows, read_workbook, run_rows
from entente.sim.validation.validate import SettingsError
from entente.studies.options import ExecutorOptions

SCENARIO = "scenarios/small.yaml"
ODD = pd.DataFrame({
    "who": ["=HYPERLINK(\"x\")", "#N/A", "+1", "Ligue «\x07»"],
    "value": [1.5, float("nan"), float("inf"), 1e-300],
    "count": pd.array([1, None, 3, 4], dtype="Int64"),
    "ended": [True, False, True, False],
})  # fmt: skip


def written(folder, *frames, name="runs", language="en"):
    sink = WorkbookSink(folder / f"{name}.xlsx", name, language)
    for frame in frames:
        sink.add(frame)
    sink.close()
    return folder / f"{name}.xlsx"


def test_cells_are_numbers_booleans_text_that_is_no_formula_or_nothing(tmp_path):
    sheet = load_workbook(written(tmp_path, ODD))["runs"]
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == [('=HYPERLINK("x")', "s"), (1.5, "n"), (1, "n"), (True, "b")]
    assert cells[1] == [("#N/A", "s"), (None, "n"), (None, "n"), (False, "b")]
    assert cells[2][:2] == [("+1", "s"), (None, "n")], "no cell holds an infinite number"
    assert cells[3][:2] == [("Ligue «»", "s"), (1e-300, "n")]
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(1, 1).font.bold


def test_a_second_sheet_says_what_columns_mean_in_the_language(tmp_path):
    frame = pd.DataFrame({"replicate": [0], "final": [0.5], "response_time": [2.0]})
    rows = list(load_workbook(written(tmp_path, frame, language="fr"))["Colonnes"].values)
    assert rows[0] == ("colonne", "sens", "unité")
    assert rows[2] == ("final", "Mobilisation finale", "part")
    assert rows[3] == ("response_time", "Temps de réponse", "semaines")


def test_a_table_that_gets_longer_than_a_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    frame = pd.DataFrame({"replicate": range(7), "kind": list("abcdefg")})
    path = written(tmp_path, frame[:2], frame[2:], name="event_log")
    assert load_workbook(path).sheetnames == ["event_log", "event_log 2", "event_log 3", "Columns"]
    pd.testing.assert_frame_equal(read_workbook(path, "event_log"), frame, check_dtype=False)


def test_what_no_sheet_would_hold_is_refused_before_anything_is_run(workplace):
    request = {"replicates": 200_000, "format": "excel", "weeks": 12}
    with pytest.raises(SettingsError, match=r"conditions would have 14400000 rows.*replicates=14563 at the most"):
        run(SCENARIO, **request)
    with pytest.raises(SettingsError, match=r"runs would have 1200000 rows.*replicates=524287 at the most"):
        compare(SCENARIO, leadership=["shared", "broker"], **{**request, "replicates": 600_000})
    check_workbook_rows({"conditions": workbooks.MOST_ROWS}, 1)


def test_a_run_in_workbooks_is_read_drawn_and_given_more_replicates(entente, workplace):
    words = ("run", f"scenario={SCENARIO}", "by_organisation=true", "by_group=true", "attendance=true", "threads=1")
    assert entente(*words, "replicates=2", "format=excel", "output=sheets", cwd=workplace).returncode == 0
    assert entente(*words, "replicates=3", "format=excel", "output=sheets", cwd=workplace).returncode == 0
    assert entente(*words, "replicates=3", "output=parquet", cwd=workplace).returncode == 0
    assert entente("draw", "wheel", "sheets", cwd=workplace).returncode == 0
    sheets, parquet = (load(name) for name in ("sheets", "parquet"))
    for name in Tables._fields:
        one, other = getattr(sheets, name), getattr(parquet, name)
        pd.testing.assert_frame_equal(one, other, rtol=1e-14, atol=0, obj=name)
    counted = run_rows(parquet.settings, RunRequest(parquet.configuration, ExecutorOptions()).keep, 3)
    assert counted == {name: len(getattr(parquet, name)) for name in counted}
    assert set(counted) == set(Tables._fields) - {"event_log", "attendance"}


def test_a_comparison_leaves_workbooks(workplace):
    found = compare(SCENARIO, leadership=["shared", "broker"], replicates=3, format="excel", output="c")
    back = read_workbook(workplace / "c" / "differences.xlsx", "differences")
    pd.testing.assert_frame_equal(back, found.differences, check_dtype=False, rtol=1e-14)
