"""``--open``: what was drawn is shown where something can show it, and its path is told elsewhere."""

import sys

import pytest

RUN = ("scenario=tiny.yaml", "replicates=2", "threads=1", "--open")


@pytest.fixture
def viewer(tmp_path):
    """Return a program that notes what it is given, as the environment names it."""
    script = tmp_path / "viewer.py"
    script.write_text("import sys; open(sys.argv[1], 'w').write(sys.argv[2])", encoding="utf-8")
    return f"{sys.executable} {script} {tmp_path / 'shown'} %s"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("run", *RUN), "results/tiny/mobilisation.svg"),
        (("compare", "leadership=shared,broker", *RUN), "results/compare/mobilisation.svg"),
    ],
)
def test_the_figure_is_shown(entente, place, viewer, words, shown):
    done = entente(*words, cwd=place, BROWSER=viewer)
    assert done.returncode == 0, done.stderr
    assert (place / "shown").read_text(encoding="utf-8") == (place / shown).as_uri()


def test_without_a_display_the_path_is_told_and_nothing_is_opened(entente, place):
    done = entente("run", *RUN, cwd=place)
    assert done.returncode == 0
    assert "Nothing here can show it; to be opened elsewhere: results/tiny/mobilisation.svg" in done.stderr
    drawn = entente("draw", "wheel", "results/tiny", "--open", cwd=place)
    assert drawn.returncode == 0
    assert "results/tiny/wheel.svg" in drawn.stderr
