"""Notices of what a design leaves out or does in vain: what is dated, or acts, after the last week of a run."""

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from entente.analysis.plotting.words import EVENT_WORDS, text_in, word_for
from entente.i18n import N_, default_language, say
from entente.sim.validation.horizon import Dated, dated_entries
from entente.studies.design import Design, Setup
from entente.studies.points import Point

_FEW = 3  # weeks, or horizons, of one entry that have a notice each


class LeftOut(NamedTuple):
    """An entry that is left out where the last week comes before it, or acts after it.

    Attributes:
        entry: what is dated.
        week: in which it begins.
        weeks: the last week.
        acts_from: the week from which a lever acts that is decided in time and acts too late, else None.
    """

    entry: Dated
    week: int
    weeks: int
    acts_from: int | None = None


class LeftOutWarning(UserWarning):
    """Something of a scenario is dated after the last week, and left out."""

    def __init__(self, entry: Dated, found: list[LeftOut]) -> None:
        """Keep the entry, and where it is left out: its week and the last week, each once."""
        self.entry, self.found = entry, found
        super().__init__(self.text(default_language()))

    def text(self, language: str) -> str:
        """Return the notice."""
        fallback = word_for(self.entry.kind, EVENT_WORDS, language) if self.entry.kind else ""
        fallback = fallback or self.entry.entry.rpartition(".")[2].replace("_", " ")
        name = text_in(self.entry.name, language, fallback)
        if self.found[0].acts_from is not None:
            return self._text_in_vain(name, language)
        if len(self.found) > 1:
            last = max(one.weeks for one in self.found)
            key = N_("“{name}” is left out wherever its week is after the last one, week {weeks} at the latest")
            return say(key, language, name=name, weeks=last)
        _, week, weeks, _ = self.found[0]
        return say("“{name}” is left out: it is in week {week}, and the last week is {weeks}", language, name=name,
                   week=week, weeks=weeks)  # fmt: skip

    def _text_in_vain(self, name: str, language: str) -> str:
        """Return the notice of a lever that costs, and acts after the last week only."""
        if len(self.found) > 1:
            last = max(one.weeks for one in self.found)
            key = N_(
                "“{name}” costs and changes nothing wherever it acts after the last week, week {weeks} at the latest"
            )
            return say(key, language, name=name, weeks=last)
        _, week, weeks, acts = self.found[0]
        key = N_("“{name}” costs and changes nothing: decided in week {week}, it acts from week {acts} on, and the "
                 "last week is {weeks}")  # fmt: skip
        return say(key, language, name=name, week=week, acts=acts, weeks=weeks)


def left_out_of(design: Design) -> dict[str, list[LeftOut]]:
    """Return what is left out of a design, by the path of the entry: each week with each last week, once.

    Levers that act too late stand by the path of their delay.
    """
    found: dict[str, dict[tuple[int, int], LeftOut]] = {}
    entries: dict[int, list[Dated]] = {}
    for point in design.points:
        setup = design.setups[point.base]
        if point.base not in entries:
            entries[point.base] = list(dated_entries(setup.settings))
        elif not point.values:
            continue
        for one in left_out_at(point, setup, entries[point.base]):
            path = one.entry.entry if one.acts_from is None else f"{one.entry.entry}.delay"
            found.setdefault(path, {})[one.week, one.weeks] = one
    return {path: list(those.values()) for path, those in found.items()}


def left_out_at(point: Point, setup: Setup, entries: list[Dated]) -> Iterator[LeftOut]:
    """Yield what is left out at one point, and the levers that act too late."""
    weeks = point.values.get("weeks", setup.settings.weeks)
    for one in entries:
        week = point.values.get(one.path, one.week)
        delay = point.values.get(f"{one.entry}.delay", one.delay)
        if not all(isinstance(number, int | float) for number in (week, weeks, delay)):
            continue
        if week > weeks:
            yield LeftOut(one, int(week), int(weeks))
        elif week + delay > weeks:
            yield LeftOut(one, int(week), int(weeks), int(week + delay))


def warn_left_out(design: Design) -> None:
    """Give a notice of each thing that a design leaves out."""
    for found in left_out_of(design).values():
        for those in [[one] for one in found] if len(found) <= _FEW else [found]:
            warnings.warn(LeftOutWarning(found[0].entry, those), stacklevel=2)


def left_out_values(design: Design) -> list[dict[str, Any]]:
    """Return what a design leaves out, as a manifest says it."""
    return [
        {"entry": path, "week": one.week, "weeks": one.weeks}
        | ({} if one.acts_from is None else {"acts_from": one.acts_from})
        for path, found in left_out_of(design).items()
        for one in found[:_FEW]
    ]
