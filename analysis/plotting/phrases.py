"""Fixed phrases that sentences are made of, lists of items, intervals of shares."""

from collections.abc import Sequence

from entente.analysis.plotting.numbers import format_percent

_PHRASES = {
    "above": ("above {}", "au-dessus de {}"), "below": ("below {}", "sous {}"),
    "between": ("between {} and {}", "entre {} et {}"),
    "or": ("or", "ou"), "and": ("and", "et"), "but": ("other than {}", "autre que {}"),
    "True": ("on", "oui"), "False": ("off", "non"), "[]": ("none", "aucun"),
    ">=": ("at least {}", "au moins {}"), "<=": ("at most {}", "au plus {}"),
    ">": ("over {}", "plus de {}"), "<": ("under {}", "moins de {}"),
    "to": ("{} to {}", "{} à {}"),
    "no": ("without {}", "sans {}"), "yes": ("{}", "{}"),
}  # fmt: skip


def phrase(key: str, language: str, *values: str) -> str:
    """Return one of the fixed phrases, filled in."""
    return _PHRASES[key][language == "fr"].format(*values)


def join_words(items: Sequence[str], word: str, language: str) -> str:
    """Return items as a list in words: ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrase(word, language)} {items[-1]}"


def percent_interval(low: float, high: float, language: str) -> str:
    """Write the ends of an interval of shares: ``12% to 20%``."""
    return phrase("to", language, format_percent(low, language), format_percent(high, language))


def sentence(texts: tuple[str, str], language: str, **values: str) -> str:
    """Fill in a sentence given in English and French, and begin it with a capital."""
    text = texts[language == "fr"].format(**values)
    return text[:1].upper() + text[1:]
