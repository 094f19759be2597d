"""Who comes to the next meetings: by a rule learnt of runs like the register, then of the register itself."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.attendance.bank import AttendanceBank, MeetingRegister, measure_registers
from entente.analysis.attendance.return_rule import (
    LONGEST_RECORD,
    MEETINGS_AHEAD,
    RECENT_MEETINGS,
    chances_by_rule,
    describe_records,
    learn_rule,
    prior_of_runs,
)

SLIPPED_SHARE = 0.3  # fall of the share attended from which an organisation is said to be slipping
KEPT_RUNS = 0.1  # share of the runs of the bank that are kept: those most like the register
_ENDS = 5  # moments of each run from which what came next is read
_DRAWS = 200  # of the next meetings
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BankRecords:
    """Records of organisations in the bank, and what came next.

    Attributes:
        features: of each record (``describe_records``), shape (records, 3).
        next: what came next, shape (records, ``MEETINGS_AHEAD``): 1, 0, or -1 where it was not expected.
        weight: of the run of each.
        group: the run and moment of each.
    """

    features: _Floats
    next: MeetingRegister
    weight: _Floats
    group: NDArray[np.int64]


@dataclass(frozen=True)
class AttendanceForecast:
    """The next ``MEETINGS_AHEAD`` meetings.

    Attributes:
        chances: that each organisation comes to each, shape (organisations, ``MEETINGS_AHEAD``).
        times: how many of them each comes to: 5 %, 50 % and 95 %, shape (organisations, 3).
        whole: share of the organisations at each meeting: 5 %, mean and 95 %, shape (``MEETINGS_AHEAD``, 3).
    """

    chances: _Floats
    times: _Floats
    whole: _Floats


def weigh_runs(bank: AttendanceBank, register: MeetingRegister) -> _Floats:
    """Return the weight of each run of a bank: those whose fingerprint is nearest to that of a register.

    The fingerprint of each run is that of as many meetings as the register has, from its first. Distances are in
    standard deviations of the bank; the nearest ``KEPT_RUNS`` of the runs weigh by Epanechnikov's kernel (rejection
    ABC; Beaumont, Zhang & Balding 2002, doi 10.1093/genetics/162.4.2025).
    """
    own = measure_registers(register[None]).iloc[0]
    simulated = measure_registers(bank.registers[..., : register.shape[-1]])
    known = [name for name in own.index if np.isfinite(own[name]) and simulated[name].notna().mean() > 1 / 2]
    gaps = ((simulated[known] - own[known]) / simulated[known].std()).fillna(3.0)
    return _nearest_weights(np.square(gaps).sum(axis=1).to_numpy()[None], max(2, round(KEPT_RUNS * len(gaps))))[0]


def records_of_bank(bank: AttendanceBank, weights: _Floats, meetings: int) -> BankRecords:
    """Return the records of the runs that weigh something, at several moments, as long as a register has meetings."""
    kept = np.flatnonzero(weights)
    registers, latest = bank.registers[kept], bank.registers.shape[-1] - MEETINGS_AHEAD
    length = min(meetings, LONGEST_RECORD, latest)
    ends = np.unique(np.linspace(length, latest, _ENDS).round().astype(int))
    features = np.stack([describe_records(registers[..., end - length : end]) for end in ends], axis=1)
    following = np.stack([registers[..., end : end + MEETINGS_AHEAD] for end in ends], axis=1)
    expected = np.stack([(registers[..., end - length : end] >= 0).any(-1) for end in ends], axis=1)
    used = (expected & (following[..., 0] >= 0)).ravel()
    shape = features.shape[:-1]
    group = np.broadcast_to(np.arange(shape[0] * shape[1]).reshape(*shape[:2], 1), shape)
    weight = np.broadcast_to(weights[kept][:, None, None], shape)
    return BankRecords(features.reshape(-1, 3)[used], following.reshape(-1, MEETINGS_AHEAD)[used],
                   weight.ravel()[used], group.ravel()[used])  # fmt: skip


def times_by_rule(rule: _Floats, register: MeetingRegister, chance: np.random.Generator) -> _Floats:
    """Return how many of the next meetings each organisation comes to: 5 %, 50 % and 95 %, shape (organisations, 3).

    Meetings are drawn one after the other by the rule, each from a record that holds those drawn before: where an
    organisation comes is learnt from in turn, as in Pólya's urn.
    """
    drawn = np.broadcast_to(register[:, -LONGEST_RECORD:], (_DRAWS, *register[:, -LONGEST_RECORD:].shape))
    times = np.zeros(drawn.shape[:2])
    for _ in range(MEETINGS_AHEAD):
        came = chance.random(times.shape) < chances_by_rule(rule[:1], describe_records(drawn))[..., 0]
        drawn = np.concatenate([drawn, came[..., None].astype(np.int8)], axis=-1)[..., -LONGEST_RECORD:]
        times += came
    return np.quantile(times, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf").T


def _nearest_weights(squares: _Floats, count: int) -> _Floats:
    """Return Epanechnikov's weights of the nearest ones in each row, and 0 for the others; they add up to 1."""
    place = min(count, squares.shape[1]) - 1
    limit = np.partition(squares, place, axis=1)[:, place : place + 1]
    found = np.where(squares <= limit, 1 - squares / np.maximum(limit * 1.01, 1e-12), 0.0)
    found += np.where(squares <= limit, 1e-3, 0.0)  # where all are at one distance
    return found / found.sum(axis=1, keepdims=True)


