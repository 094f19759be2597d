"""The arrays of a run: what is fixed (``Plan``), what changes (``State``), and how organisations fill them.

Trust is kept target-major, ``personal[j, i]`` being the trust of i in j, so that inner loops run over those who
trust and sums keep one order on every processor.
"""

import math
from collections.abc import Iterable
from dataclasses import fields
from itertools import product
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.chance import POSTS, Keys, keys
from sim.declare import plain
from sim.measures import CASE_TALLY
from sim.settings import Audience
from sim.situation import EventKind, Expertise, Settings
from sim.validation import CHANGEABLE

UNKNOWN, APPROACHED, MEMBER, ACTIVE, LEFT = range(5)
GOALS_MET, DESERTED, DORMANT = 1, 2, 3
END_REASONS = ("none", "goals_met", "deserted", "dormant")
AUDIENCE = {audience: code for code, audience in enumerate(Audience)}
EVENT = {kind: code for code, kind in enumerate(EventKind)}
NOWHERE = -1  # the territory of an organisation that serves them all
LONGEST_WAIT = 12  # weeks: the highest ``casework.patience``
EVERYWHERE = {"all": 1.0}  # the territory, or the population, of a scenario that tells none apart

TRAITS = (
    "mission_fit",
    "self_interest",
    "rigidity",
    "reliability",
    "openness",
    "decision_power",
    "status",
    "access",
    "budget",
)
NUMBERS = {float: "f8", int: "i8", bool: "?"}


def record(names: str, kind: str = "f8") -> list[tuple[str, str]]:
    """Return record fields of one kind."""
    return [(name, kind) for name in names.split()]


ORGANISATION = np.dtype(
    record("territory populations expertise delegates standing since discontent contributed committee", "i8")
    + [(trait, "f8") for trait in TRAITS]
    + record("hours turnover turnover_class threshold home first_motivation")
    + record("motivation mobilisation framing language belonging information fatigue recognition record fairness voice")
    + record("presence seen talk hassle pull drag contribution trusted trusting peers lead_trust coordinator_trust")
    + record("coordinator_regard coordinator_contact staffing skill available spent_paperwork spent_leading")
    + record("spent_meetings spent_work spent_cases travelled tiring"),
    align=True,
)
POST = np.dtype([("filled", "?"), ("arrived", "f8"), ("skill", "f8")], align=True)
CARRIER = np.dtype([("share", "f8"), ("experience", "f8"), ("back", "i8")], align=True)
PARTNERSHIP = np.dtype(
    record("week stage cycle lead members quiet ended reason funding_until surge_until apart_until", "i8")
    + record("lead_leaves approached", "i8")
    + record("progress results momentum service energy leadership experience supply demand animation")
    + record("available funding surge controversy opened settled cohesion disagreement centre useful")
    + record("attendance invited attended commitments broken departures hours_coordinator")
    + record("arrived answered lost waited"),
    align=True,
)
CHANNEL = np.dtype(
    record("period audience start stop", "i8")
    + record("richness hours coordinator per_head obligation travel informal"),
    align=True,
)
STAGE = np.dtype(record("work breadth") + record("broad expertise", "i8"), align=True)
HAPPENING = np.dtype(record("kind week lasts first last", "i8") + record("yearly magnitude"), align=True)


class Plan(NamedTuple):
    """What one scenario fixes for all of its runs."""

    organisation: Any  # ORGANISATION per organisation; nan: to be drawn
    channel: Any  # CHANNEL per channel
    stage: Any  # STAGE per stage
    event: Any  # HAPPENING per event
    cell_territory: NDArray[np.int64]
    cell_population: NDArray[np.int64]
    cell_share: NDArray[np.float64]
    parameters: Any  # PARAMETERS, one record per stretch of weeks between changes
    since: NDArray[np.int64]  # first week of each stretch
    keys: Keys
    first_lead: int
    territories: int
    cycles: int
    weeks: int


class State(NamedTuple):
    """What changes during a run."""

    organisation: Any  # ORGANISATION per organisation
    post: Any  # POST per organisation and post
    carrier: Any  # CARRIER per organisation, then the dedicated coordinator
    partnership: Any  # one PARTNERSHIP
    personal: NDArray[np.float64]  # personal[j, i]: personal trust of i in j
    institutional: NDArray[np.float64]  # the same of institutional trust
    acquaintance: NDArray[np.float64]  # how long-standing the tie is, 0 to 1
    contact: NDArray[np.float64]  # contact of the week
    vector: NDArray[np.float64]  # room for sums: rows of one number per organisation
    waiting: NDArray[np.float64]  # cases by cell and weeks waited
    tally: NDArray[np.float64]  # cases of the whole run by cell: CASE_TALLY
    shortfall: NDArray[np.float64]  # breadth missing when each stage was done
    due: NDArray[np.bool_]  # channels held this week


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


def records(dtype: np.dtype[Any], shape: int | tuple[int, ...]) -> Any:
    """Return zeroed records whose fields also read as attributes."""
    return np.zeros(shape, dtype).view(np.recarray)


