"""The pages of the documentation, and what can be run or checked in them."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)


def fenced(page, language):
    """Return what a page holds in fences of one language."""
    return [text for kind, text in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def commands(page):
    """Return the words after ``entente`` of each such line of a page."""
    lines = [line for text in fenced(page, "bash") for line in text.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("entente")]


def scripts(pages):
    """Return the Python examples of some pages, as parameters of a test named by page and number."""
    return {
        f"{page.stem}-{number}": text
        for page in pages
        for number, text in enumerate(fenced(page, "python"))
    }  # fmt: skip
