"""The heading of the figures of a comparison: settings compared, reference, replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import BETWEEN, change_lines
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.setting_names import name_in_sentence, setting_and_level
from entente.analysis.plotting.style import GREY
from entente.analysis.plotting.words import fixed_text, text_in
from entente.i18n import N_, say
from entente.sim.model.situation import Text

_TITLE = 13  # points
_SAYINGS = {
    "compared": N_("Compared"),
    "each": N_("{n} replicates of each"),
    "apart": N_("without common random numbers"),
}


@dataclass(frozen=True)
class ComparisonHeading:
    """What is compared.

    Attributes:
        choices: for each combination by name, the value of each setting that differs, as text.
        against: name of the combination that the others are compared with.
        title: of the scenario, when all have the same.
        replicates: of each combination.
        worlds: over how many plausible settings they are spread; 0 where they are not.
        changes: what all of them change of the scenario (``analysis.plotting.setting_names.change_texts``).
        paired: whether they have common random numbers.
        notes: what more is said of them.
        titles: of each combination, where scenarios are beside their twins.
    """

    choices: Mapping[str, Mapping[str, str]]
    against: str
    title: Text | None
    replicates: int
    worlds: int = 0
    changes: Mapping[str, str] = field(default_factory=dict)
    paired: bool = True
    notes: Sequence[str] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)

    def names(self, language: str) -> dict[str, list[str]]:
        """Return the name of each combination: one text for each setting that differs."""
        return {name: self._texts(name, language) for name in self.choices}

    def name(self, one: str, language: str) -> str:
        """Return the name of a combination on one line."""
        return ", ".join(self._texts(one, language))

    def _texts(self, one: str, language: str) -> list[str]:
        """Return what a combination sets each setting to; a title says which scenario, twin or plan it is."""
        title, mine = self.titles.get(one), self.choices[one]
        told = [] if title is None else [text_in(title, language, "")]
        return told + [setting_and_level(key, value, language) for key, value in mine.items()
                       if title is None or key not in ("scenario", "twin", "plan")]  # fmt: skip

    def lines(self, language: str, width: float) -> list[str]:
        """Return the lines under the title, no wider than ``width`` inches."""
        keys = next(iter(self.choices.values()))
        settings = ", ".join(name_in_sentence(key, language) for key in keys)
        items = [text_in(self.title, language, "")] if self.title else []
        items += [f"{say(_SAYINGS['compared'], language)}{fixed_text('colon', language)}{settings}",
                  say(_SAYINGS["each"], language, n=format_number(self.replicates, language))]  # fmt: skip
        if self.worlds:
            items.append(fixed_text("spread", language, count=format_number(self.worlds, language)))
        if not self.paired:
            items.append(say(_SAYINGS["apart"], language))
        lines = layout.join_lines([item for item in items if item], width, 9, BETWEEN)
        return lines + change_lines(self.changes, language, width)


def heading_blocks(head: ComparisonHeading, language: str, width: float) -> tuple[dict[str, float], list[str]]:
    """Return the blocks of the heading, and the lines under the title."""
    lines = head.lines(language, width - 2 * EDGE)
    return {"edge": 0.18, "title": 0.28, "subtitle": 0.2 * len(lines) + 0.16}, lines


def write_heading(page: FigurePage, lines: list[str], title: str) -> None:
    """Write the head of a page."""
    page.title("title", [title], size=_TITLE, weight="bold")
    page.text("subtitle", lines, 0.2, size=9, color=GREY)
