"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def rows_to_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(map(escape_cell, line)) + " |" for line in [head, ["---"] * len(head), *rows])


def escape_cell(text: str) -> str:
    """Return a text with what a table would misread escaped."""
    text = " ".join(text.splitlines()).replace("|", "\\|")
    return text if "`" in text or "$" in text else text.replace("<", "&lt;")


def code(text: str) -> str:
    """Return a text between backquotes; an empty one stays empty."""
    return f"`{text}`" if text else ""
