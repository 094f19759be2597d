"""The channels of communication: which are held this week, and as the levers in use make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.mesa_objects.terms import acts, moved
from entente.sim.model.levers import Effect, Lever
from entente.sim.model.settings import Channel
from entente.sim.model.situation import Settings


@dataclass(slots=True)
class Held:
    """One channel over a run: as stated, the lever that adds it if one does, as it is now, when it was last held."""

    name: str
    stated: Channel
    lever: Lever | None = None
    now: Channel = field(default_factory=Channel)
    last: int | None = None

    def is_in_place(self, week: int) -> bool:
        """Tell whether it may be held in a week."""
        return self.stated.start <= week <= self.stated.stop and (self.lever is None or acts(self.lever, week))

    def adjust(self, levers: Sequence[Lever]) -> None:
        """Let the levers in use move its fields."""
        self.now = self.stated
        for lever in levers:
            for path, effect in lever.effects.items():
                if path.startswith((f"communication.channels.{self.name}.", "communication.channels.*.")):
                    self.move(path.rpartition(".")[2], effect)

    def move(self, name: str, effect: Effect) -> None:
        """Let one effect move one field."""
        self.now = replace(self.now, **{name: moved(getattr(self.now, name), [effect], Channel, name)})


def all_channels(settings: Settings) -> list[Held]:
    """Return the channels of the settings, then those that levers add."""
    channels = [Held(name, channel) for name, channel in settings.communication.channels.items()]
    for lever in settings.levers.values():
        channels += [Held(name, channel, lever) for name, channel in lever.channels.items()]
    return channels


def due(channels: Sequence[Held], week: int) -> list[Channel]:
    """Return the channels held in a week: one period after the last time; the first of a name when there are two."""
    held, taken = [], set()
    for channel in channels:
        if channel.name in taken or not channel.is_in_place(week):
            channel.last = None
            continue
        taken.add(channel.name)
        if channel.last is None or week >= channel.last + channel.now.period:
            channel.last = week
            held.append(channel.now)
    return held
