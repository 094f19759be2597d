"""What a call from Python shows while it works, and what it says when it is interrupted.

A bar is shown where somebody sits at a prompt or in a notebook; a script shows nothing unless it asks.
"""

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from entente.i18n import N_, default_language, say
from entente.sim.model.situation import Settings
from entente.studies.store import BatchDone

_KEPT = N_("What was done is kept in {folder}: the same call goes on from there.")
_NOT_KEPT = N_("Nothing was kept: with output=FOLDER, what is done is kept, and the same call goes on from there.")
_choice: dict[str, bool | None] = {"shown": None}


def show_progress(shown: bool | None = True) -> None:
    """Show a bar during long calls, or never.

    Args:
        shown: True for always, False for never, None for where somebody sits: at a prompt or in a notebook.
    """
    _choice["shown"] = shown


def progress_is_shown() -> bool:
    """Tell whether long calls show a bar."""
    shown = _choice["shown"]
    return hasattr(sys, "ps1") if shown is None else shown  # `ps1` is there at a prompt, and in kernels of notebooks


def with_progress(batches: Iterable[BatchDone], runs: int, settings: Settings) -> Iterator[BatchDone]:
    """Yield batches as they are done, and count their runs in a bar where one is shown.

    Args:
        batches: what does the work.
        runs: how many there are in all.
        settings: of the first of them, for whether its rules must be compiled first.
    """
    if not progress_is_shown():
        yield from batches
        return
    from entente.sim.batch import is_compiled
    from entente.sim.inputs import make_inputs

    language = default_language()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without widgets, the bar is one of text
        from tqdm.auto import tqdm
    text = say("replicates", language)
    first = text if is_compiled(make_inputs(settings)) else say("compiling the rules, once", language)
    with tqdm(total=runs, desc=first, leave=False) as bar:
        for one in batches:
            bar.set_description(text, refresh=False)
            bar.update(one.runs)
            yield one


@contextmanager
def note_what_is_kept(folder: Path | None) -> Iterator[None]:
    """Add to an interruption where what was done is kept; None: nowhere."""
    try:
        yield
    except KeyboardInterrupt as stop:
        language = default_language()
        stop.add_note(say(_KEPT, language, folder=folder) if folder else say(_NOT_KEPT, language))
        raise
