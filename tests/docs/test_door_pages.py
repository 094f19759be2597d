"""The commands and the Python example of the pages that each reader begins with work."""

import pytest
from pages import DOCS, commands, scripts

DOORS = [DOCS / f"{name}.md" for name in ("train", "plan", "research", "fr/former", "fr/planifier")]
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