def stretches(settings: Settings) -> tuple[Any, NDArray[np.int64]]:
    """Return the parameters of each stretch of weeks, and the week from which each holds."""
    weeks = sorted({1, *(change.week for change in settings.changes.values())})
    out = records(PARAMETERS, len(weeks))
    for k, week in enumerate(weeks):
        for section in PARAMETERS.names or ():
            for name in PARAMETERS[section].names or ():
                out[section][name][k] = getattr(getattr(settings, section), name)
        for change in settings.changes.values():
            if change.week <= week:
                for path, value in change.set.items():
                    section, name = path.split(".")
                    out[section][name][k] = value
    return out, np.array(weeks, dtype=np.int64)


def case_cells(settings: Settings) -> list[tuple[str, str]]:
    """Return the territory and population of each row of the case tally; ``all`` where a scenario has none."""
    return list(product(settings.territories or EVERYWHERE, settings.populations or EVERYWHERE))


def organisation_names(settings: Settings) -> list[str]:
    """Return the names of all organisations in order; ``count`` alike are numbered from 1."""
    names = []
    for name, one in settings.organisations.items():
        names += [name] if one.count == 1 else [f"{name}_{k + 1}" for k in range(one.count)]
    return names


def make_plan(settings: Settings) -> Plan:
    """Return the arrays of a scenario: the one way from settings to arrays."""
    channels = settings.communication.channels
    territories, populations = settings.territories or EVERYWHERE, settings.populations or EVERYWHERE
    cells = [(t, p, a * b) for t, a in enumerate(territories.values()) for p, b in enumerate(populations.values())]
    total = sum(share for *_, share in cells)
    parameters, since = stretches(settings)
    stages = [stage for stage in settings.stages.values() if stage.work > 0]
    return Plan(
        organisation=organisations(settings),
        channel=rows(CHANNEL, channels.values(), audience=lambda channel: AUDIENCE[channel.audience]),
        stage=rows(STAGE, stages, expertise=lambda stage: bits(stage.expertise, list(Expertise))),
        event=rows(
            HAPPENING,
            settings.events.values(),
            kind=lambda event: EVENT[event.kind],
            week=lambda event: event.week or 0,
            magnitude=lambda event: event.size,
            first=lambda event: rows_of(event.organisation, settings)[0],
            last=lambda event: rows_of(event.organisation, settings)[1],
        ),
        cell_territory=np.array([t for t, _, _ in cells]),
        cell_population=np.array([p for _, p, _ in cells]),
        cell_share=np.array([share / total for *_, share in cells]),
        parameters=parameters,
        since=since,
        keys=Keys(
            keys(organisation_names(settings)),
            keys(channels),
            keys(f"{t}|{p}" for t, p in case_cells(settings)),
            keys(settings.events),
        ),
        first_lead=rows_of(settings.lead, settings)[0],
        territories=len(territories),
        cycles=settings.cycles,
        weeks=settings.weeks,
    )


def rows(dtype: np.dtype[Any], entries: Iterable[Any], **special: Any) -> Any:
    """Return one record per entry, each field its attribute or what ``special`` makes of the entry."""
    entries = list(entries)
    out = records(dtype, len(entries))
    for k, entry in enumerate(entries):
        for name in dtype.names or ():
            out[name][k] = special[name](entry) if name in special else getattr(entry, name)
    return out


def organisations(settings: Settings) -> Any:
    """Return the fixed traits of every organisation; nan where a replicate draws its own."""
    out = records(ORGANISATION, len(organisation_names(settings)))
    territories, populations = list(settings.territories), list(settings.populations)
    row = 0
    for one in settings.organisations.values():
        for _ in range(one.count):
            o = out[row]
            for name in (*TRAITS, "hours", "delegates"):
                own = getattr(one, name)
                o[name] = getattr(settings.partners, name) if own is None else own
            o.turnover = math.nan if one.turnover is None else one.turnover
            o.threshold = math.nan if one.threshold is None else one.threshold
            o.home = math.nan if one.framing is None else one.framing
            o.first_motivation = settings.partners.motivation if one.motivation is None else one.motivation
            o.territory = territories.index(one.territory) if one.territory else NOWHERE
            o.populations = bits(one.populations, populations)
            o.expertise = bits(one.expertise, list(Expertise))
            o.standing = MEMBER if one.member else UNKNOWN
            row += 1
    return out


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


def make_state(plan: Plan) -> State:
    """Return room for one run of a plan."""
    n = len(plan.organisation)
    return State(
        records(ORGANISATION, n),
        records(POST, (n, POSTS)),
        records(CARRIER, n + 1),
        records(PARTNERSHIP, 1),
        np.zeros((n, n)),
        np.zeros((n, n)),
        np.zeros((n, n)),
        np.zeros((n, n)),
        np.zeros((8, n)),
        np.zeros((len(plan.cell_share), LONGEST_WAIT + 2)),
        np.zeros((len(plan.cell_share), len(CASE_TALLY))),
        np.zeros(len(plan.stage)),
        np.zeros(len(plan.channel), dtype=np.bool_),
    )
