"""Tables as spreadsheets leave them: titles, quotation marks, separators, counts."""

import pytest

from entente.commands.calibration.observed_data import seen_in
from entente.config.spreadsheets import read_sheet
from entente.sim.validation.validate import SettingsError


def write(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line"),
    [('week;attendance;notes\n4;0,5;la table 12"\n8;0,4;"on attend la suite\n12;0,3;\n16;0,6;\n', 3),
     ('week,attendance,notes\n4,0.5,"one\n8,0.4,"two\n', 2), ('week,attendance\n4,"0.5\n', 2)],
)  # fmt: skip
def test_an_unclosed_quotation_mark_is_refused_with_its_line(tmp_path, text, line):
    with pytest.raises(SettingsError) as caught:
        seen_in(write(tmp_path, text))
    (one,) = caught.value.violations
    assert one.origin.line == line
    assert "quotation mark" in one.problem


@pytest.mark.parametrize("title", ["Registre des présences 2024;;\n", "Registre\n", "Registre;;\nDe mars;;\n\n"])
def test_titles_above_the_names_are_passed_over(tmp_path, title):
    seen = seen_in(write(tmp_path, f"{title}Semaine;Présence;Notes\n4;86 %;\n8;0,77;\n"))
    assert seen.observations.table["value"].tolist() == [0.86, 0.77]
    assert read_sheet(write(tmp_path, "week\n4\n8\n")).head == ["week"]


def test_a_count_of_some_among_others_is_a_share_of_so_many_asked(tmp_path):
    seen = seen_in(write(tmp_path, "Semaine;Présence\n4;12/15\n8;12 sur 15\n12;9 of 12\n16;0,5\n"))
    table = seen.observations.table
    assert table["value"].tolist() == pytest.approx([0.8, 0.8, 0.75, 0.5])
    assert table["asked"].tolist()[:3] == [15, 15, 12]
    with pytest.raises(SettingsError, match="a count such as 12/15"):
        seen_in(write(tmp_path, "week;attendance\n4;15/12\n"))
