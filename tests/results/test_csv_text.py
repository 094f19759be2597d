"""CSV files that a spreadsheet opens: no text of a scenario is a formula there, and every text is read back."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.results.csv_text import csv_text, neutralise, read_csv_text, restore

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "'=1"]
HARMLESS = ["", "-", "-12.5", "+3", "1e-3", "north", "it's", "'quoted'", "a=b", "5 $", "-12,5"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_written_after_an_apostrophe(text):
    assert neutralise(text) == f"'{text}"
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_as_it_is(text):
    assert neutralise(text) == restore(text) == text


def test_every_kind_of_cell_and_name_is_read_back(tmp_path):
    frame = pd.DataFrame({
        "=name": FORMULAS, "n": [-1.5 * k for k in range(len(FORMULAS))],
        "who": pd.Categorical(FORMULAS[::-1]), "line": ["a\nb", "c"] + [""] * (len(FORMULAS) - 2),
    })  # fmt: skip
    path = tmp_path / "table.csv"
    path.write_text(csv_text(frame), encoding="utf-8", newline="")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert all(not cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
    assert rows[2][1] == "-1.5"
    again = read_csv_text(path).fillna("")
    assert list(again) == list(frame)
    for name in frame:
        assert again[name].astype(object).tolist() == frame[name].astype(object).tolist()


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    assert restore(neutralise(text)) == text
    assert not neutralise(text).startswith(("=", "@", "\t", "\r"))
