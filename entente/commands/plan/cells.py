"""What the cells of a partner sheet say: hours, dates, attendance, yes or no; None for what cannot be read."""

import re
import unicodedata
from datetime import date, timedelta

from entente.config.spreadsheets import parse_count, parse_date, parse_number
from entente.i18n.accents import without_accents

WEEKS_A_MONTH = 52 / 12
MEETINGS = 10  # of which a sheet counts the attendance
DAYS_A_YEAR = 365.25
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel
_DAY_NUMBERS = (20_000, 60_000)  # of the days of Excel from 1954 to 2064
_HOURS = re.compile(r"(?P<number>[^a-z]*?)\s*(?:heures?|hours?|hrs?|h)?\.?\s*(?:/|par|a|per)?\s*(?P<unit>[a-z]*)\.?")
_SPAN = re.compile(r"(?P<number>[\d.,]+)\s*(?P<unit>ans?|annees?|years?|yrs?|mois|months?)")
_WEEKLY = frozenset({"semaine", "sem", "week", "wk", "w", "s"})
_MONTHLY = frozenset({"", "mois", "month", "months", "m"})
YES_WORDS = frozenset({"oui", "o", "yes", "y", "x", "1", "vrai", "true", "v"})
NO_WORDS = frozenset({"non", "n", "no", "0", "faux", "false", "f"})
AFTER = re.compile(r"apres|consult|after|parfois|sometimes|selon|depends|en_partie|partly")


def parse_hours(text: str, weekly: bool = False) -> float | None:
    """Return hours a month: ``8,5``, ``8 h``, ``2 h/semaine``; None when there is no number, or another unit.

    Args:
        text: of the cell.
        weekly: whether hours of which the cell says no more are those of a week.
    """
    found = _HOURS.fullmatch(plain_words(text))
    number = parse_number(found["number"]) if found else None
    if not found or number is None or number[1]:
        return None
    if found["unit"] in _WEEKLY or (weekly and not found["unit"]):
        return number[0] * WEEKS_A_MONTH
    return number[0] if found["unit"] in _MONTHLY else None


def parse_dollars(text: str) -> float | None:
    """Return dollars: ``1 250,00 $``, ``$1,250``; None when there is no number."""
    bare = text.replace("$", "").replace("CAD", "").strip()
    bare = re.sub(r",(?=\d{3}(?:\D|$))", "", bare)  # thousands in English
    number = parse_number(bare)
    return None if number is None or number[1] else number[0]


def parse_decides(text: str) -> str | None:
    """Return ``yes``, ``no`` or ``after``; None when it is none of them."""
    word = without_accents(text)
    if word in YES_WORDS or (word.startswith(("oui_", "yes_")) and not AFTER.search(word)):
        return "yes"
    if word in NO_WORDS:
        return "no"
    return "after" if AFTER.search(word) else None


def parse_mark(text: str) -> bool | None:
    """Return whether a cell is marked; None when it says neither."""
    word = without_accents(text)
    if word in YES_WORDS or text.strip() in ("✓", "✔"):
        return True
    return False if word in NO_WORDS or not word else None


def parse_attendance(text: str) -> float | None:
    """Return the share of the last meetings that somebody came to: ``8``, ``8/10``, ``80 %``; else None."""
    if (counted := parse_count(text)) is not None:
        came, held = counted
        return came / held if 0 <= came <= held and held > 0 else None
    number = parse_number(text)
    if number is None:
        return None
    share = number[0] / (100 if number[1] else MEETINGS)
    return share if 0 <= share <= 1 else None


def parse_years(text: str, today: date) -> float | None:
    """Return for how many years somebody has been in post: from a date, a year, ``3 ans``; None for anything else.

    What is still to come is None.
    """
    if span := _SPAN.fullmatch(plain_words(text)):
        number = parse_number(span["number"])
        return None if number is None else number[0] / (12 if span["unit"][0] == "m" else 1)
    begun = first_day(text.strip(), today)
    years = None if begun is None else (today - begun).days / DAYS_A_YEAR
    return years if years is not None and years >= 0 else None


def first_day(text: str, today: date) -> date | None:
    """Return the day that a date, a month or a year stands for; the middle of a year; else None."""
    if re.fullmatch(r"(19|20)\d\d", text):
        middle = date(int(text), 7, 1)
        return min(middle, today) if int(text) == today.year else middle
    month = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", text)
    return _first_of(int(month[1] or month[4]), int(month[2] or month[3])) if month else parse_date(text)


def day_number(text: str) -> date | None:
    """Return the date that a number stands for in Excel, where a sheet shows the number of a day; None for no such."""
    number = parse_number(text)
    if number is None or number[1] or not _DAY_NUMBERS[0] <= number[0] <= _DAY_NUMBERS[1]:
        return None
    return _FIRST_DAY + timedelta(days=int(number[0]))


def count_read_as_date(text: str) -> str | None:
    """Return the count that Excel took for a date: ``8/10``, typed as such, is shown as the 8th of October."""
    found = parse_date(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()) else None
    if found is None:
        return None
    low, high = sorted((found.day, found.month))
    return f"{low}/{high}"


def visible_text(text: str) -> str:
    """Return a text without control characters and others that show nothing; new lines and tabs stay."""
    return "".join(one for one in text if one in "\n\t" or not unicodedata.category(one).startswith("C")).strip()


def split_list(text: str) -> list[str]:
    """Return the items of a cell that lists several, separated by ; or new lines, else by commas."""
    mark = r"[;\n|]" if re.search(r"[;\n|]", text) else r","
    return [one.strip() for one in re.split(mark, text) if one.strip()]


def plain_words(text: str) -> str:
    """Return a text in small letters without accents; its signs and spaces stay."""
    bare = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text).strip().lower()
    return "".join(without_accents(one) if one.isalpha() else one for one in bare)


def _first_of(year: int, month: int) -> date | None:
    """Return the first day of a month; None when there is no such month."""
    return date(year, month, 1) if 1 <= month <= 12 and year > 0 else None
