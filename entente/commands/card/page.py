"""The card as one HTML file that holds everything, and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from entente.commands.patterns.page import STYLE
from entente.i18n import N_, say
from entente.results.versions import __version__, model_hash

CARD_TITLE = N_("How far can the model be believed?")
CARD_LEAD = N_(
    "One page for who reads results of Entente {version} (model {model}). Each section says whether what it tells "
    "was made with these rules."
)
CURRENT = {
    True: N_("made with the present rules"), False: N_("made with other rules: make it again"),
    None: N_("it cannot be told with which rules this was made"),
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        title: what it is about.
        lines: what it says, one sentence or paragraph each.
        head: of its table.
        rows: of its table, as texts.
        current: whether it was made with the present rules; None where that cannot be told.
        missing: whether there is nothing to tell yet.
    """

    title: str
    lines: Sequence[str]
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    current: bool | None = True
    missing: bool = False

    def status(self, language: str) -> str:
        """Return one line: the title, and whether it is there and current."""
        state = N_("missing") if self.missing else CURRENT[self.current]
        return self.title + say(": ", language) + say(state, language)


def as_markdown(sections: Sequence[Section], language: str) -> str:
    """Return the card as Markdown."""
    return "\n".join(_markdown_lines(sections, language)) + "\n"


def _markdown_lines(sections: Sequence[Section], language: str) -> Iterator[str]:
    """Yield the lines of the Markdown."""
    yield f"# {say(CARD_TITLE, language)}"
    yield ""
    yield say(CARD_LEAD, language, version=__version__, model=model_hash()[:8])
    for one in sections:
        yield f"\n## {one.title}\n"
        if not one.missing:
            yield f"*{say(CURRENT[one.current], language)}*\n"
        yield from (f"{line}\n" for line in one.lines)
        if one.rows:
            yield f"| {' | '.join(one.head)} |"
            yield "|" + " --- |" * len(one.head)
            yield from (f"| {' | '.join(map(_markdown_cell, row))} |" for row in one.rows)


def _markdown_cell(text: str) -> str:
    """Return a text as a cell of a table in Markdown: one line, without a bar, and with no HTML in it."""
    return escape(" ".join(text.split()).replace("|", "∣"), quote=False)


def as_html(sections: Sequence[Section], language: str) -> str:
    """Return the card as one HTML file, which reads without a network."""
    title = escape(say(CARD_TITLE, language))
    lead = escape(say(CARD_LEAD, language, version=__version__, model=model_hash()[:8]))
    body = "\n".join(_section_html(one, language) for one in sections)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{lead}</p>\n{body}\n</body>\n</html>\n"
    )


def _section_html(one: Section, language: str) -> str:
    """Return one section as HTML."""
    mark = {True: "holds", False: "fails", None: "undecided"}[one.current]
    state = "" if one.missing else f'<p class="verdict {mark}">{escape(say(CURRENT[one.current], language))}</p>'
    lines = "".join(f"<p>{escape(line)}</p>" for line in one.lines)
    table = ""
    if one.rows:
        head = "".join(f"<th>{escape(cell)}</th>" for cell in one.head)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in one.rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<section><h2>{escape(one.title)}</h2>{state}{lines}{table}</section>"
