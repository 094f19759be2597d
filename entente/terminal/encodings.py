"""Text in a terminal, or a file, that lacks some of its characters: the nearest plain ones take their place."""

import codecs
import unicodedata

PLAIN = "plain"  # the name of the error handler
_NEAREST = str.maketrans({
    "«": '"', "»": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "×": "x",
    "·": "*", "•": "*", "→": "->", "≤": "<=", "≥": ">=", "±": "+/-", "œ": "oe", "Œ": "OE", "æ": "ae", "Σ": "sum",
})  # fmt: skip


def ascii_text(text: str) -> str:
    """Return text in ASCII: without accents, typographic signs as one types them, ``?`` for what has no such form."""
    return "".join(_plain_character(one) for one in text)


def _plain_character(character: str) -> str:
    """Return the nearest ASCII text of a character."""
    parts = unicodedata.normalize("NFKD", character.translate(_NEAREST))
    return parts.encode("ascii", "ignore").decode("ascii") or "?"


def _encode_in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Put plain text where an encoding has none."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return ascii_text(error.object[error.start : error.end]), error.end


codecs.register_error(PLAIN, _encode_in_ascii)
