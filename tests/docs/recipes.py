"""The recipes of CONTRIBUTING.md: what each says to write, to edit and to run, and a copy of the checkout for it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STEP = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"^### (.*)$", re.MULTILINE)
COPIED = ("analysis", "conf", "docs", "entente", "scenarios", "sim", "README.md", "CONTRIBUTING.md", "pyproject.toml")


def recipes():
    """Return the text of each recipe by its title."""
    parts = TITLE.split(TEXT[TEXT.index("## Recipes") :])
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def steps(recipe):
    """Return the steps of a recipe: the language of each, the file that it is about, its text."""
    return [found.groups() for found in STEP.finditer(recipe)]


def copy_checkout(folder):
    """Copy what a recipe needs of the checkout."""
    ignored = shutil.ignore_patterns("__pycache__", "figures")
    for name in COPIED:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, folder / name, ignore=ignored)
        else:
            shutil.copy(place, folder / name)


def edited(source, edit):
    """Return a file with the lines of an edit taken out and added where the others say.

    Raises:
        ValueError: when the lines that say where are not there exactly once.
    """
    for hunk in re.split(r"^@@\n", edit, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] or line for line in lines if not line.startswith("+"))
        after = "".join(line[1:] or line for line in lines if not line.startswith("-"))
        before, after = before.rstrip("\n"), after.rstrip("\n")  # the last line may be the beginning of one
        if source.count(before) != 1:
            raise ValueError(f"found {source.count(before)} times:\n{before}")
        source = source.replace(before, after)
    return source


def follow(recipe, folder):
    """Do what a recipe says in a copy of the checkout, and return what its commands print."""
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    for name, words in (("entente", "-m entente"), ("python", "")):
        script = bin_folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    said = ""
    for language, title, text in steps(recipe):
        place = folder / (title or "")
        if language == "bash":
            said += run(text, folder)
        elif language == "diff":
            place.write_text(edited(place.read_text(encoding="utf-8"), text), encoding="utf-8")
        else:
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return said


def run(commands, folder):
    """Run commands in a copy of the checkout, without compilation, and return what they print."""
    environment = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    environment |= {"NUMBA_DISABLE_JIT": "1", "ENTENTE_LANG": "en", "PYTHONUTF8": "1", "MPLBACKEND": "agg"}
    environment |= {"PATH": f"{folder / 'bin'}:{environment['PATH']}", "PYTHONPATH": str(folder)}
    done = subprocess.run(["bash", "-ec", commands], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
    return done.stdout
