"""The channels of communication: their fields after the levers in use, and which are held this week."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.mesa_objects.week_parameters import acts, apply_effects
from entente.sim.model.levers import Effect, Lever
from entente.sim.model.settings import Channel
from entente.sim.model.situation import Settings


@dataclass(slots=True)
class PlannedChannel:
    """One channel of a run.

    Attributes:
        stated: its settings.
        lever: the one that adds it, if any.
        now: its current fields.
        last: the week in which it was last held.
        came: for each organisation that was expected the last time one of its name was held, whether it came.
    """

    name: str
    stated: Channel
    lever: Lever | None = None
    now: Channel = field(default_factory=Channel)
    last: int | None = None
    came: dict[str, bool] = field(default_factory=dict)

    def is_in_place(self, week: int) -> bool:
        """Tell whether it may be held in a week."""
        return self.stated.start <= week <= self.stated.stop and (self.lever is None or acts(self.lever, week))

    def adjust(self, levers: Sequence[Lever]) -> None:
        """Apply the levers in use to its fields."""
        self.now = self.stated
        for lever in levers:
            for path, effect in lever.effects.items():
                if path.startswith((f"communication.channels.{self.name}.", "communication.channels.*.")):
                    self.apply_effect(path.rpartition(".")[2], effect)

    def apply_effect(self, name: str, effect: Effect) -> None:
        """Apply one effect to one field."""
        self.now = replace(self.now, **{name: apply_effects(getattr(self.now, name), [effect], Channel, name)})


def all_channels(settings: Settings) -> list[PlannedChannel]:
    """Return the channels of the settings, then those that levers add."""
    stated: list[tuple[str, Channel, Lever | None]] = [
        (name, channel, None) for name, channel in settings.communication.channels.items()
    ]
    for lever in settings.levers.values():
        stated += [(name, channel, lever) for name, channel in lever.channels.items()]
    came: dict[str, dict[str, bool]] = {name: {} for name, _, _ in stated}
    return [PlannedChannel(name, channel, lever, came=came[name]) for name, channel, lever in stated]


def channels_due(channels: Sequence[PlannedChannel], week: int) -> list[PlannedChannel]:
    """Return the channels held in a week: one period after the last time; of two with the same name, the first."""
    held, taken = [], set()
    for channel in channels:
        if channel.name in taken or not channel.is_in_place(week):
            channel.last = None
            continue
        taken.add(channel.name)
        if channel.last is None or week >= channel.last + channel.now.period:
            channel.last = week
            held.append(channel)
    return held
