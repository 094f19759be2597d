"""The inputs of a run: settings turned into arrays.

Parameters that a change or a lever moves come as one record per stretch of weeks in which all of them stay the same.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, reduce
from itertools import pairwise, product
from operator import add
from types import SimpleNamespace
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from entente.sim.chance import Keys, keys, pad_to_lanes
from entente.sim.derived import SECTIONS, record_of
from entente.sim.model.declare import About, about_of, declared_types, plain
from entente.sim.model.levers import EVERY, LEAD, TRAITS, Effect, Lever, apply_effects, channel_field
from entente.sim.model.settings import Channel
from entente.sim.model.situation import (
    EVERYWHERE,
    Expertise,
    OrganisationSettings,
    Settings,
    case_cells,
    organisation_names,
)
from entente.sim.records import (
    AUDIENCE_CODE,
    CHANNEL_RECORD,
    DRAWN_TRAITS,
    EVENT_CODE,
    EVENT_RECORD,
    EVERYWHERE_CODE,
    MEMBER,
    ORGANISATION_RECORD,
    STAGE_RECORD,
    UNKNOWN,
)
from entente.sim.validation.changeable import CHANGEABLE

ALL_TIES_UP_TO = 2000  # organisations up to which all ties are kept, unless ``partners.ties`` says otherwise
DEFAULT_TIES = 32  # ties that each organisation keeps in a larger partnership (assumed)
NUMBERS = {float: "f8", int: "i8", bool: "?"}


class ModelInputs(NamedTuple):
    """What one scenario fixes for all of its runs, as arrays."""

    organisation: Any  # ORGANISATION_RECORD per organisation; nan where each replicate draws its own
    channel: Any  # CHANNEL_RECORD per channel and stretch of weeks in which its fields stay the same
    stage: Any  # STAGE_RECORD per stage
    event: Any  # EVENT_RECORD per event
    cell_territory: NDArray[np.int64]
    cell_population: NDArray[np.int64]
    cell_share: NDArray[np.float64]
    parameters: Any  # PARAMETERS, one record per stretch of weeks in which they stay the same
    since: NDArray[np.int64]  # first week of each stretch
    shift: NDArray[np.float64]  # stretch, organisation, trait, (a, b): the trait is a·drawn + b
    bounds: NDArray[np.float64]  # trait, (low, high)
    lever: NDArray[np.int64]  # lever, (first week of its effects, last week)
    keys: Keys
    first_lead: int
    ties: int  # ties that each organisation keeps; 0: with everybody
    territories: int
    populations: int  # the set of all populations, one bit each
    expertise: int  # the kinds of expertise that the stages call on, one bit each
    cycles: int
    weeks: int


def parameters_dtype() -> np.dtype[Any]:
    """Return the record of all numbers that rules read: a nested one per section of ``Settings``, and those derived."""
    hints = get_type_hints(Settings)
    sections = []
    for name in sorted(CHANGEABLE | {"partners"}):
        kinds = {field: plain(kind) for field, kind in get_type_hints(hints[name]).items()}
        numbers = [(field, NUMBERS[kind]) for field, kind in kinds.items() if kind in NUMBERS]
        sections.append((name, np.dtype(numbers, align=True)))
    derived = [(name, record_of(fields)) for name, (fields, _) in SECTIONS.items()]
    return np.dtype(sections + derived, align=True)


PARAMETERS = parameters_dtype()


def make_inputs(settings: Settings) -> ModelInputs:
    """Turn validated settings into the arrays of a run."""
    weeks = turning_weeks(settings)
    stages = [stage for stage in settings.stages.values() if stage.work > 0]
    channels = list(channels_by_stretch(settings, weeks))
    territory, population, share = make_cells(settings)
    return ModelInputs(
        organisation=make_organisations(settings),
        channel=make_channels(channels),
        stage=make_records(STAGE_RECORD, stages, expertise=lambda stage: bit_set(stage.expertise, list(Expertise))),
        event=make_events(settings),
        cell_territory=territory,
        cell_population=population,
        cell_share=share,
        parameters=make_parameters(settings, weeks),
        since=np.array(weeks, dtype=np.int64),
        shift=np.stack([trait_shifts(settings, week) for week in weeks]),
        bounds=np.array(trait_bounds()),
        lever=np.array([(one.acts_from, one.stop) for one in settings.levers.values()], np.int64).reshape(-1, 2),
        keys=make_keys(settings, [name for name, _ in channels]),
        first_lead=organisation_rows(settings.lead, settings)[0],
        ties=ties_kept(settings),
        territories=len(settings.territories or EVERYWHERE),
        populations=(1 << len(settings.populations)) - 1,
        expertise=bit_set(sorted({one for stage in stages for one in stage.expertise}), list(Expertise)),
        cycles=settings.cycles,
        weeks=settings.weeks,
    )


def make_channels(channels: list[tuple[str, Channel]]) -> Any:
    """Return one record per channel and stretch of weeks; ``first`` is the row of the first one of its name."""
    rows = {name: row for row, (name, _) in reversed(list(enumerate(channels)))}
    out = make_records(
        CHANNEL_RECORD,
        [one for _, one in channels],
        audience=lambda channel: AUDIENCE_CODE[channel.audience],
        first=lambda _: 0,
    )
    out.first = [rows[name] for name, _ in channels]
    return out


def make_cells(settings: Settings) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the territory, population and share of the cases of each cell: each population of each territory."""
    territories, populations = settings.territories or EVERYWHERE, settings.populations or EVERYWHERE
    cells = product(enumerate(territories.values()), enumerate(populations.values()))
    territory, population, share = zip(*((t, p, a * b) for (t, a), (p, b) in cells), strict=True)
    whole = reduce(add, share)  # one after the other: `sum` adds otherwise from Python 3.12 on
    return np.array(territory), np.array(population), np.array(share) / whole


