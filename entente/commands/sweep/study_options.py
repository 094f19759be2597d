"""How a study may be made, for the help of the commands that run one."""

from entente.i18n import N_, say
from entente.terminal.layout import table


def study_options(language: str) -> str:
    """Return the options of a study as a table, for the end of a help."""
    from entente.catalogue.catalogue import shown_default  # not for the start of the command line
    from entente.studies.options import STUDY_OPTIONS

    rows = [(f"{name}=", shown_default(one), one.about.meaning(language)) for name, one in STUDY_OPTIONS.items()]
    return table(rows, [say(key, language) for key in (N_("option"), N_("default"), N_("meaning"))])
