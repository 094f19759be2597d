"""The hash of the model: it changes with what may change results, and not with what only tells."""

import re
import shutil
import time
from pathlib import Path

import pytest

import entente.sim
from entente.results.versions import code_hash, model_hash

SOURCES = Path(entente.sim.__file__).parent
ACCENTS = str.maketrans("àâçéèêëîïôùûüÀÉÊœ·", "aaceeeeiiouuuAEEo.")


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the code of the model."""
    return Path(shutil.copytree(SOURCES, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__")))


def hashed(folder):
    """Return the hash of the code in a folder."""
    return code_hash({path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")})


def edit(path, pattern, by):
    """Replace what there is once."""
    text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


def test_other_french_or_other_comments_make_no_other_model(copy):
    for path in copy.rglob("*.py"):
        text = path.read_text(encoding="utf-8").translate(ACCENTS)
        path.write_text(f"# another comment\n{text}", encoding="utf-8")
    assert hashed(copy) == hashed(SOURCES) == model_hash()


@pytest.mark.parametrize(
    ("file", "pattern", "by"),
    [
        ("model/parameters.py", r"ASSUMED(, \"overload and dropout)", r"MEASURED\1"),
        ("model/settings.py", "Hours for animating the partnership", "Hours of animation"),
        ("model/measures.py", "\"Peak of mobilisation\"", '"Highest"'),
        ("week.py", "Events fall; people leave", "People leave; events fall"),
    ],
)  # fmt: skip
def test_other_words_and_grades_make_no_other_model(copy, file, pattern, by):
    edit(copy / file, pattern, by)
    assert hashed(copy) == model_hash()


@pytest.mark.parametrize(
    ("file", "pattern", "by"),
    [
        ("model/settings.py", r"(Heures d'animation du partenariat\"\)\]) = 14\.0", r"\1 = 15.0"),
        ("model/parameters.py", r'"burnout": \(', '"burn": ('),
        ("model/measures.py", r'    "peak": Measure', '    "top": Measure'),
        ("records.py", '"share experience"', '"share skill"'),
        ("derived.py", r"1\.0 - 0\.5 \* manner", "1.0 - 0.6 * manner"),
        ("rules/ties.py", r"(?s)\Z", "\nX = 1\n"),
    ],
)  # fmt: skip
def test_other_defaults_names_and_rules_make_another_model(copy, file, pattern, by):
    edit(copy / file, pattern, by)
    assert hashed(copy) != model_hash()


def test_it_is_quick():
    before = time.process_time()
    hashed(SOURCES)
    assert time.process_time() - before < 1
