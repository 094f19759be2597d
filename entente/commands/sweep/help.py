"""What the help of the commands of studies ends with: how a study may be made."""

from entente.catalogue.catalogue import shown_default
from entente.i18n import N_, say
from entente.studies.settings import MAKING
from entente.terminal.layout import table


def options_text(language: str) -> str:
    """Return how a study may be made, as it is declared."""
    rows = [(f"{name}=", shown_default(one), one.about.meaning(language)) for name, one in MAKING.items()]
    return table(rows, [say(key, language) for key in (N_("option"), N_("default"), N_("meaning"))])
