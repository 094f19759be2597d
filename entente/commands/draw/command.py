"""``entente draw``: a figure from the results of a run."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from entente.i18n import N_, say
from entente.results.figure_names import FIGURE_NAMES
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_open, add_overrides
from entente.terminal.exit_codes import FAILED, WRONG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from entente.commands.draw.drawing import Drawing, DrawnRun

ABOUT = N_("draw a figure from the results of a run")
MORE = N_(
    "wheel      the six conditions of action in partnership, by date or by group, and the "
    "answers A, B, C\n"
    "timeline   the event log of one replicate, under its curve of mobilisation\n"
    "groups     the mobilisation of sectors, of territories or of some organisations\n"
    "mobilisation    the curve of mobilisation, as the run drew it\n"
    "compare    the curves of several finished runs, and what differs between them\n"
    "\n"
    "  entente draw wheel results/lethbridge\n"
    "  entente draw wheel results/lethbridge weeks=[13,78,156]\n"
    "  entente draw wheel results/lethbridge by=sector week=78\n"
    "  entente draw timeline results/lethbridge replicate=0 --lang fr\n"
    "  entente draw groups results/lethbridge by=territory output=figures/territories\n"
    "  entente draw groups results/lethbridge by=organisation names=[city,outreach]\n"
    "  entente draw mobilisation results/lethbridge size=slide\n"
    "  entente draw compare results/plan results/status_quo size=slide\n"
    "\n"
    "Each figure is written as SVG and PNG, beside a CSV of the table behind it. Options:"
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("draw", say(ABOUT, language), say(MORE, language), ending=_options)
    group.add_argument("figure", choices=FIGURE_NAMES, metavar=say("figure", language),
                       help=say("what to draw: {names}", language, names=", ".join(FIGURE_NAMES)))  # fmt: skip
    group.add_argument("folder", metavar=say("folder", language), help=say("the folder that a run left", language))
    add_overrides(parser, group, say("what to change: name=value (see below)", language), name="options")
    add_open(parser)


def load_drawn(place: Path) -> "DrawnRun":
    """Return the results of a run in a folder.

    Raises:
        SettingsError: when it holds something else, or what is damaged.
    """
    from entente import load
    from entente.results.folders import no_run
    from entente.studies.study import Study

    found = load(place)
    if isinstance(found, Study):
        raise no_run(str(place))
    return found


def run(arguments: argparse.Namespace, language: str) -> int:
    """Draw a figure from the results in a folder, write it with its table, and return the exit code."""
    from entente.sim.validation.validate import SettingsError
    from entente.terminal.errors import violations_text
    from entente.terminal.opening import open_file

    try:
        written = write_drawing(arguments, language)
    except SettingsError as error:
        print(violations_text(error.violations, language, "drawn"), file=sys.stderr)
        return WRONG
    for path in written:
        print(say("Drawn: {path}", language, path=path))
    if len(written) < 2:  # the figure, or all of it, could not be drawn
        return FAILED
    if arguments.open:
        open_file(written[0], language)
    return 0


def write_drawing(arguments: argparse.Namespace, language: str) -> "Sequence[Path]":
    """Draw what is requested and return the files written; none when it could not be drawn, which is then told.

    Raises:
        SettingsError: with everything that is wrong with the request, or when another command is at work in the folder.
        OSError: when it cannot be written.
    """
    from entente.commands.draw.spec import spec_of
    from entente.results.folder_lock import in_use, is_in_use
    from entente.results.folders import existing_results

    figure = arguments.figure
    words = [word for word in arguments.options if "=" in word]
    beside = [word for word in arguments.options if "=" not in word] if figure == "compare" else []
    spec = spec_of(figure, words if figure == "compare" else arguments.options)
    folder, *others = (existing_results(one) for one in (arguments.folder, *beside))
    # pandas and matplotlib: not for a command that is refused
    from entente.commands.draw.draw import figure_path, save_drawing

    slide = spec.size == "slide"
    results = {str(place): load_drawn(place) for place in (folder, *others)}
    base = figure_path(figure, folder, spec.output, slide=slide)
    if base.parent == folder and is_in_use(folder):
        raise in_use(folder)
    drawing = draw_or_tell(figure, results, words, base, slide, language)
    return () if drawing is None else save_drawing(drawing, base)


def draw_or_tell(
    figure: str, results: "Mapping[str, DrawnRun]", words: "Sequence[str]", base: Path, slide: bool, language: str
) -> "Drawing | None":
    """Return a figure with its table; what goes wrong in drawing costs the figure alone, and is told: None.

    Raises:
        SettingsError: with everything that is wrong with the request.
        OSError: when something cannot be read.
    """
    from entente.commands.draw.compare import draw_compared
    from entente.commands.draw.draw import draw
    from entente.results.deliverables import name_failure
    from entente.sim.validation.validate import SettingsError

    try:
        if figure == "compare":
            return draw_compared(results, language, slide=slide)
        return draw(figure, next(iter(results.values())), words, language=language)
    except (SettingsError, OSError):
        raise
    except Exception as error:  # whatever it is
        name_failure(base, error)
        return None


def _options(language: str) -> str:
    """Return the options of every figure as a table, for the end of the help."""
    from entente.commands.draw.report import options_text

    return options_text(language)
