"""The page on calibrating: its example makes the data that stand beside it, and what it says can be asked."""

import re
import shlex

from pages import ROOT, fenced

from entente.commands.calibration.observed_data import seen_in
from entente.commands.calibration.spec import calibration_spec

PAGE = ROOT / "docs" / "calibration.md"
DATA = ROOT / "docs" / "measured" / "observed.csv"


def test_the_example_makes_the_data_beside_it(python, place):
    done = python(fenced(PAGE, "python")[1])
    assert done.returncode == 0, done.stderr
    assert (place / "observed.csv").read_bytes() == DATA.read_bytes()


def test_a_register_is_foreseen_from_python(python, place):
    done = python(fenced(PAGE, "python")[0])
    assert done.returncode == 0, done.stderr
    assert "chance_1" in done.stdout
    assert [one.name for one in place.glob("results/neighbourhood_table-attendance-*/*.npz")] == ["attendance_bank.npz"]


def test_what_is_asked_can_be_asked(tmp_path):
    text = next(text for text in fenced(PAGE, "text") if "interval(" in text)
    words = [
        word.replace("output=bank", f"output={tmp_path / 'bank'}")
        for word in shlex.split(text.replace("\\\n", " "))[3:]
    ]
    asked = calibration_spec(DATA, words)
    assert (len(asked.plan.design), asked.plan.run.replicates) == (8192, 1)
    assert asked.plan.options.random_numbers == "own"


def test_columns_that_the_page_names_are_read(tmp_path):
    said = PAGE.read_text(encoding="utf-8")
    table = said[said.index("| Column |") : said.index("How many answered matters")]
    names = [name for row in table.strip().splitlines()[2:] for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])]
    kept = [name for name in names if name not in {"date", "notes"}]
    assert {"attendance_error", "negotiation_c", "asked"} <= set(kept)
    cells = {"week": "3", "asked": "12", "attendance_error": "0.1", "negotiation": "60", "partners": "9"}
    row = ";".join(cells.get(name, "0.3") for name in kept)
    (tmp_path / "data.csv").write_text(f"{';'.join(kept)}\n{row}\n", encoding="utf-8")
    assert len(seen_in(tmp_path / "data.csv").observations.table) == 7
