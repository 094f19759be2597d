"""What the help of ``entente match`` ends with, without what it takes to match."""

from entente.analysis.matching.targets import TARGETS
from entente.catalogue.catalogue import shown_default
from entente.commands.matching.options import MATCH_OPTIONS
from entente.i18n import N_, number, say, unit
from entente.terminal.layout import table


def targets_and_options(language: str) -> str:
    """Return the targets that there are, whether each is used as one, and the options, for the end of the help."""
    rows = [
        (one.name, f"{number(one.value, language)} ± {number(one.tolerance, language)}", unit(one.unit, language),
         one.text.in_language(language) if one.used else
         say("{text} (no target: {reason})", language, text=one.text.in_language(language),
             reason=one.because.in_language(language)))
        for one in TARGETS.values()
    ]  # fmt: skip
    head = [say(key, language) for key in (N_("target"), N_("field"), N_("unit"), N_("what it is"))]
    options = [(f"{name}=", shown_default(one), one.about.meaning(language)) for name, one in MATCH_OPTIONS.items()]
    titles = [say(key, language) for key in (N_("option"), N_("default"), N_("what it is"))]
    return f"{table(rows, head, numbers=(1,))}\n\n{table(options, titles)}"
