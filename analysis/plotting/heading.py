"""The heading of a figure of runs: the partnership, the options chosen, the number of replicates."""

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.style import GREY
from entente.analysis.plotting.words import (
    fixed_text,
    text_in,
)
from entente.i18n import say
from entente.i18n.option_names import option_label
from entente.sim.model.situation import Settings

_TITLE, _LINE = 14, 9  # points
_LEADING = {"title": 0.26, "subtitle": 0.22}  # inches from one line to the next


class RunHeading:
    """Title and subtitle, broken into lines that fit a page."""

    def __init__(self, settings: Settings, replicates: int, language: str, width: float, more: str = "") -> None:
        """Break the title, the options, the replicates and ``more`` into lines no wider than ``width`` inches."""
        name = text_in(settings.title, language, settings.name.replace("_", " ").capitalize() or "Entente")
        self.title = layout.wrap(name, width, _TITLE, "bold")
        items = [*chosen_options(settings, replicates, language), *([more] if more else [])]
        self.subtitle = layout.join_lines(items, width, _LINE, "  ·  ")

    def blocks(self) -> dict[str, float]:
        """Return the blocks of the heading, with their heights in inches."""
        return {
            "edge": 0.18, "title": _LEADING["title"] * len(self.title),
            "subtitle": _LEADING["subtitle"] * len(self.subtitle) + 0.14,
        }  # fmt: skip

    def write(self, page: FigurePage) -> None:
        """Write the heading on a page that has its blocks."""
        page.title("title", self.title, size=_TITLE, weight="bold")
        page.text("subtitle", self.subtitle, _LEADING["subtitle"], size=_LINE, color=GREY)


def chosen_options(settings: Settings, replicates: int, language: str) -> list[str]:
    """Return the options chosen, in words, and the number of replicates."""
    colon = say(": ", language)
    chosen = {
        "leadership": option_label("leadership", settings.leadership.style, language),
        "communication": option_label("communication", settings.communication.rhythm, language),
        "governance": option_label("governance", settings.governance.form, language),
    }
    count = fixed_text("replicates" if replicates > 1 else "replicate", language, n=format_number(replicates, language))
    return [*(f"{fixed_text(key, language)}{colon}{value}" for key, value in chosen.items() if value), count]
