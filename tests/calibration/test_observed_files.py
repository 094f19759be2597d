"""Data as planners save them: any encoding, decimal commas, percentages, dates, gaps; errors reported by line."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from entente.analysis.calibration.observations import OBSERVABLE
from entente.commands.calibration.observed_data import KNOWN, seen_in
from entente.config.spreadsheets import parse_date, parse_number
from entente.i18n import translate
from entente.i18n.accents import without_accents
from entente.sim.validation.validate import SettingsError

TABLE = """semaine;Présence;negotiation_a;negotiation_b;répondants;Partenaires;remarques
4;85 %;0,25;0,5;12;20;première rencontre
8;;;;;;été
12;62,5 %;;;;21;
"""


@pytest.mark.parametrize(
    ("encoding", "named", "before"),
    [("utf-8", "UTF-8", ""), ("utf-8-sig", "UTF-8", ""), ("cp1252", "Windows-1252", ""), ("mac_roman", "Mac Roman", ""),
     ("utf-16", "UTF-16", ""), ("cp1252", "Windows-1252", "sep=;\n")],
)  # fmt: skip
def test_the_same_table_however_it_was_saved(tmp_path, encoding, named, before):
    path = tmp_path / "observé.csv"
    path.write_bytes((before + TABLE).replace("\n", "\r\n").encode(encoding))
    found = seen_in(path)
    table = found.observations.table
    assert found.encoding == named
    assert table[["series", "week", "value"]].to_numpy().tolist() == [
        ["attendance", 4, 0.85], ["negotiation_a", 4, 0.25], ["negotiation_b", 4, 0.5], ["partners", 4, 20.0],
        ["attendance", 12, 0.625], ["partners", 12, 21.0],
    ]  # fmt: skip
    assert table["asked"].tolist()[1:3] == [12, 12]  # who answered the questionnaire, not who came
    assert table["asked"].isna().tolist() == [True, False, False, True, True, True]
    assert found.lines[-1] == (5 if before else 4)


def test_commas_and_tabs(tmp_path):
    for separator in (",", "\t"):
        path = tmp_path / "data.csv"
        text = "week,attendance,attendance_n,partners,partners_error\n3,0.5,30,20,1.5\n"
        path.write_text(text.replace(",", separator), encoding="utf-8")
        table = seen_in(path).observations.table
        assert table.to_numpy().tolist()[0][:4] == ["attendance", 3, 0.5, 30]
        assert table["error"].tolist()[1] == 1.5


def test_dates_count_from_the_start(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("date;attendance (%)\n2024-09-02;80\n08/09/2024;70\n2024-09-09 18:30;60\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"week 1 is already on line 2.*data.csv:3"):
        seen_in(path, date(2024, 9, 2))
    path.write_text("date;attendance (%)\n2024-09-02;80\n2024-09-09 18:30;60\n15/10/2024;55,5\n", encoding="utf-8")
    found = seen_in(path, date(2024, 9, 2)).observations
    assert found.weeks == [1, 2, 7]
    assert found.values.tolist() == pytest.approx([0.8, 0.6, 0.555])


def test_a_table_from_python_is_read_the_same():
    table = pd.DataFrame({"week": [2, 5], "Attendance": [0.5, np.nan], "negotiation": [40, 60], "asked": [10, 12]})
    found = seen_in(table).observations.table
    assert found["series"].tolist() == ["attendance", "negotiation", "negotiation"]
    assert found["asked"].tolist()[1:] == [10, 12]


WRONG = """week;attendance;presnce;negotiation_a;negotiation_b;negotiation_c;partners_asked
1;0.5;;;;;
"""
VALUES = """week;attendance;negotiation_a;negotiation_b;negotiation_c;negotiation;asked;partners
0;0,5;;;;;;
2;85;;;;;;
3;abc;;;;;;
4;0,5;0,5;0,5;0,5;;;
4;0,6;;;;;;
5;;0,5;;;120;0;-3
6;-0,1;;;;;2,5;
"""


def test_everything_wrong_is_told_with_its_line(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        seen_in(path)
    text = str(raised.value)
    assert "presnce: no such column" in text
    assert "nearest: attendance" in text or "presnce" in text
    assert "partners_asked: it is no share; expected partners_error" in text
    path.write_text(VALUES, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        seen_in(path)
    text = str(raised.value)
    for line, what in ((2, "week: '0'"), (3, "attendance: '85'"), (4, "attendance: 'abc'"), (5, "150% in all"),
                       (6, "week 4 is already on line 5"), (7, "negotiation: '120'"), (7, "asked: '0'"),
                       (7, "partners: '-3'"), (8, "attendance: '-0,1'"), (8, "asked: '2,5'")):  # fmt: skip
        assert any(what in one and f"data.csv:{line})" in one for one in text.splitlines()), (line, what, text)
    assert "a share from 0 to 1, a percentage such as 85%, or a count such as 12/15" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [("attendance\n0.5\n", "no column week or date"), ("week;notes\n1;x\n", "nothing was observed"),
     ("week;date;attendance\n1;2024-01-01;0.5\n", "both week and date"), ("week;trust\n1;\n", "nothing was observed"),
     ("week;attendance\n", "it holds no rows"), ("date;attendance\n2024-01-01;0.5\n", "dates need a start"),
     ("week;attendance;Présence\n1;0.5;0.4\n", "attendance is said twice"), ("week,attendance\n1,0,5\n", "more cells"),
     ("week;attendance;error\n1;0.5;0.1\n", "no series goes with this error")],
)  # fmt: skip
def test_tables_that_cannot_be_used(tmp_path, text, said):
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as raised:
        seen_in(path)
    for one in raised.value.violations:
        assert translate(one.problem, "fr") != one.problem
        assert not one.expected or translate(one.expected, "fr") != one.expected


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="it cannot be opened"):
        seen_in(tmp_path / "none.csv")


def test_names_of_columns_mean_one_thing():
    assert all(KNOWN[without_accents(name)] == name for name in OBSERVABLE)
    assert KNOWN[without_accents("Rôle de négociation et d'influence : A")] == "negotiation_a"


@pytest.mark.parametrize(
    ("text", "number"),
    [("37,5", (37.5, False)), ("1 250,5", (1250.5, False)), ("1\u202f250", (1250, False)), ("1,250.5", (1250.5, False)),
     ("12 %", (12, True)), ("12\u00a0%", (12, True)), ("−3", (-3, False)), ("1e-2", (0.01, False)), ("12 h", None),
     ("", None), ("1,2,3", None), ("inf", None)],
)  # fmt: skip
def test_numbers_as_they_are_written(text, number):
    assert parse_number(text) == number


def test_dates_as_they_are_written():
    assert parse_date("15/03/2024") == parse_date("2024-03-15") == date(2024, 3, 15)
    assert parse_date("31/02/2024") is None
    assert parse_date("mars") is None
