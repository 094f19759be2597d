"""Names as people type them: with or without accents and capitals."""

import re
import unicodedata


def without_accents(name: str) -> str:
    """Return a name without accents, capitals, spaces and what is between brackets."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter)).lower()
    return re.sub(r"[^\w]+", "_", kept).strip("_")