def make_keys(settings: Settings, channels: list[str]) -> Keys:
    """Return the keys by which random numbers are drawn: the names of everything that draws some."""
    organisations = keys(organisation_names(settings))
    return Keys(
        organisation=pad_to_lanes(organisations),
        carrier=pad_to_lanes(np.hstack([organisations, np.zeros((2, 1), dtype=np.uint64)])),
        channel=keys(channels),
        cell=pad_to_lanes(keys(f"{t}|{p}" for t, p in case_cells(settings))),
        event=pad_to_lanes(keys(settings.events)),
    )


def ties_kept(settings: Settings) -> int:
    """Return how many ties each organisation keeps, 0 for all: as stated, or by how many organisations there are."""
    others = len(organisation_names(settings)) - 1
    if settings.partners.ties == 0:
        return min(DEFAULT_TIES, others) if others >= ALL_TIES_UP_TO else 0
    return max(1, min(settings.partners.ties, others))


def turning_weeks(settings: Settings) -> list[int]:
    """Return the first week of each stretch: 1, and when a change or a lever begins or ends something."""
    turns = {1, *(change.week for change in settings.changes.values())}
    for lever in settings.levers.values():
        turns |= set(lever.turning_weeks())
    return sorted(turns)


def make_parameters(settings: Settings, weeks: list[int]) -> Any:
    """Return the parameters of each stretch of weeks, as changes and levers make them, with what derives from them."""
    out = np.zeros(len(weeks), PARAMETERS)
    for section, declared in declared_numbers().items():
        here = getattr(settings, section)
        out[section] = tuple(getattr(here, name) for name, *_ in declared)
    for section, name, values in moved_parameters(settings, weeks):
        out[section][name] = values
    for k, week in enumerate(weeks):
        for lever in settings.levers.values():
            for name, charge in lever.charges(week).items():
                out["costs"][name][k] += charge
        numbers = python_numbers(PARAMETERS, out[k].item())
        for section, (_, make) in SECTIONS.items():
            out[section][k] = tuple(make(numbers))
    return out.view(np.recarray)


def moved_parameters(settings: Settings, weeks: list[int]) -> Iterator[tuple[str, str, list[float]]]:
    """Yield the section and the name of each parameter that changes or levers move, with its value in each stretch."""
    in_time = sorted(settings.changes.values(), key=lambda change: change.week)
    changed = {week: {path: value for one in in_time if one.week <= week for path, value in one.set.items()}
               for week in weeks}  # fmt: skip
    moved = set[str]().union(*changed.values(), *(one.effects for one in settings.levers.values()))
    for section, declared in declared_numbers().items():
        for name, path, about in declared:
            if path in moved:
                usual = getattr(getattr(settings, section), name)
                yield section, name, [
                    apply_effects(changed[week].get(path, usual), effects_of_week(settings, path, week), about)
                    for week in weeks
                ]  # fmt: skip


