"""The plan of a run: the one way from settings to arrays. What holds for a time comes as stretches of weeks."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from entente.sim.chance import Keys, in_lanes, keys
from entente.sim.model.declare import About, about_of, plain
from entente.sim.model.levers import EVERY, LEAD, TRAITS, Effect, Lever, channel_field, moved
from entente.sim.model.settings import Channel
from entente.sim.model.situation import EVERYWHERE, Expertise, Organisation, Settings, case_cells, organisation_names
from entente.sim.state import (
    AUDIENCE,
    CHANNEL,
    DRAWN,
    EVENT,
    EVENT_RECORD,
    MEMBER,
    NOWHERE,
    ORGANISATION,
    STAGE,
    UNKNOWN,
)
from entente.sim.validation.changeable import CHANGEABLE

ALL_KNOWN = 2000  # organisations up to which everybody keeps trust in everybody, where ``partners.ties`` says nothing
KEPT = 32  # others in whom an organisation keeps trust beyond that (assumed)
NUMBERS = {float: "f8", int: "i8", bool: "?"}


class ModelInputs(NamedTuple):
    """What one scenario fixes for all of its runs."""

    organisation: Any  # ORGANISATION per organisation; nan: to be drawn
    channel: Any  # CHANNEL per channel and stretch of weeks in which it keeps its fields
    stage: Any  # STAGE per stage
    event: Any  # EVENT_RECORD per event
    cell_territory: NDArray[np.int64]
    cell_population: NDArray[np.int64]
    cell_share: NDArray[np.float64]
    parameters: Any  # PARAMETERS, one record per stretch of weeks between changes
    since: NDArray[np.int64]  # first week of each stretch
    shift: NDArray[np.float64]  # stretch, organisation, trait, (a, b): the trait is a·drawn + b
    bounds: NDArray[np.float64]  # trait, (low, high)
    lever: NDArray[np.int64]  # lever, (first week of its effects, last week)
    keys: Keys
    first_lead: int
    ties: int  # others in whom an organisation keeps trust; 0: all
    territories: int
    populations: int  # one bit each
    expertise: int  # kinds of expertise that the stages call on, one bit each
    cycles: int
    weeks: int


def parameters_dtype() -> np.dtype[Any]:
    """Return the record of all numbers that rules read, one nested record per section of ``Settings``."""
    hints = get_type_hints(Settings)
    sections = []
    for name in sorted(CHANGEABLE | {"partners"}):
        own = [(f.name, NUMBERS[plain(get_type_hints(hints[name])[f.name])]) for f in fields(hints[name])
               if plain(get_type_hints(hints[name])[f.name]) in NUMBERS]  # fmt: skip
        sections.append((name, np.dtype(own, align=True)))
    return np.dtype(sections, align=True)


PARAMETERS = parameters_dtype()


def make_inputs(settings: Settings) -> ModelInputs:
    """Return the arrays of a scenario."""
    territories, populations = settings.territories or EVERYWHERE, settings.populations or EVERYWHERE
    cells = [(t, p, a * b) for t, a in enumerate(territories.values()) for p, b in enumerate(populations.values())]
    total = sum(share for *_, share in cells)
    weeks = turning_weeks(settings)
    stages = [stage for stage in settings.stages.values() if stage.work > 0]
    channels = list(channels_by_stretch(settings, weeks))
    traits = get_type_hints(Organisation, include_extras=True)
    named = keys(organisation_names(settings))
    return ModelInputs(
        organisation=organisations(settings),
        channel=rows(CHANNEL, [one for _, one in channels], audience=lambda channel: AUDIENCE[channel.audience]),
        stage=rows(STAGE, stages, expertise=lambda stage: bits(stage.expertise, list(Expertise))),
        event=events(settings),
        cell_territory=np.array([t for t, _, _ in cells]),
        cell_population=np.array([p for _, p, _ in cells]),
        cell_share=np.array([share / total for *_, share in cells]),
        parameters=parameters(settings, weeks),
        since=np.array(weeks, dtype=np.int64),
        shift=np.array([shifts(settings, week) for week in weeks]),
        bounds=np.array([bounds_of(traits[trait]) for trait in TRAITS]),
        lever=np.array([(one.acts_from, one.stop) for one in settings.levers.values()], np.int64).reshape(-1, 2),
        keys=Keys(
            in_lanes(named),
            in_lanes(np.hstack([named, np.zeros((2, 1), dtype=np.uint64)])),
            keys(name for name, _ in channels),
            in_lanes(keys(f"{t}|{p}" for t, p in case_cells(settings))),
            in_lanes(keys(settings.events)),
        ),
        first_lead=rows_of(settings.lead, settings)[0],
        ties=ties_kept(settings),
        territories=len(territories),
        populations=(1 << len(settings.populations)) - 1,
        expertise=bits(sorted({one for stage in stages for one in stage.expertise}), list(Expertise)),
        cycles=settings.cycles,
        weeks=settings.weeks,
    )


def ties_kept(settings: Settings) -> int:
    """Return in how many others an organisation keeps trust, 0 for all: as stated, or by how many there are."""
    others = len(organisation_names(settings)) - 1
    if settings.partners.ties == 0:
        return min(KEPT, others) if others >= ALL_KNOWN else 0
    return max(1, min(settings.partners.ties, others))


def turning_weeks(settings: Settings) -> list[int]:
    """Return the first week of each stretch: 1, and when a change or a lever begins or ends something."""
    turns = {1, *(change.week for change in settings.changes.values())}
    for lever in settings.levers.values():
        turns |= set(lever.turning_weeks())
    return sorted(turns)


def parameters(settings: Settings, weeks: list[int]) -> Any:
    """Return the parameters of each stretch: those of the settings, then changes as they come, then levers."""
    out = np.zeros(len(weeks), PARAMETERS)
    hints = get_type_hints(Settings)
    in_time = sorted(settings.changes.values(), key=lambda change: change.week)
    for k, week in enumerate(weeks):
        changed = {path: value for one in in_time if one.week <= week for path, value in one.set.items()}
        for section in PARAMETERS.names or ():
            inner = get_type_hints(hints[section], include_extras=True)
            for name in PARAMETERS[section].names or ():
                path = f"{section}.{name}"
                value = changed.get(path, getattr(getattr(settings, section), name))
                out[section][name][k] = moved(value, acting(settings, path, week), about_of(inner[name]))
        for lever in settings.levers.values():
            for name, charge in lever.charges(week).items():
                out["costs"][name][k] += charge
    return out.view(np.recarray)


def acting(settings: Settings, path: str, week: int) -> Iterator[Effect]:
    """Yield what the levers that act in a week do to one path, in the order of the levers."""
    for lever in settings.levers.values():
        if lever.acts(week) and path in lever.effects:
            yield lever.effects[path]


def shifts(settings: Settings, week: int) -> list[list[tuple[float, float]]]:
    """Return, for each organisation and trait, a and b such that the trait is now a·drawn + b."""
    out = [[(1.0, 0.0)] * len(TRAITS) for _ in organisation_names(settings)]
    for lever in settings.levers.values():
        if lever.acts(week):
            first, last = concerned(lever, settings)
            for t, trait in enumerate(TRAITS):
                path = "staff.turnover" if trait == "turnover" else f"partners.{trait}"
                if path in lever.effects:
                    a, b = lever.effects[path].line()
                    for row in range(first, last + 1):
                        out[row][t] = (a * out[row][t][0], a * out[row][t][1] + b)
    return out


def concerned(lever: Lever, settings: Settings) -> tuple[int, int]:
    """Return the first and last rows of the organisations whose traits a lever moves."""
    if not lever.who:
        return 0, len(organisation_names(settings)) - 1
    return rows_of(settings.lead if lever.who == LEAD else lever.who, settings)


def bounds_of(kind: Any) -> tuple[float, float]:
    """Return the declared range of a trait."""
    about: About | None = about_of(kind)
    assert about is not None
    assert about.low is not None
    assert about.high is not None
    return about.low, about.high


def channels_by_stretch(settings: Settings, weeks: list[int]) -> Iterator[tuple[str, Channel]]:
    """Yield every channel with its name, once per stretch of weeks in which it keeps the same fields.

    A channel that a lever adds is held while the lever acts, but for the weeks in which one of its name is already in
    place: nothing is held twice.
    """
    held = list(settings.communication.channels.items())
    for lever in settings.levers.values():
        for name, channel in lever.channels.items():
            first, last = max(channel.start, lever.acts_from), min(channel.stop, lever.stop)
            taken = [(one.start, one.stop) for other, one in held if other == name]
            held += [(name, replace(channel, start=start, stop=stop)) for start, stop in left_of(first, last, taken)]
    ends = [*(week - 1 for week in weeks[1:]), math.inf]
    for name, channel in held:
        pieces = list(pieces_of(settings, name, channel, list(zip(weeks, ends, strict=True))))
        yield from ((name, piece) for piece in pieces or [channel])


def left_of(first: int, last: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of the weeks from a first to a last one when some stretches of them are taken."""
    for start, stop in sorted(taken):
        if start <= stop:
            if first < min(start, last + 1):
                yield first, min(start - 1, last)
            first = max(first, stop + 1)
    if first <= last:
        yield first, last


