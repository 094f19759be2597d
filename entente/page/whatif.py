"""What a room may try from a week on: events and knobs of ``whatif.yaml``, with the ranges of the declarations."""

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from entente.config.yaml_files import read_yaml
from entente.sim.inputs import declared_numbers
from entente.sim.model.situation import Event
from entente.sim.model.texts import Text
from entente.sim.validation.validate import CHANGEABLE

WHAT_IF = Path(__file__).with_name("whatif.yaml")


@dataclass
class TriedEvent:
    """An event that may be tried: its title, what happens then, where that comes from, the event but for its week."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Text
    why: Text
    source: str
    event: dict[str, Any]


@dataclass
class Knob:
    """A parameter that may be moved: its title in plain words, what moves with it, the source, and by how much."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Text
    why: Text
    source: str
    step: float


@dataclass
class WhatIf:
    """All that may be tried."""

    events: dict[str, TriedEvent]
    knobs: dict[str, Knob]


@cache
def read_what_if() -> WhatIf:
    """Return what may be tried; knobs are called by the paths of their parameters.

    Raises:
        pydantic.ValidationError: when the file says something else.
        ValueError: when a knob is no number that can change on the way, or its step is out of its range.
    """
    found = TypeAdapter(WhatIf).validate_python(read_yaml(WHAT_IF).tree)
    for event in found.events.values():
        TypeAdapter(Event).validate_python(event.event)
    for path, knob in found.knobs.items():
        low, high = range_of(path)
        if not 0 < knob.step <= high - low:
            raise ValueError(f"{path} cannot move by {knob.step}: it goes from {low} to {high}")
    return found


def range_of(path: str) -> tuple[float, float]:
    """Return the declared range of a parameter that can change on the way.

    Raises:
        ValueError: when there is none of that path.
    """
    section = path.partition(".")[0]
    for _, name, about in declared_numbers().get(section, ()) if section in CHANGEABLE else ():
        if name == path and about is not None and about.low is not None and about.high is not None:
            return about.low, about.high
    raise ValueError(f"{path} is no number that can change on the way")


def what_if_of_page() -> dict[str, Any]:
    """Return what may be tried, as a page has it: knobs with their ranges, which the declarations state."""
    found = read_what_if()
    ranges = {path: dict(zip(("low", "high"), range_of(path), strict=True)) for path in found.knobs}
    return {
        "events": {name: asdict(one) for name, one in found.events.items()},
        "knobs": [{"path": path, **asdict(one), **ranges[path]} for path, one in found.knobs.items()],
    }
