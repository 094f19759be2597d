"""``entente draw``: a figure from the results of a run."""

import sys
from collections.abc import Sequence
from pathlib import Path

from entente.catalogue.catalogue import shown_default
from entente.commands.draw.draw_settings import FIGURES, asked_of, declared
from entente.i18n import N_, say
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation, nearest
from entente.terminal.errors import violations_text
from entente.terminal.layout import table

WRONG = 2


def draw_command(figure: str, folder: str, words: Sequence[str], language: str) -> int:
    """Draw a figure from the results in a folder, write it with its table, and return the exit code."""
    try:
        asked = asked_of(figure, words)
        place = results_in(folder)
        from entente.commands.draw.draw import (  # pandas and matplotlib: not for a command that is refused
            base_for,
            drawn,
            kept,
        )
        from entente.commands.run.run import load

        drawing = drawn(figure, load(place), words, language=language)
    except SettingsError as error:
        print(violations_text(error.violations, language, "drawn"), file=sys.stderr)
        return WRONG
    for path in kept(drawing, base_for(figure, place, asked.output)):
        print(say("Drawn: {path}", language, path=path))
    return 0


def results_in(folder: str) -> Path:
    """Return the folder of a run.

    Raises:
        SettingsError: when there is none of that name, or it holds no results.
    """
    place = Path(folder).expanduser()
    if (place / "manifest.json").is_file():
        return place
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    runs = [one.name for one in beside if (one / "manifest.json").is_file()]
    close = tuple(str(place.parent / name) for name in nearest(place.name, runs) if name in runs)
    wanted = message("a folder that entente run left")
    raise SettingsError([Violation(folder, message("it holds no results of a run"), wanted, close)])


def options_text(language: str) -> str:
    """Return the options of every figure, as they are declared."""
    rows = [
        (figure, f"{name}=", shown_default(one), one.about.meaning(language))
        for figure in FIGURES
        for name, one in declared(figure).items()
    ]
    head = [say(key, language) for key in (N_("figure"), N_("option"), N_("default"), N_("meaning"))]
    return table(rows, head)
