"""The notebooks of the documentation run, one for each door; the site, which runs all of them, shows what they give."""

import nbformat
import pytest
from pages import DOCS, ROOT

from entente.docs_build.notebooks import notebook_page, notebooks

ONE_FOR_EACH_DOOR = {
    "notebooks/research.ipynb": ("broker", "n_independent", 1),
    "fr/carnets/former.ipynb": ("médiane", "Essoufflement", 1),
    "fr/carnets/planifier.ipynb": ("runs.xlsx", "écart", 1),
}


@pytest.mark.parametrize("name", ONE_FOR_EACH_DOOR)
def test_a_notebook_runs_and_its_page_shows_what_it_gives(name, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    *words, figures = ONE_FOR_EACH_DOOR[name]
    text, images = notebook_page(DOCS / name)
    assert all(word in text for word in words)
    assert "<table" in text
    assert "replicates:" not in text, "no bar stays in a page"
    assert len(images) == figures
    assert all(content.startswith(b"\x89PNG") for content in images.values())
    assert all(image in text for image in images)


def test_notebooks_are_kept_without_outputs():
    every = list(notebooks(DOCS))
    assert len(every) == 5
    for path in every:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert not any(cell.outputs or cell.execution_count for cell in cells), path
