"""What the help of ``entente draw`` ends with: the options of every figure."""

from entente.catalogue.catalogue import shown_default
from entente.commands.draw.spec import SPECS, figure_options
from entente.i18n import N_, say
from entente.terminal.layout import table


def options_text(language: str) -> str:
    """Return the options of every figure, as they are declared."""
    rows = [
        (figure, f"{name}=", shown_default(one), one.about.meaning(language))
        for figure in SPECS
        for name, one in figure_options(figure).items()
    ]
    head = [say(key, language) for key in (N_("figure"), N_("option"), N_("default"), N_("meaning"))]
    return table(rows, head)
