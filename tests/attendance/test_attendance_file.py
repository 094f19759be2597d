"""Registers as people keep them: French or English, marks or words, with dates or numbers; everything wrong by line."""

import numpy as np
import pandas as pd
import pytest

from entente.commands.attendance.attendance_file import parse_presence, read_attendance
from entente.i18n import translate
from entente.sim.validation.validate import SettingsError

ENGLISH = """meeting,date,organisation,present,delegate,notes
1,2024-01-10,clinic,1,Ana,first
1,2024-01-10,school,0,Bo,
2,2024-02-07,clinic,1,Ana,
2,2024-02-07,school,1,Bo,
3,2025-02-05,clinic,0,Cy,Cy replaces Ana
3,2025-02-05,police,1,,
"""
FRENCH = """Rencontre;Date;Organisme;Présence;Délégué·e;Remarques
1;10/01/2024;clinic;oui;Ana;première
1;10/01/2024;school;non;Bo;
2;07/02/2024;clinic;Oui;Ana;
2;07/02/2024;school;OUI;Bo;
3;05/02/2025;clinic;non;Cy;Cy remplace Ana
3;05/02/2025;police;oui;;
"""


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def told(path):
    with pytest.raises(SettingsError) as raised:
        read_attendance(path)
    for one in raised.value.violations:
        assert translate(one.problem, "fr") != one.problem
        assert not one.expected or translate(one.expected, "fr") != one.expected
    return str(raised.value).splitlines()


def test_columns_are_those_of_records(tmp_path):
    found = read_attendance(write(tmp_path, ENGLISH))
    assert (found.meetings, found.organisations, found.encoding) == (3, 3, "UTF-8")
    assert found.records.drop(columns=["time", "delegate"]).to_numpy().tolist() == [
        [0, 1, 1.0, "clinic", 1], [0, 2, 1.0, "clinic", 1], [0, 3, 2.0, "clinic", 0],
        [0, 3, 2.0, "police", 1], [0, 1, 1.0, "school", 0], [0, 2, 1.0, "school", 1],
    ]  # fmt: skip
    assert found.records["time"].iloc[:3].tolist() == pytest.approx([0, 28 / 365.25, 392 / 365.25])
    assert found.records["delegate"].iloc[:3].tolist() == [0, 0, 2]
    assert np.isnan(found.records["delegate"].iloc[3])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_french_register_is_the_same(tmp_path, encoding):
    english = read_attendance(write(tmp_path, ENGLISH)).records
    pd.testing.assert_frame_equal(read_attendance(write(tmp_path, FRENCH, encoding)).records, english)


def test_a_table_from_python_is_the_same(tmp_path):
    path = write(tmp_path, ENGLISH)
    table = pd.read_csv(path).assign(present=lambda one: one["present"].astype(bool))
    pd.testing.assert_frame_equal(read_attendance(table).records, read_attendance(path).records)


def test_marks_and_blanks_where_nobody_says_absent(tmp_path):
    text = "réunion,partenaire,présent\nB,a,x\nB,b,\nA,a,X\nA,b,✓\n"
    found = read_attendance(write(tmp_path, text)).records
    assert found["present"].tolist() == [1, 1, 0, 1]
    assert found["meeting"].tolist() == [1, 2, 1, 2], "names that are no numbers come as they stand"
    assert found[["time", "year"]].isna().all().all()
    both = write(tmp_path, "meeting,organisation,present\n1,a,1\n1,b,\n2,a,0\n2,b,1\n")
    assert told(both)[0].startswith("present: '' is not possible")


def test_meetings_are_in_the_order_of_their_dates_or_numbers(tmp_path):
    dated = "date,organisation,present\n2024-05-01,a,1\n2024-05-01,b,0\n2024-01-03,a,0\n2024-01-03,b,1\n"
    assert read_attendance(write(tmp_path, dated)).records["present"].tolist() == [0, 1, 1, 0]
    numbered = "meeting,organisation,present\n10,a,1\n10,b,0\n9,a,0\n9,b,1\n"
    assert read_attendance(write(tmp_path, numbered)).records["present"].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("text", ["1", "1.0", "yes", "Oui", "o", "TRUE", "vrai", "x", "présent·e", "✔"])
def test_words_for_who_came(text):
    assert parse_presence(text) is True


@pytest.mark.parametrize("text", ["0", "0,0", "no", "Non", "false", "faux", "absente", "N"])
def test_words_for_who_did_not(text):
    assert parse_presence(text) is False


@pytest.mark.parametrize("text", ["", "2", "maybe", "-", "100 %", "1 %"])
def test_words_that_say_neither(text):
    assert parse_presence(text) is None


def test_every_bad_cell_is_told_with_its_line(tmp_path):
    text = ("meeting,date,organisation,present\n1,2024-01-10,a,1\n1,2024-13-10,b,0\n1,2024-01-10,a,0\n,2024-02-07,b,7\n"
            "2,2024-02-07,,1\n2,2024-02-07,a,1\n2,2024-02-08,b,0\n")  # fmt: skip
    lines = told(write(tmp_path, text))
    expected = (
        (3, "date: '2024-13-10' is not possible"),
        (4, "organisation: a is already at this meeting, on line 2"),
        (5, "meeting: '' is not possible"),
        (5, "present: '7' is not possible"),
        (6, "organisation: '' is not possible"),
        (8, "meeting 2 has another date on line 7"),
    )
    for line, what in expected:
        assert any(what in one and f"register.csv:{line})" in one for one in lines), (line, what, lines)
    assert len(lines) == 6


def test_unknown_columns_are_told_with_the_nearest(tmp_path):
    lines = told(write(tmp_path, "meeting,organisaton,présnce,role\n1,a,1,chair\n"))
    assert "organisaton: no such column" in lines[0]
    assert "nearest: organisation" in lines[0]
    assert "nearest: presence" in lines[1]
    assert "role: no such column" in lines[2]
    assert "there is no column organisation" in lines[3]
    assert "there is no column present" in lines[4]


@pytest.mark.parametrize(
    ("text", "what"),
    [("organisation,present\na,1\n", "there is no column meeting or date"),
     ("meeting,organisation,present\n1,a,1\n1,b,0\n", "it holds fewer than two meetings"),
     ("meeting,organisation,present\n1,a,1\n2,a,0\n", "it holds fewer than two organisations"),
     ("meeting,organisation,present\n", "it holds no rows"),
     ("meeting,organisation,organisme,present\n1,a,a,1\n", "organisation is said twice")],
)  # fmt: skip
def test_tables_that_cannot_be_used(tmp_path, text, what):
    assert what in told(write(tmp_path, text))[0]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="it cannot be opened"):
        read_attendance(tmp_path / "nothing.csv")
