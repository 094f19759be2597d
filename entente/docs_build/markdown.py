"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def rows_to_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in [head, ["---"] * len(head), *rows])


def cell(text: str) -> str:
    """Return a text as it may stand in a cell."""
    text = text.replace("|", "\\|")
    return text if "`" in text or "$" in text else text.replace("<", "&lt;")


def code(text: str) -> str:
    """Return a text as code, or nothing when it is empty."""
    return f"`{text}`" if text else ""
