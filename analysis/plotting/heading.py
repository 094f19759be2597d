"""The head of a figure: whose partnership it shows, under which choices, and over how many replicates."""

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.style import GREY
from entente.analysis.plotting.words import (
    COMMUNICATION_WORDS,
    GOVERNANCE_WORDS,
    LEADERSHIP_WORDS,
    fixed_text,
    text_in,
    word_for,
)
from entente.i18n import say
from entente.sim.model.situation import Settings

_TITLE, _LINE = 14, 9  # points
_LEADING = {"title": 0.26, "subtitle": 0.22}  # inches from one line to the next


class RunHeading:
    """Title and choices, broken into lines that fit a page."""

    def __init__(self, settings: Settings, replicates: int, language: str, width: float, more: str = "") -> None:
        """Break into lines no wider than ``width`` inches the title, the choices, the replicates and ``more``."""
        name = text_in(settings.title, language, settings.name.replace("_", " ").capitalize() or "Entente")
        self.title = layout.wrap(name, width, _TITLE, "bold")
        items = [*chosen_options(settings, replicates, language), *([more] if more else [])]
        self.subtitle = layout.join_lines(items, width, _LINE, "  ·  ")

    def blocks(self) -> dict[str, float]:
        """Return the height of its blocks in inches, from the top of the page."""
        return {
            "edge": 0.18, "title": _LEADING["title"] * len(self.title),
            "subtitle": _LEADING["subtitle"] * len(self.subtitle) + 0.14,
        }  # fmt: skip

    def write(self, page: FigurePage) -> None:
        """Write it on a page that has its blocks."""
        page.title("title", self.title, size=_TITLE, weight="bold")
        page.text("subtitle", self.subtitle, _LEADING["subtitle"], size=_LINE, color=GREY)


def chosen_options(settings: Settings, replicates: int, language: str) -> list[str]:
    """Return what was chosen, in words, and how many replicates there are."""
    colon = say(": ", language)
    chosen = {
        "leadership": word_for(settings.leadership.style, LEADERSHIP_WORDS, language),
        "communication": word_for(settings.communication.rhythm, COMMUNICATION_WORDS, language),
        "governance": word_for(settings.governance.form, GOVERNANCE_WORDS, language),
    }
    count = fixed_text("replicates" if replicates > 1 else "replicate", language, n=format_number(replicates, language))
    return [*(f"{fixed_text(key, language)}{colon}{value}" for key, value in chosen.items() if value), count]
