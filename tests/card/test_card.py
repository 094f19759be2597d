"""``entente card``: one page from the newest results; what is missing or made with other rules is told."""

import json
import os
import re

import pytest

from entente.commands.card.results import newest_results
from entente.results.versions import code_of, model_hash

PATTERN_ROWS = (
    "pattern,contrast,scenario,verdict\nP1,rise,one,holds\nP1,plateau,one,does not hold\nP2,trust,one,holds\n"
)
CALIBRATED = "parameter,narrower,coverage_90\nwork.pace,0.4,0.91\n"
RANKS = "parameter,tries,mean,deviation,kolmogorov_p,chi_square_p\nwork.pace,400,0.5,1,0.42,0.5\n"


def leave(folder, model, **files):
    """Leave results as a command would, with the hash of the model that they were made with."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    about = {"replicates": 9, "seed": 3, "versions": {"model": model}}
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def written(entente, shared_place):
    leave(shared_place / "found" / "patterns", model_hash(), patterns=PATTERN_ROWS)
    leave(shared_place / "found" / "bank", "another", parameters=CALIBRATED, coverage="level\n0.9\n", ranks=RANKS)
    done = entente("card", "found", "output=card", cwd=shared_place)
    assert done.returncode == 0, done.stderr
    return done, shared_place / "card"


def section(text, title):
    """Return a section of the Markdown."""
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)


def test_it_says_what_is_current_and_what_was_made_with_other_rules(written):
    done, folder = written
    text = (folder / "card.md").read_text(encoding="utf-8")
    assert "made with the present rules" in section(text, "Patterns")
    assert "made with other rules" in section(text, "What a calibration can tell apart")
    assert "Made with other rules: What a calibration can tell apart" in done.stderr


def test_it_tells_what_the_results_say(written):
    text = (written[1] / "card.md").read_text(encoding="utf-8")
    assert "1 of 2 patterns hold; none was a target." in section(text, "Patterns")
    assert "1/2" in section(text, "Patterns")
    row = next(line for line in section(text, "What a calibration can tell apart").splitlines() if "work.pace" in line)
    assert [cell.strip() for cell in row.split("|")[2:5]] == ["40%", "91%", "p = 0.42"]
    assert "replicates 9, seed 3" in text


def test_every_check_of_the_verification_holds(written):
    rows = [line for line in section((written[1] / "card.md").read_text("utf-8"), "Verification").splitlines()
            if line.startswith("| ")][2:]  # fmt: skip
    assert len(rows) >= 7
    assert all(row.rstrip().endswith("| yes |") for row in rows)


def test_the_page_stands_alone_and_says_the_same(written):
    page = (written[1] / "card.html").read_text(encoding="utf-8")
    assert "made with other rules" in page
    assert not re.search(r"""(src|href)=["']https?:|@import|url\(""", page)
    for title in ("Verification", "How each datum is used", "Patterns"):
        assert f"<h2>{title}</h2>" in page


def test_it_speaks_french(entente, written):
    folder = written[1].parent
    done = entente("card", "found", "output=carte", cwd=folder, ENTENTE_LANG="fr")
    assert done.returncode == 0
    text = (folder / "carte" / "card.md").read_text(encoding="utf-8")
    assert "## Vérification" in text
    assert "fait avec d'autres règles" in text


def test_the_newest_of_each_kind_is_taken(tmp_path):
    for age, name in ((100, "old"), (10, "new")):
        folder = leave(tmp_path / name, "x", patterns=PATTERN_ROWS)
        made = (folder / "manifest.json").stat().st_mtime - age
        os.utime(folder / "manifest.json", (made, made))
    assert newest_results([tmp_path])["patterns"].folder.name == "new"


def test_a_folder_that_there_is_not_is_refused(entente, place):
    done = entente("card", "nowhere", "output=card", cwd=place)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert not (place / "card").exists()


def test_comments_and_docstrings_make_no_other_model(tmp_path):
    one, other, changed = (tmp_path / f"{name}.py" for name in ("one", "other", "changed"))
    one.write_text('"""Says."""\n\n\ndef f(x):\n    """Return it."""\n    return x + 1\n', encoding="utf-8")
    other.write_text(
        '"""Says otherwise."""\n\n\ndef f(x):\n    # why\n    """Return."""\n    return x + 1\n', encoding="utf-8"
    )
    changed.write_text('"""Says."""\n\n\ndef f(x):\n    """Return it."""\n    return x + 2\n', encoding="utf-8")
    assert code_of(one) == code_of(other) != code_of(changed)


def test_tables_of_another_form_are_told(entente, place):
    leave(place / "found" / "levers", model_hash(), levers="lever\nmediation\n")
    done = entente("card", "found", "output=card", cwd=place)
    assert done.returncode == 0
    assert "have another form" in (place / "card" / "card.md").read_text(encoding="utf-8")
