"""What is dated after the last week of a run: left out, with a notice, whatever it is."""

from collections.abc import Iterator
from typing import NamedTuple

from entente.sim.model.situation import EventKind, Settings
from entente.sim.model.texts import Text


class Dated(NamedTuple):
    """An entry of a scenario that begins in a given week.

    Attributes:
        path: of the setting that says so.
        week: in which it begins.
        name: of the entry, in both languages; empty where it has none.
        kind: of an event, else None.
        delay: weeks until it acts, of a lever.
    """

    path: str
    week: int
    name: Text
    kind: EventKind | None = None
    delay: int = 0

    @property
    def entry(self) -> str:
        """Return the path of the entry."""
        return self.path.rpartition(".")[0]


def dated_entries(settings: Settings) -> Iterator[Dated]:
    """Yield the events, changes, levers and channels that begin in a given week."""
    for name, event in settings.events.items():
        if event.week is not None:
            yield Dated(f"events.{name}.week", event.week, event.name, event.kind)
    for name, change in settings.changes.items():
        yield Dated(f"changes.{name}.week", change.week, change.name)
    for name, lever in settings.levers.items():
        yield Dated(f"levers.{name}.start", lever.start, lever.name, delay=lever.delay)
    for name, channel in settings.communication.channels.items():
        yield Dated(f"communication.channels.{name}.start", channel.start, Text())


def entries_after(settings: Settings) -> list[Dated]:
    """Return the entries that begin after the last week: nothing of them happens."""
    return [one for one in dated_entries(settings) if one.week > settings.weeks]


def entries_in_vain(settings: Settings) -> list[Dated]:
    """Return the levers that are decided in time, and act after the last week only: they cost, and change nothing."""
    return [one for one in dated_entries(settings) if one.week <= settings.weeks < one.week + one.delay]
