"""Futures that nobody at the table controls: turnover, hours, who leaves, what ends, plausible settings of the rules.

Each future is one draw of every factor. In a run of a plan, replicate f is simulated in future f with the random
numbers of replicate f, so that plans are paired in each future while chance differs from one future to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from entente.i18n import N_
from entente.sim.model.declare import Grade
from entente.sim.model.situation import Event, EventKind, OrganisationSettings, Settings

FUTURE, WORLD_RANK = "future", "world"  # columns of a table of futures beside the factors
FIRST_WEEK, LAST_WEEKS = 13, 26  # events fall after the first of these weeks and before the last of these
HIGHEST_TURNOVER, LEAST_WEEKLY, MOST_WEEKLY = 0.9, 0.5, 35.0  # the ranges of these traits


@dataclass(frozen=True)
class Factor:
    """One thing that nobody controls.

    Attributes:
        label: what it is, in English.
        question: how to ask partners about it, in English.
        low: of what it multiplies; of the size of an event.
        high: the same, at most.
        grade: of these ranges.
        source: of these ranges.
        traits: what it multiplies: a trait of organisations and of ``partners`` or ``staff``, or a parameter.
        event: what befalls the partnership; None where it multiplies.
        chance: that the event happens within the run.
        lasts: weeks that the event lasts; None: to the end.
    """

    label: str
    question: str
    low: float
    high: float
    grade: Grade
    source: str
    traits: str = ""
    event: EventKind | None = None
    chance: float = 1.0
    lasts: int | None = None


FACTORS = {
    "turnover": Factor(
        N_("delegates who leave"), N_("How often have your delegates changed in the last five years?"), 0.5, 2.0,
        Grade.DERIVED, "CSMO-ÉSAC 2019 (17 %) to Opportunity Knocks 2008 (37 %)", "turnover",
    ),
    "hours": Factor(
        N_("hours really given"), N_("How many hours did you really give in the last month?"), 0.6, 1.1,
        Grade.ASSUMED, "ours: hours promised are seldom all given", "hours",
    ),
    "deciding": Factor(
        N_("delegates who can decide"), N_("What can your delegate commit without asking?"), 0.6, 1.2,
        Grade.ASSUMED, "ours: no figure found", "decision_power",
    ),
    "conjuncture": Factor(
        N_("swings of the conjuncture"), N_("What could make this problem less urgent to your organisation?"), 0.5, 3.0,
        Grade.ASSUMED, "ours: no figure found", "context.conjuncture",
    ),
    "lead_leaves": Factor(
        N_("who leads leaves"), N_("Does who coordinates intend to stay to the end, and who would take over?"),
        1.0, 1.0, Grade.DERIVED, "Bridgespan: 1 in 4 leaders within 2 years", event=EventKind.LEADER_LEAVES,
        chance=1 / 3,
    ),
    "grant_ends": Factor(
        N_("the grant ends"), N_("Until when is the funding signed, and what would be left without it?"), 0.0, 0.2,
        Grade.ASSUMED, "ours: no figure found", event=EventKind.FUNDING, chance=0.3,
    ),
    "crisis": Factor(
        N_("a surge of requests"), N_("What would a surge of requests make you drop first?"), 0.3, 0.8,
        Grade.ASSUMED, "ours: no figure found", event=EventKind.CRISIS, chance=0.3, lasts=26,
    ),
    "reorganisation": Factor(
        N_("a reorganisation"), N_("Is your organisation to be merged or reorganised?"), 0.3, 0.8,
        Grade.ASSUMED, "ours: no figure found", event=EventKind.REORGANISATION, chance=0.3,
    ),
}  # fmt: skip


def draw_futures(seed: int, count: int, weeks: int, worlds: int) -> pd.DataFrame:
    """Draw futures as a Latin hypercube.

    Args:
        seed: of the draw.
        count: how many.
        weeks: of the run.
        worlds: how many plausible settings of the rules there are; 0 for none.

    Returns:
        One row a future: ``future``, ``world`` (its plausible setting; missing without any), and one column for each
        of ``FACTORS``: what it multiplies by, or the week of the event, missing where it does not happen.
    """
    rng = np.random.default_rng(seed)
    cube = qmc.LatinHypercube(2 * len(FACTORS), rng=rng).random(count)
    table: dict[str, Any] = {FUTURE: np.arange(count)}
    spread = [rng.permutation(worlds) for _ in range(-(-count // worlds))] if worlds else [np.full(count, np.nan)]
    table[WORLD_RANK] = np.concatenate(spread)[:count]
    last = max(FIRST_WEEK + 1, weeks - LAST_WEEKS)
    for rank, (name, factor) in enumerate(FACTORS.items()):
        first, second = cube[:, 2 * rank], cube[:, 2 * rank + 1]
        if factor.event is None:
            table[name] = factor.low * (factor.high / factor.low) ** first if factor.low > 0 else factor.high * first
        else:
            week = np.floor(FIRST_WEEK + (last - FIRST_WEEK) * second)
            table[name] = np.where(first < factor.chance, week, np.nan)
            table[f"{name}_size"] = factor.low + (factor.high - factor.low) * rng.random(count)
    return pd.DataFrame(table)


def values_of_future(future: Mapping[str, float], settings: Settings) -> dict[str, Any]:
    """Return what a future makes of a situation: values of settings by dotted path."""
    values: dict[str, Any] = {}
    for name, factor in FACTORS.items():
        drawn = float(future[name])
        if factor.event is not None:
            if np.isfinite(drawn) and drawn < settings.weeks:
                size = float(future[f"{name}_size"])
                values[f"events.future_{name}"] = event_of_future(factor, int(drawn), size, settings)
        elif "." in factor.traits:
            group, _, field = factor.traits.partition(".")
            values[factor.traits] = min(0.5, drawn * getattr(getattr(settings, group), field))
        else:
            values |= scaled_trait(factor.traits, drawn, settings)
    return values


def event_of_future(factor: Factor, week: int, size: float, settings: Settings) -> dict[str, Any]:
    """Return an event as a tree of settings has it."""
    assert factor.event is not None
    event = replace(Event(), kind=factor.event, week=week, size=size, lasts=factor.lasts or settings.weeks - week + 1)
    return {"kind": event.kind.value, "week": event.week, "size": round(event.size, 4), "lasts": event.lasts}


def scaled_trait(name: str, by: float, settings: Settings) -> dict[str, float]:
    """Return a trait multiplied, where organisations state it and in the default of the others, within its range."""
    low, high = {"turnover": (0.0, HIGHEST_TURNOVER), "hours": (LEAST_WEEKLY, MOST_WEEKLY)}.get(name, (0.0, 1.0))
    usual = "staff.turnover" if name == "turnover" else f"partners.{name}"
    group, _, field = usual.partition(".")
    found = {usual: min(high, max(low, by * getattr(getattr(settings, group), field)))}
    for one, organisation in settings.organisations.items():
        stated = stated_trait(organisation, name)
        if stated is not None:
            found[f"organisations.{one}.{name}"] = min(high, max(low, by * stated))
    return found


def stated_trait(organisation: OrganisationSettings, name: str) -> float | None:
    """Return a trait that an organisation states, or None."""
    value = getattr(organisation, name)
    return None if value is None else float(value)