@cache
def declared_numbers() -> dict[str, list[tuple[str, str, About | None]]]:
    """Return the parameters of each section of ``PARAMETERS`` in its order: name, dotted path, declaration."""
    hints = get_type_hints(Settings)
    found = {}
    for section in sorted(CHANGEABLE | {"partners"}):
        inner = declared_types(hints[section])
        names = PARAMETERS[section].names or ()
        found[section] = [(name, f"{section}.{name}", about_of(inner[name])) for name in names]
    return found


def python_numbers(fields: np.dtype[Any], values: tuple[Any, ...]) -> Any:
    """Return the values of a record by name, as Python numbers: they overflow to infinity without NumPy's warning."""
    names = fields.names or ()
    named = zip(names, (fields[name] for name in names), values, strict=True)
    return SimpleNamespace(
        **{name: value if kind.names is None else python_numbers(kind, value) for name, kind, value in named}
    )


def effects_of_week(settings: Settings, path: str, week: int) -> Iterator[Effect]:
    """Yield what the levers that act in a week do to one path, in the order of the levers."""
    for lever in settings.levers.values():
        if lever.acts(week) and path in lever.effects:
            yield lever.effects[path]


def trait_shifts(settings: Settings, week: int) -> NDArray[np.float64]:
    """Return a and b such that a trait is now a·drawn + b, shape (organisations, traits, 2)."""
    out = np.tile([1.0, 0.0], (len(organisation_names(settings)), len(TRAITS), 1))
    for lever in settings.levers.values():
        if lever.acts(week):
            first, last = rows_moved(lever, settings)
            for t, trait in enumerate(TRAITS):
                path = "staff.turnover" if trait == "turnover" else f"partners.{trait}"
                if path in lever.effects:
                    a, b = lever.effects[path].line()
                    out[first : last + 1, t] = a * out[first : last + 1, t] + (0.0, b)
    return out


def rows_moved(lever: Lever, settings: Settings) -> tuple[int, int]:
    """Return the first and last rows of the organisations whose traits a lever moves."""
    if not lever.who:
        return 0, len(organisation_names(settings)) - 1
    return organisation_rows(settings.lead if lever.who == LEAD else lever.who, settings)


@cache
def trait_bounds() -> list[tuple[float, float]]:
    """Return the declared range of each trait, in the order of ``TRAITS``."""
    declared = [about_of(declared_types(OrganisationSettings)[trait]) for trait in TRAITS]
    found = [(one.low, one.high) for one in declared if one and one.low is not None and one.high is not None]
    assert len(found) == len(TRAITS), "every trait has a range"
    return found


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
            held += [(name, replace(channel, start=start, stop=stop)) for start, stop in spans_left(first, last, taken)]
    ends = [*(week - 1 for week in weeks[1:]), math.inf]
    for name, channel in held:
        pieces = list(channel_spans(settings, name, channel, list(zip(weeks, ends, strict=True))))
        yield from ((name, piece) for piece in pieces or [channel])


def channel_names(settings: Settings) -> list[str]:
    """Return the name of each channel of ``ModelInputs.channel``, in their order."""
    return [name for name, _ in channels_by_stretch(settings, turning_weeks(settings))]


