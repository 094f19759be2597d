"""The commands and the Python example of the pages that each reader begins with work."""

import pytest
from pages import DOCS, commands, scripts

DOORS = [DOCS / f"{name}.md" for name in ("train", "plan", "research", "fr/former")]
IN_FRENCH = DOCS / "fr" / "planifier.md"  # has the commands of the English page: running these once is enough
SCRIPTS = scripts(DOORS)


@pytest.mark.parametrize("page", DOORS, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_commands_work(replay, page):
    assert len(commands(page)) >= 3
    done = replay(page)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_python_works(python, name):
    done = python(SCRIPTS[name].replace("replicates=50", "replicates=2"))
    assert done.returncode == 0, done.stderr


def test_the_french_page_for_planners_has_the_commands_of_the_english_one():
    english, french = (
        [without_names_of_files(one) for one in commands(page)] for page in (DOCS / "plan.md", IN_FRENCH)
    )
    assert french == [[*words, "--lang", "fr"] for words in english]


def without_names_of_files(words):
    """Return a command without what each language names in its own words."""
    return ["output" if word.startswith("output=") else word for word in words if not word.endswith(".xlsx")]
