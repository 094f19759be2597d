"""The heading of a figure of runs: the partnership, the options chosen, the number of replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.setting_names import change_texts, level_title, setting_title
from entente.analysis.plotting.style import GREY
from entente.analysis.plotting.words import fixed_text, text_in
from entente.i18n import say
from entente.sim.model.situation import Settings, Text


@dataclass(frozen=True)
class StudyHeading:
    """What figures of many settings say of what was run.

    Attributes:
        title: of the scenario, when all have the same.
        changes: what all of them change of it, as ``change_texts`` takes it.
    """

    title: Text | None = None
    changes: Mapping[str, str] = field(default_factory=dict)

    def lines(self, language: str, width: float, more: Sequence[str] = ()) -> list[str]:
        """Return the lines under the title of a figure: the scenario, ``more``, and what differs from the scenario."""
        items = [text_in(self.title, language, "") if self.title else "", *more]
        lines = layout.join_lines([item for item in items if item], width, _LINE, BETWEEN)
        return lines + change_lines(self.changes, language, width)


_TITLE, _LINE = 14, 9  # points
BETWEEN = "  ·  "  # items of a subtitle
_LEADING = {"title": 0.26, "subtitle": 0.22}  # inches from one line to the next


class RunHeading:
    """Title and subtitle, broken into lines that fit a page."""

    def __init__(
        self, settings: Settings, replicates: int, language: str, width: float, more: str = "",
        changes: Mapping[str, str] | None = None, slide: bool = False,
    ) -> None:  # fmt: skip
        """Break the title, the options, the replicates, ``more`` and ``changes`` into lines that fit ``width`` inches.

        ``changes`` are those of the scenario, as ``change_texts`` takes them. On a slide, the title, the options and
        the changes have a line each, and are cut where it ends.
        """
        name = text_in(settings.title, language, settings.name.replace("_", " ").capitalize() or "Entente")
        self.title = layout.wrap(name, width, _TITLE, "bold")
        changed = changes or {}
        items = [*chosen_options(settings, replicates, language, changed), *([more] if more else [])]
        options, differing = layout.join_lines(items, width, _LINE, BETWEEN), change_lines(changed, language, width)
        if slide:
            self.title = [layout.shorten(name, width - 0.5, _TITLE)]
            options = layout.shorten_lines(options, width, _LINE, BETWEEN)
            differing = short_changes(changed, language, width)
        self.subtitle = options + differing

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


def change_lines(changes: Mapping[str, str], language: str, width: float) -> list[str]:
    """Return what differs from the scenario, in lines of a subtitle that fit ``width`` inches; none without changes."""
    if not (texts := change_texts(changes, language)):
        return []
    first, *others = texts
    begun = [say("Unlike the scenario: {change}", language, change=first), *others]
    joined = layout.join_lines(begun, width, _LINE, BETWEEN)
    return [line for one in joined for line in layout.wrap(one, width, _LINE)]


def short_changes(changes: Mapping[str, str], language: str, width: float) -> list[str]:
    """Return what differs from the scenario on one line: as many changes as fit, and how many more there are."""
    for most in (4, 3, 2, 1):
        texts = change_texts(changes, language, most)
        line = say("Unlike the scenario: {change}", language, change=BETWEEN.join(texts)) if texts else ""
        if layout.text_width(line, _LINE) <= width:
            break
    return layout.shorten_lines([line] if line else [], width, _LINE, "")


def chosen_options(
    settings: Settings, replicates: int, language: str, changes: Mapping[str, str] | None = None
) -> list[str]:
    """Return the options that are those of the scenario, in words, and the number of replicates."""
    colon = say(": ", language)
    options = {
        "leadership": settings.leadership.style, "communication": settings.communication.rhythm,
        "governance": settings.governance.form,
    }  # fmt: skip
    chosen = {
        key: level_title(key, one, language) for key, one in options.items() if one and key not in (changes or {})
    }
    count = fixed_text("replicates" if replicates > 1 else "replicate", language, n=format_number(replicates, language))
    return [*(f"{setting_title(key, language)}{colon}{title}" for key, title in chosen.items()), count]
