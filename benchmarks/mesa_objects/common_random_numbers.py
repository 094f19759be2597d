"""The compiled engine and the plain Mesa model under common random numbers: every weekly figure must be the same.

Both start from the organisations that the engine drew, and each week has one number that replaces every draw of that
week in both. What remains is arithmetic, so that the rules are compared figure by figure, random events included, and
a difference is reported with its week and series.
"""

import random
from dataclasses import dataclass

import numpy as np

import entente.sim
from benchmarks.mesa_objects.model import CONDITION_ANSWERS, Partnership
from benchmarks.mesa_objects.organisation import Organisation
from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import CASE_TALLY, LOG_ENTRIES, SERIES
from entente.sim.model.situation import Settings

TOLERANCE = 1e-7  # of 1 + the figure: sums are added in another order
RARE = 0.2  # share of the weeks with a number so low that rare events happen
FIELDS = (
    *TRAITS[:-1], "threshold", "home", "first_motivation", "turnover_class", "framing", "record", "assiduity",
    "motivation", "mobilisation", "eagerness", "voice", "belonging", "seen", "trusted", "trusting", "peers",
    "lead_trust",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """The first difference: its week and, by name, the figures of the engine and of the plain Mesa model."""

    week: int
    figures: dict[str, tuple[object, object]]

    def __str__(self) -> str:
        """Return the week and the first three figures."""
        shown = [f"{name} {engine} against {peer}" for name, (engine, peer) in list(self.figures.items())[:3]]
        return f"week {self.week}: {'; '.join(shown)}"


class Engine(entente.sim.Partnership):
    """The compiled model, stepped, with one number for every draw of a week."""

    numbers: list[float]

    def context(self) -> None:
        """Replace the draws of the week by its number."""
        for numbers in self.draws:
            numbers[:] = self.numbers[self.week]
        super().context()


class SharedNumbers(random.Random):
    """The random numbers of the plain Mesa model, with one number for every draw of a week."""

    def __init__(self, peer: Partnership, numbers: list[float]) -> None:
        super().__init__(0)
        self.peer, self.numbers = peer, numbers

    def random(self) -> float:
        """Return the number of the week."""
        return self.numbers[self.peer.week]


def weekly_numbers(seed: int, weeks: int) -> list[float]:
    """Return one number per week, very low in some weeks so that rare events happen."""
    draw = random.Random(seed)
    return [draw.random() * (0.01 if draw.random() < RARE else 1.0) for _ in range(weeks + 1)]


def first_gap(settings: Settings, seed: int) -> Gap | None:
    """Run both week by week; return the first difference, event log and tallies included, or None."""
    numbers = weekly_numbers(seed, settings.weeks)
    engine, peer = Engine(settings, seed=seed), Partnership(settings, seed=seed)
    copy_start(engine, peer)
    engine.numbers, peer.random = numbers, SharedNumbers(peer, numbers)
    for week in range(1, settings.weeks + 1):
        engine.step()
        peer.step()
        if gap := different_figures(engine, peer):
            return Gap(week, gap)
    gap = different_totals(engine, peer)
    return Gap(settings.weeks, gap) if gap else None


def copy_start(engine: Engine, peer: Partnership) -> None:
    """Give the peer the organisations, ties and people that the engine drew."""
    state = engine.state
    for row, (drawn, one) in enumerate(zip(engine.agents, peer.organisations, strict=True)):
        for field in FIELDS:
            setattr(one, field, getattr(drawn, field))
        one.drawn = {trait: one.drawn["turnover"] if trait == "turnover" else getattr(one, trait) for trait in TRAITS}
        for post, person in enumerate(one.posts):
            person.arrived = float(state.post["arrived"][row, post])
        copy_ties(engine, peer, row, one)
    whole = state.partnership[0]
    peer.centre, peer.cohesion, peer.disagreement = whole.centre, whole.cohesion, whole.disagreement


def copy_ties(engine: Engine, peer: Partnership, row: int, one: Organisation) -> None:
    """Give one organisation of the peer the ties that the engine drew."""
    for column, other in enumerate(peer.organisations):
        if other is not one:
            tie = one.ties[other]
            tie.personal = float(engine.state.personal[column, row])
            tie.institutional = float(engine.state.institutional[column, row])
            tie.acquaintance = float(engine.state.acquaintance[column, row])


def different_figures(engine: Engine, peer: Partnership) -> dict[str, tuple[object, object]]:
    """Return the series and answers of the week that differ."""
    names = (*SERIES, *CONDITION_ANSWERS)
    theirs = np.array([*(engine.series(name) for name in SERIES), *engine.state.answers.ravel()])
    ours = np.array([peer.observed[name] for name in names])
    apart = np.abs(theirs - ours) > TOLERANCE * (1.0 + np.abs(theirs))
    return {names[k]: (float(theirs[k]), float(ours[k])) for k in np.flatnonzero(apart)}


def different_totals(engine: Engine, peer: Partnership) -> dict[str, tuple[object, object]]:
    """Return what differs in the event log, the case tallies, the first shock and the end."""
    whole = engine.state.partnership[0]
    ours = np.array([[cell.tally[name] for name in CASE_TALLY] for cell in peer.cells], dtype=float)
    pairs = {
        "log": (engine_log(engine), [(*entry[:3], round(float(entry[3]), 6)) for entry in peer.log]),
        "cases": (engine.state.tally.tolist(), ours.tolist()),
        "shock": (int(whole.shock), peer.shock),
        "reason": (engine.end_reason, peer.reason),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def engine_log(engine: Engine) -> list[tuple[int, str, str, float]]:
    """Return the event log of the engine as the plain Mesa model writes it."""
    settings, kinds = engine.settings, list(LOG_ENTRIES)
    organisations = [one.name for one in engine.agents]
    names = {
        "organisation": organisations,
        "carrier": [*organisations, "coordinator"],
        "stage": [str(k) for k in range(len(settings.stages))],
        "lever": list(settings.levers),
        "event": list(settings.events),
    }
    found = []
    for note in engine.state.log[: int(engine.state.partnership[0].logged)]:
        kind = kinds[note["kind"]]
        who = names[LOG_ENTRIES[kind].who][note["who"]] if note["who"] >= 0 else ""
        found.append((int(note["week"]), kind, who, round(float(note["extent"]), 6)))
    return found
