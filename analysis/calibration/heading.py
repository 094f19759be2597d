"""The head of the figures of a calibration, and the axes that they share."""

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.panel_rows import PanelName
from entente.analysis.plotting.style import GREY, number_ticks
from entente.analysis.plotting.words import text_in
from entente.i18n import N_, say
from entente.sim.model.situation import Text

CALIBRATION_WIDTH = 9.0  # inches: the page
_TEXTS = {
    "observed": N_("{n} observations"),
    "bank": N_("{n} runs"),
}


@dataclass(frozen=True)
class ParameterName:
    """The name of a parameter and its unit (empty for none)."""

    meaning: Text
    unit: Text


@dataclass(frozen=True)
class CalibrationHeading:
    """The data, the parameters and the runs of a calibration, as the head of its figures names them.

    Attributes:
        called: what each parameter is called, by its path.
        about: the scenario, and what is changed of it.
        observations: how many.
        runs: in the bank.
    """

    called: Mapping[str, ParameterName]
    about: StudyHeading
    observations: int
    runs: int

    def cell(self, key: str, language: str) -> PanelName:
        """Return the name of the panel of a parameter."""
        return PanelName(text_in(self.called[key].meaning, language, key))

    def unit(self, key: str, language: str) -> str:
        """Return the unit of a parameter, empty when it has none."""
        return text_in(self.called[key].unit, language, "")

    def lines(self, language: str, width: float) -> list[str]:
        """Return the lines under the title."""
        items = [say(_TEXTS["observed"], language, n=format_number(self.observations, language)),
                 say(_TEXTS["bank"], language, n=format_number(self.runs, language))]  # fmt: skip
        return self.about.lines(language, width, items)


def calibration_page(
    given: CalibrationHeading, title: str, blocks: Mapping[str, float], notes: str, language: str
) -> FigurePage:
    """Make a page with its title, the lines under it and the notes at its foot."""
    lines = given.lines(language, CALIBRATION_WIDTH - 2 * EDGE)
    under = layout.wrap(notes, CALIBRATION_WIDTH - 3 * EDGE, NOTE_SIZE)
    head = {"edge": 0.18, "title": 0.28, "subtitle": 0.2 * len(lines) + 0.16}
    page = FigurePage(CALIBRATION_WIDTH, EDGE, head | dict(blocks) | {"notes": 0.16 * len(under) + 0.12})
    page.title("title", [title], size=13, weight="bold")
    page.text("subtitle", lines, 0.2, size=9, color=GREY)
    page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
    return page


def scale_numbers(axis: Axis, ends: tuple[float, float], language: str) -> None:
    """Put a few ticks between the ends of an axis, with numbers written in a language."""
    low, high = ends
    ticks = MaxNLocator(4, integer=high - low >= 4, steps=[1, 2, 5, 10]).tick_values(low, high)
    axis.set_ticks([tick for tick in ticks if low - 1e-9 <= tick <= high + 1e-9])
    axis.set_major_formatter(number_ticks(language))
    axis.set_tick_params(labelsize=7.5)
