"""Notebooks of the documentation: run anew, and turned into pages of the site."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

_SECONDS = 600  # that a cell may take: the rules may have to be compiled first


def notebooks(docs: Path) -> Iterator[Path]:
    """Yield the notebooks of the documentation."""
    yield from sorted(docs.rglob("*.ipynb"))


def kernel_environment() -> dict[str, str]:
    """Return the environment of the kernel: that of this process, in English until a notebook says otherwise."""
    return {**os.environ, "ENTENTE_LANG": "en"}


def run_notebook(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with what its cells give, run in a folder that is then deleted.

    Raises:
        CellExecutionError: when a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="entente-notebook-") as folder:
        NotebookClient(notebook, timeout=_SECONDS, resources={"metadata": {"path": folder}}).execute(
            env=kernel_environment()
        )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.output_type != "stream" or one.name != "stderr"]
    return notebook


def notebook_page(path: Path) -> tuple[str, dict[str, bytes]]:
    """Return the page of a notebook that is run, and its images by the names under which the page shows them.

    Raises:
        CellExecutionError: when a cell fails.
    """
    text, resources = MarkdownExporter().from_notebook_node(
        run_notebook(path), resources={"unique_key": path.stem, "output_files_dir": f"{path.stem}_files"}
    )
    link = f"\n[The notebook]({path.name})\n" if "fr" not in path.parts else f"\n[Le carnet]({path.name})\n"
    return text + link, dict(resources["outputs"])