def discrete_quantiles(values: _Floats, weights: _Floats, levels: tuple[float, ...]) -> _Floats:
    """Return the quantiles of weighted values: the least value up to which that share of the weight lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    return values[order][np.minimum(np.searchsorted(reached, np.array(levels) - 1e-12), len(values) - 1)]


def forecast_register(
    bank: AttendanceBank, weights: _Floats, register: MeetingRegister, seed: int = 1
) -> AttendanceForecast:
    """Foresee the next meetings of a register.

    The band of the whole is that of runs of the bank: at each moment, as many of its organisations are drawn as the
    register has, and what came next is compared with what was foreseen of them, so that what moves them all together
    counts.
    """
    records, prior = records_of_bank(bank, weights, register.shape[-1]), prior_of_runs(bank, weights)
    rule = learn_rule(prior, register)
    chances = chances_by_rule(rule, describe_records(register[..., -LONGEST_RECORD:]))
    chance = np.random.default_rng(seed)
    groups, first, sizes = np.unique(records.group, return_index=True, return_counts=True)
    weight = records.weight[first] / records.weight[first].sum()
    drawn = chance.choice(len(groups), size=_DRAWS, p=weight)
    size = len(register)
    rows = np.concatenate([chance.choice(np.flatnonzero(records.group == groups[one]), size, replace=size > sizes[one])
                           for one in drawn])  # fmt: skip
    foreseen = chances_by_rule(prior.mean, records.features[rows])
    known = (records.next[rows] >= 0).reshape(_DRAWS, size, MEETINGS_AHEAD)
    missed = np.where(known, ((records.next[rows] == 1) - foreseen).reshape(known.shape), 0.0)
    error = missed.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    mean = chances.mean(axis=0)
    low, high = np.quantile(error, [0.05, 0.95], axis=0)
    whole = np.clip(np.stack([mean + low, mean, mean + high], axis=1), 0.0, 1.0)
    return AttendanceForecast(chances, times_by_rule(rule, register, chance), whole)


def current_partners(register: MeetingRegister) -> NDArray[np.bool_]:
    """Tell which organisations were expected at one of the last meetings."""
    return (register[:, -RECENT_MEETINGS:] >= 0).any(axis=1)


def slipping_partners(register: MeetingRegister) -> NDArray[np.bool_]:
    """Tell which organisations came to half of their meetings or more, and to far fewer of the last five."""
    came, expected = register == 1, register >= 0
    recent = expected & (np.cumsum(expected[:, ::-1], axis=1)[:, ::-1] <= RECENT_MEETINGS)
    before = expected & ~recent
    shares = [(came & part).sum(1) / np.maximum(part.sum(1), 1) for part in (before, recent)]
    return (before.sum(1) >= RECENT_MEETINGS) & (shares[0] >= 1 / 2) & (shares[0] - shares[1] >= SLIPPED_SHARE)


def posterior_of_settings(sample: pd.DataFrame, worlds: NDArray[np.int64], weights: _Floats) -> pd.DataFrame:
    """Return what is left of each parameter of the plausible settings.

    Args:
        sample: the plausible settings, a row each, a column for each parameter.
        worlds: setting of each run.
        weights: of each run.

    Returns:
        ``parameter``; ``before_low``, ``before_median``, ``before_high``; ``low``, ``median``, ``high``; and ``moved``,
        the greatest difference between the two cumulative distributions (0: nothing was learnt of it).
    """
    levels, even = (0.05, 0.5, 0.95), np.ones(len(worlds))
    values = sample.to_numpy(float)[worlds]
    moved = distances_moved(values, weights)
    rows = [
        (name, *discrete_quantiles(values[:, rank], even, levels),
         *discrete_quantiles(values[:, rank], weights, levels), moved[rank]) for rank, name in enumerate(sample)
    ]  # fmt: skip
    names = ["parameter", "before_low", "before_median", "before_high", "low", "median", "high", "moved"]
    return pd.DataFrame(rows, columns=names)


def distances_moved(values: _Floats, weights: _Floats) -> _Floats:
    """Return Kolmogorov's distance between weighted and even values, for each column of values."""
    order = np.argsort(values, axis=0, kind="stable")
    reached = np.cumsum(weights[order], axis=0) / weights.sum()
    even = np.arange(1, len(values) + 1)[:, None] / len(values)
    ties = np.take_along_axis(values, order, 0)
    last = np.concatenate([ties[1:] != ties[:-1], np.ones((1, values.shape[1]), bool)])
    return np.where(last, np.abs(reached - even), 0.0).max(axis=0)


def chance_of_learning_nothing(
    sample: pd.DataFrame, worlds: NDArray[np.int64], weights: _Floats, seed: int = 1, times: int = 200
) -> float:
    """Return how often settings dealt out at random among the runs would have moved as far as the data moved some."""
    chance, values = np.random.default_rng(seed), sample.to_numpy(float)
    own = distances_moved(values[worlds], weights).max()
    dealt = [distances_moved(values[chance.permutation(len(values))][worlds], weights).max() for _ in range(times)]
    return (1 + sum(one >= own for one in dealt)) / (1 + times)