def pieces_of(settings: Settings, name: str, channel: Channel, stretches: list[tuple[int, float]]) -> Iterator[Channel]:
    """Yield a channel as it is in each stretch of weeks, each occasion one period after the last, wherever that was."""
    held: int | None = None
    for (week, end), one in stretches_of(settings, name, channel, stretches):
        due = channel.start if held is None else held + one.period
        first, last = max(1, due, week), int(min(channel.stop, end))
        if first <= last:
            yield replace(one, start=first, stop=last)
            held = first + (last - first) // one.period * one.period


def stretches_of(
    settings: Settings, name: str, channel: Channel, stretches: list[tuple[int, float]]
) -> Iterator[tuple[tuple[int, float], Channel]]:
    """Yield the longest stretches of weeks in which the fields of a channel stay the same, with those fields."""
    pieces = [(span, channel_in(settings, name, channel, span[0])) for span in stretches]
    begin = 0
    for k, (one, nxt) in enumerate(pairwise([*pieces, (None, None)])):
        if nxt[1] != one[1]:
            yield (pieces[begin][0][0], pieces[k][0][1]), pieces[begin][1]
            begin = k + 1


def channel_in(settings: Settings, name: str, channel: Channel, week: int) -> Channel:
    """Return a channel as the levers that act in a week make it."""
    hints = get_type_hints(Channel, include_extras=True)
    found: dict[str, Any] = {}
    for lever in settings.levers.values():
        if not lever.acts(week):
            continue
        for path, effect in lever.effects.items():
            target = channel_field(path)
            if target and target[0] in {EVERY, name}:
                inner = target[1]
                value = found.get(inner, getattr(channel, inner))
                found[inner] = moved(value, iter([effect]), about_of(hints[inner]))
    return replace(channel, **found)


