"""Phrases from which sentences are built: bounds, lists, intervals of shares."""

from collections.abc import Sequence

from entente.analysis.plotting.numbers import format_percent
from entente.i18n import N_, say

_PHRASES = {
    "above": N_("above {}"), "below": N_("below {}"),
    "between": N_("between {} and {}"),
    "or": N_("or"), "and": N_("and"), "but": N_("other than {}"),
    "True": N_("on"), "False": N_("off"), "[]": N_("none"),
    ">=": N_("at least {}"), "<=": N_("at most {}"),
    ">": N_("over {}"), "<": N_("under {}"),
    "to": N_("{} to {}"),
    "no": N_("without {}"), "yes": "{}",
}  # fmt: skip


def phrase(key: str, language: str, *values: str) -> str:
    """Fill in one of the fixed phrases."""
    return say(_PHRASES[key], language, *values)


def join_words(items: Sequence[str], word: str, language: str) -> str:
    """Join items into a list in words: ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrase(word, language)} {items[-1]}"


def percent_interval(low: float, high: float, language: str) -> str:
    """Write the ends of an interval of shares: ``12% to 20%``."""
    return phrase("to", language, format_percent(low, language), format_percent(high, language))


def sentence(text: str, language: str, **values: str) -> str:
    """Fill in a sentence of the catalogue and begin it with a capital."""
    filled = say(text, language, **values)
    return filled[:1].upper() + filled[1:]
