"""Arms of an experiment: what to run, as overrides of a base scenario, and helpers that write them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from entente.analysis.run.arm_results import ArmResults
from entente.sim.model.situation import OrganisationSettings, Settings, Text

Arms = Mapping[str, ArmResults]


@dataclass(frozen=True)
class Arm:
    """One arm of an experiment: its name, and the overrides of the base scenario."""

    text: Text
    overrides: tuple[str, ...] = ()


def make_arm(en: str, fr: str, *overrides: str | Iterable[str]) -> Arm:
    """Make an arm; overrides may be given one by one or as lists."""
    words: list[str] = []
    for one in overrides:
        words += [one] if isinstance(one, str) else one
    return Arm(Text(fr=fr, en=en), tuple(words))


def split_by_world(arms: Arms) -> list[dict[str, ArmResults]]:
    """Return the arms of each world by themselves, in order; nothing where replicates are not spread over worlds."""
    worlds = next(iter(arms.values())).worlds
    if worlds is None:
        return []
    return [{name: arm.of_world(world) for name, arm in arms.items()} for world in np.unique(worlds)]


def set_for_everyone(base: Settings, trait: str, of: Callable[[str, OrganisationSettings], Any]) -> list[str]:
    """Return overrides that set one field of every organisation, its value computed from name and settings."""
    return [f"organisations.{name}.{trait}={of(name, one)}" for name, one in base.organisations.items()]


def all_but_the_lead(base: Settings) -> Sequence[str]:
    """Return the names of the organisations except the lead, in the order of the scenario."""
    lead = base.lead or next(iter(base.organisations))
    return [name for name in base.organisations if name != lead]


def from_week(week: int, **values: float) -> list[str]:
    """Return overrides that change settings from a week on; ``__`` stands for a dot in their names."""
    said = [f"changes.pattern_{week}.set.{name.replace('__', '.')}={value:g}" for name, value in values.items()]
    return [f"+changes.pattern_{week}.week={week}", *said]