def spans_left(first: int, last: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of the weeks from a first to a last one when some stretches of them are taken."""
    for start, stop in sorted(taken):
        if start <= stop:
            if first < min(start, last + 1):
                yield first, min(start - 1, last)
            first = max(first, stop + 1)
    if first <= last:
        yield first, last


def channel_spans(
    settings: Settings, name: str, channel: Channel, stretches: list[tuple[int, float]]
) -> Iterator[Channel]:
    """Yield a channel as it is in each stretch of weeks, each occasion one period after the last, wherever that was."""
    held: int | None = None
    for (week, end), one in unchanged_spans(settings, name, channel, stretches):
        due = channel.start if held is None else held + one.period
        first, last = max(1, due, week), int(min(channel.stop, end))
        if first <= last:
            yield replace(one, start=first, stop=last)
            held = first + (last - first) // one.period * one.period


def unchanged_spans(
    settings: Settings, name: str, channel: Channel, stretches: list[tuple[int, float]]
) -> Iterator[tuple[tuple[int, float], Channel]]:
    """Yield the longest stretches of weeks in which the fields of a channel stay the same, with those fields."""
    pieces = [(span, channel_in_week(settings, name, channel, span[0])) for span in stretches]
    begin = 0
    for k, (one, nxt) in enumerate(pairwise([*pieces, (None, None)])):
        if nxt[1] != one[1]:
            yield (pieces[begin][0][0], pieces[k][0][1]), pieces[begin][1]
            begin = k + 1


def channel_in_week(settings: Settings, name: str, channel: Channel, week: int) -> Channel:
    """Return a channel as the levers that act in a week make it."""
    hints = declared_types(Channel)
    found: dict[str, Any] = {}
    for lever in settings.levers.values():
        if not lever.acts(week):
            continue
        for path, effect in lever.effects.items():
            target = channel_field(path)
            if target and target[0] in {EVERY, name}:
                inner = target[1]
                value = found.get(inner, getattr(channel, inner))
                found[inner] = apply_effects(value, iter([effect]), about_of(hints[inner]))
    return replace(channel, **found) if found else channel


def make_events(settings: Settings) -> Any:
    """Return one record per event."""
    return make_records(
        EVENT_RECORD,
        settings.events.values(),
        kind=lambda event: EVENT_CODE[event.kind],
        week=lambda event: event.week or 0,
        magnitude=lambda event: event.size,
        first=lambda event: organisation_rows(event.organisation, settings)[0],
        last=lambda event: organisation_rows(event.organisation, settings)[1],
    )


def make_records(dtype: np.dtype[Any], entries: Iterable[Any], **special: Any) -> Any:
    """Return one record per entry, each field its attribute or what ``special`` makes of the entry."""
    names = dtype.names or ()
    rows = [tuple(special[name](one) if name in special else getattr(one, name) for name in names) for one in entries]
    return np.array(rows, dtype).view(np.recarray)


def make_organisations(settings: Settings) -> Any:
    """Return the fixed traits of every organisation; nan where a replicate draws its own."""
    organisations = list(settings.organisations.values())
    counts = [one.count for one in organisations]
    out = np.zeros(sum(counts), ORGANISATION_RECORD)
    for name, values in fixed_traits(organisations, settings).items():
        out[name] = np.repeat(values, counts)
    return out.view(np.recarray)


def fixed_traits(organisations: list[OrganisationSettings], settings: Settings) -> dict[str, list[float]]:
    """Return what is fixed of each organisation, by field of ``ORGANISATION_RECORD``; nan where replicates draw it."""
    usual, territories, populations = settings.partners, list(settings.territories), list(settings.populations)

    def traits_of(name: str, otherwise: float) -> list[float]:
        return [otherwise if (own := getattr(one, name)) is None else own for one in organisations]

    return {
        **{name: traits_of(name, getattr(usual, name)) for name in (*DRAWN_TRAITS, "hours", "delegates")},
        "turnover": traits_of("turnover", math.nan),
        "threshold": traits_of("threshold", math.nan),
        "home": traits_of("framing", math.nan),
        "first_motivation": traits_of("motivation", usual.motivation),
        "territory": [territories.index(one.territory) if one.territory else EVERYWHERE_CODE for one in organisations],
        "populations": [bit_set(one.populations, populations) for one in organisations],
        "expertise": [bit_set(one.expertise, list(Expertise)) for one in organisations],
        "standing": [MEMBER if one.member else UNKNOWN for one in organisations],
    }


def bit_set(chosen: list[Any], among: list[Any]) -> int:
    """Return a set as a number, one bit per possible member."""
    return sum(1 << among.index(one) for one in chosen)


def organisation_rows(name: str, settings: Settings) -> tuple[int, int]:
    """Return the first and last rows of the organisations of a name, -1 when there are none."""
    row = 0
    for other, one in settings.organisations.items():
        if other == name:
            return row, row + one.count - 1
        row += one.count
    return -1, -1
