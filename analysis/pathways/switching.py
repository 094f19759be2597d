"""One plan until a week, then another: settings that begin as the first and go on as the second."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from entente.sim.model.levers import Lever, channel_field
from entente.sim.model.settings import Channel
from entente.sim.model.situation import Change, Settings
from entente.sim.validation.changeable import CHANGEABLE, NUMBER, is_changeable

CHOSEN = ("leadership", "communication", "governance")  # the sections that options of a plan set
SWITCH = "switch"  # the name of the change, and the mark of what begins with it


def switch_settings(one: Settings, other: Settings, week: int) -> Settings:
    """Return the settings of a plan that another replaces from a week on.

    Args:
        one: the plan at first.
        other: the plan from ``week`` on; the same situation with other options, levers and dated changes.
        week: from 2.
    """
    channels, renamed = switch_channels(one.communication.channels, other.communication.channels, week)
    levers = {name: with_renamed_channels(lever, renamed)
              for name, lever in switch_levers(one.levers, other.levers, week).items()}  # fmt: skip
    changed = {path: value for section in CHOSEN for path, value in differing_numbers(one, other, section).items()}
    changes = {name: change for name, change in one.changes.items() if name in other.changes or change.week < week}
    changes |= {SWITCH: Change(week=week, set=changed)} if changed else {}
    changes |= {
        name: replace(change, week=week + change.week - 1)
        for name, change in other.changes.items()
        if name not in one.changes
    }  # fmt: skip - what the other plan dates from its beginning begins here
    communication = replace(one.communication, channels=channels)
    return replace(one, communication=communication, levers=levers, changes=changes)


def switch_levers(one: Mapping[str, Lever], other: Mapping[str, Lever], week: int) -> dict[str, Lever]:
    """Return the levers of both: those of the first alone until a week, those of the second alone from it on."""
    found = {name: lever if name in other else replace(lever, stop=min(lever.stop, week - 1))
             for name, lever in one.items()}  # fmt: skip
    return found | {name: replace(lever, start=max(lever.start, week)) for name, lever in other.items()
                    if name not in one}  # fmt: skip


def differing_numbers(one: Settings, other: Settings, section: str) -> dict[str, Any]:
    """Return the numbers of a section that may change during a run and are not the same in both, by dotted path."""
    if section not in CHANGEABLE:
        return {}
    here, there = getattr(one, section), getattr(other, section)
    ended = {path for change in one.changes.values() for path in change.set}  # values that a change of one has moved
    found = {}
    for each in fields(here):
        path = f"{section}.{each.name}"
        moved = getattr(here, each.name) != getattr(there, each.name) or path in ended
        if moved and is_changeable(path, NUMBER):
            found[path] = getattr(there, each.name)
    return found


def switch_channels(
    one: Mapping[str, Channel], other: Mapping[str, Channel], week: int
) -> tuple[dict[str, Channel], dict[str, str]]:
    """Return the channels of both, the first until a week and the second from it on, and the new names of some.

    Those that are the same in both go on without a break.
    """
    found = {name: channel if other.get(name) == channel else replace(channel, stop=min(channel.stop, week - 1))
             for name, channel in one.items()}  # fmt: skip
    renamed = {}
    for name, channel in other.items():
        if one.get(name) == channel:
            continue
        new = f"{name}_{SWITCH}" if name in one else name
        found[new] = replace(channel, start=max(channel.start, week))
        if new != name:
            renamed[name] = new
    return found, renamed


def with_renamed_channels(lever: Lever, renamed: Mapping[str, str]) -> Lever:
    """Return a lever that moves a channel under its new name as it does under the old one."""
    effects = dict(lever.effects)
    for path, effect in lever.effects.items():
        named = channel_field(path)
        if named is not None and named[0] in renamed:
            effects[f"communication.channels.{renamed[named[0]]}.{named[1]}"] = effect
    return replace(lever, effects=effects) if len(effects) > len(lever.effects) else lever