def events(settings: Settings) -> Any:
    """Return one record per event."""
    return rows(
        EVENT_RECORD,
        settings.events.values(),
        kind=lambda event: EVENT[event.kind],
        week=lambda event: event.week or 0,
        magnitude=lambda event: event.size,
        first=lambda event: rows_of(event.organisation, settings)[0],
        last=lambda event: rows_of(event.organisation, settings)[1],
    )


def rows(dtype: np.dtype[Any], entries: Iterable[Any], **special: Any) -> Any:
    """Return one record per entry, each field its attribute or what ``special`` makes of the entry."""
    entries = list(entries)
    out = np.zeros(len(entries), dtype)
    for k, entry in enumerate(entries):
        for name in dtype.names or ():
            out[name][k] = special[name](entry) if name in special else getattr(entry, name)
    return out.view(np.recarray)


def organisations(settings: Settings) -> Any:
    """Return the fixed traits of every organisation; nan where a replicate draws its own."""
    out = np.zeros(len(organisation_names(settings)), ORGANISATION)
    territories, populations = list(settings.territories), list(settings.populations)
    row = 0
    for one in settings.organisations.values():
        for _ in range(one.count):
            o = out[row]
            for name in (*DRAWN, "hours", "delegates"):
                own = getattr(one, name)
                o[name] = getattr(settings.partners, name) if own is None else own
            o["turnover"] = math.nan if one.turnover is None else one.turnover
            o["threshold"] = math.nan if one.threshold is None else one.threshold
            o["home"] = math.nan if one.framing is None else one.framing
            o["first_motivation"] = settings.partners.motivation if one.motivation is None else one.motivation
            o["territory"] = territories.index(one.territory) if one.territory else NOWHERE
            o["populations"] = bits(one.populations, populations)
            o["expertise"] = bits(one.expertise, list(Expertise))
            o["standing"] = MEMBER if one.member else UNKNOWN
            row += 1
    return out.view(np.recarray)


def bits(chosen: list[Any], among: list[Any]) -> int:
    """Return a set as a number, one bit per possible member."""
    return sum(1 << among.index(one) for one in chosen)


def rows_of(name: str, settings: Settings) -> tuple[int, int]:
    """Return the first and last rows of the organisations of a name, -1 when there are none."""
    row = 0
    for other, one in settings.organisations.items():
        if other == name:
            return row, row + one.count - 1
        row += one.count
    return -1, -1
