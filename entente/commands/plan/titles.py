"""Titles over the headings of a partner sheet: the name of the partnership, where they have one."""

import re
from collections.abc import Iterable, Iterator

from entente.commands.plan.cells import visible_text
from entente.i18n.accents import without_accents

WHAT_A_SHEET_IS = re.compile(
    r"((la|les|nos|the|our)_)?(liste?_?)?((des?|de_nos|of|of_our|of_the)_)?(partenaires?|partners?|membres?|members?)?"
    r"(_?(en_|in_|au_)?\d.*)?|(mise?_a_jour|maj|updated|version|date|en_date)(_.*)?"
)  # titles that name no partnership, as ``without_accents`` writes them


def single_cells(rows: Iterable[tuple[int, list[str]]]) -> Iterator[str]:
    """Yield the texts of the rows that hold one."""
    for _, row in rows:
        filled = [one for one in row if one]
        if len(filled) == 1:
            yield filled[0]


def name_above(titles: Iterable[str]) -> str:
    """Return the name of the partnership in the titles over the headings; nothing where they only say what they are.

    ``Table du Moulin : liste des partenaires`` is the name of a partnership, then what the sheet is.
    """
    for text in titles:
        parts = [one.strip() for one in re.split(r"\s*[:;|]\s+|\s+[–—-]\s+", visible_text(text))]
        said = [one for one in parts if one and not WHAT_A_SHEET_IS.fullmatch(without_accents(one))]
        if said:
            return text.strip() if len(said) == len(parts) else " – ".join(said)
    return ""
