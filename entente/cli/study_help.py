"""What the help of the commands of studies ends with: how a study may be made."""

from entente.catalogue import shown_default
from entente.cli.layout import table
from entente.studies.settings import MAKING
from entente.words import say


def options_text(language: str) -> str:
    """Return how a study may be made, as it is declared."""
    rows = [(f"{name}=", shown_default(one), one.about.meaning(language)) for name, one in MAKING.items()]
    return table(rows, [say(key, language) for key in ("option", "default", "meaning")])
