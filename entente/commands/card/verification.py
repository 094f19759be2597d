"""The model verified: the same seed gives the same run, rates compose, curves are smooth, no small change jumps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from entente.analysis.verification.checks import largest_step, mean_half_width, replicates_needed, smoothness
from entente.commands.run.run import settings as settings_of
from entente.i18n import N_, number, percent, say
from entente.sim.batch import simulate
from entente.sim.derived import rate
from entente.sim.model import parameters as declared
from entente.sim.model.declare import Parameter, parameters
from entente.sim.model.measures import SERIES
from entente.sim.model.situation import Settings

SCENARIO, REPLICATES, FEW = "twenty_partners", 40, 8
SMALL_CHANGE = 0.01  # share of its value (of its range where it is 0) by which each parameter is moved
JUMP = 0.5  # standard deviations beyond which so small a change is a jump
LOOKED_AT = ("final", "trust_final", "hours_partners")
_ROUNDING = 1e-9
_TAKEN = "costs"  # what levers take, and no rule
TOLERATED, WANTED = 0.03, 0.01  # half-widths of a share: near enough, and wished for


@dataclass(frozen=True)
class Check:
    """One check: what must be, what was found, and whether it is so."""

    what: str
    found: str
    holds: bool


def verify(language: str) -> list[Check]:
    """Run the model as often as its verification needs, and return the checks."""
    base = settings_of(SCENARIO)
    every = [one for one in parameters(Settings) if is_number_of_a_rule(one)]
    whole = summaries(base, REPLICATES)
    return [
        same_seed(base, language),
        rates_compose(every, language),
        curves_are_smooth(base, language),
        nothing_jumps(base, every, whole, language),
        extremes_run(base, every, language),
        hours_are_kept(base, language),
        *enough_replicates(whole, language),
    ]


def is_number_of_a_rule(one: Parameter) -> bool:
    """Tell whether a parameter is a number that is declared beside the rules, with a range."""
    section = one.path.partition(".")[0]
    mine = {field.name for field in fields(Settings) if getattr(field.type, "__module__", "") == declared.__name__}
    return (
        section in mine - {_TAKEN}
        and one.about.low is not None
        and one.about.high is not None
        and one.path.count(".") == 1
    )


def summaries(settings: Settings, replicates: int) -> dict[str, np.ndarray]:
    """Return the outcomes of some replicates."""
    chunks = list(simulate(settings, replicates, 1))
    return {name: np.concatenate([np.asarray(one.summaries[name], float) for one in chunks]) for name in LOOKED_AT}


def series(settings: Settings, replicates: int, name: str) -> np.ndarray:
    """Return one weekly series of some replicates, shape (replicates, weeks)."""
    rank = list(SERIES).index(name)
    return np.concatenate([one.weeks[:, :, rank] for one in simulate(settings, replicates, 1)])


def same_seed(base: Settings, language: str) -> Check:
    """Check that there is a result, finite, and only one for one seed."""
    one, other = (np.concatenate([chunk.weeks for chunk in simulate(base, FEW, 1)]) for _ in range(2))
    known = bool(np.isfinite(one[:, 0]).all())
    same = np.array_equal(one, other, equal_nan=True)
    what = N_("Existence and uniqueness: a seed gives one result, to the last bit")
    found = N_("{count} replicates twice: identical") if same else N_("{count} replicates twice: they differ")
    return Check(say(what, language), say(found, language, count=FEW), same and known)


def rates_compose(every: list[Parameter], language: str) -> Check:
    """Check that half-lives mean the same whatever the step: two half-steps are one."""
    half_lives = [one for one in every if "half-life" in one.about.en.lower() and one.about.unit == "weeks"]
    worst = max(
        abs((1 - rate(2 * one.default)) ** 2 - (1 - rate(one.default))) for one in half_lives if one.default > 0
    )
    what = N_("Time step: the week is that of meetings and cannot be cut; half-lives give the same in two half-steps")
    found = say(N_("{count} half-lives: at most {worst} apart"), language, count=len(half_lives), worst=f"{worst:.0e}")
    return Check(say(what, language), found, worst < _ROUNDING)


def curves_are_smooth(base: Settings, language: str) -> Check:
    """Check that mobilisation does not jump from week to week."""
    rough = smoothness(series(base, REPLICATES, "mobilisation"))
    what = N_("Smoothness: the largest weekly step of mobilisation is under one standard deviation of its curve")
    return Check(say(what, language), say(N_("{value} on average"), language, value=number(rough, language)), rough < 1)


def move_parameter(base: Settings, one: Parameter, value: Any) -> Settings:
    """Return settings with one parameter at another value."""
    section, _, name = one.path.partition(".")
    value = round(value) if one.kind is int else value
    return replace(base, **{section: replace(getattr(base, section), **{name: value})})


def slightly_more(base: Settings, one: Parameter) -> float:
    """Return the value of a parameter and a little more of it, within its range."""
    section, _, name = one.path.partition(".")
    low, high, now = float(one.about.low or 0), float(one.about.high or 0), float(getattr(getattr(base, section), name))
    return min(high, now * (1 + SMALL_CHANGE) if now > 0 else SMALL_CHANGE * (high - low))


def nothing_jumps(base: Settings, every: list[Parameter], whole: Mapping[str, np.ndarray], language: str) -> Check:
    """Check that a hundredth of the value of any parameter moves outcomes little."""
    before = summaries(base, FEW)
    effects = []
    for one in every:
        after = summaries(move_parameter(base, one, slightly_more(base, one)), FEW)
        effects.append([np.nanmean(after[name] - before[name]) for name in LOOKED_AT])
    deviation = np.array([whole[name].std(ddof=1) for name in LOOKED_AT])
    rank, largest = largest_step(np.array(effects), deviation)
    what = N_(
        "Sweep: a hundredth of its value moves no outcome by half a standard deviation, for each parameter of the rules"
    )
    found = N_("{count} parameters: at most {value} (`{name}`)")
    said = say(found, language, count=len(every), value=number(largest, language), name=every[rank].path)
    return Check(say(what, language), said, largest < JUMP)


def extremes_run(base: Settings, every: list[Parameter], language: str) -> Check:
    """Check that both ends of each range give finite shares within bounds."""
    wrong = []
    for one in every:
        for end in (one.about.low, one.about.high):
            found = series(move_parameter(base, one, end), 2, "mobilisation")
            if not (np.isfinite(found).all() and (found >= 0).all() and (found <= 1 + _ROUNDING).all()):
                wrong.append(one.path)
    what = N_("Extremes: each parameter at both ends of its range gives a mobilisation between 0 and 1")
    told = N_("{count} settings: all do") if not wrong else N_("not with {names}")
    return Check(say(what, language), say(told, language, count=2 * len(every), names=", ".join(wrong)), not wrong)


def hours_are_kept(base: Settings, language: str) -> Check:
    """Check that partners never spend more hours than they have."""
    spent, there = (series(base, REPLICATES, name) for name in ("hours_partners", "hours_available"))
    over = float(np.nanmax(spent - there))
    what = N_("Conservation: partners never spend more hours than they have")
    found = say(N_("{count} weeks: at most {share} of them"), language, count=number(spent.size, language, 0),
                share=percent(float(np.nanmax(spent / np.where(there > 0, there, np.inf))), language))  # fmt: skip
    return Check(say(what, language), found, over <= _ROUNDING)


def enough_replicates(whole: Mapping[str, np.ndarray], language: str) -> Iterator[Check]:
    """Say how precise means over 200 replicates are, and how many give a hundredth."""
    for name in LOOKED_AT[:2]:
        values = whole[name][np.isfinite(whole[name])]
        half, needed = mean_half_width(values, 200), replicates_needed(values, WANTED)
        title = {"final": N_("final mobilisation"), "trust_final": N_("trust at the end")}[name]
        what = say(
            N_("Replicates: mean {what} over the usual 200 is within ± 0.03"), language, what=say(title, language)
        )
        found = say(N_("± {half}; {needed} replicates would give ± 0.01"), language, half=number(half, language, 3),
                    needed=number(needed, language, 0))  # fmt: skip
        yield Check(what, found, half <= TOLERATED)
