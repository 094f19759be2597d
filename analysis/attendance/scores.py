"""How well who comes is foreseen: scores of forecasts beside those of rules of thumb."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.attendance.bank import AttendanceBank, MeetingRegister
from entente.analysis.attendance.forecast import weigh_runs
from entente.analysis.attendance.return_rule import (
    RECENT_MEETINGS,
    chances_by_rule,
    features_before,
    fit_logistic,
    learn_rule,
    odds_to_chances,
    prior_of_runs,
)
from entente.i18n import N_

LEARNT_SHARE = 2 / 3  # of the meetings; the others are foreseen
_CERTAIN = 0.01  # no forecast is surer than this, so that the log score stays finite
_SMOOTHING = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7)  # constants that exponential smoothing may have
_RIDGE = np.diag([1e-6, 1.0, 1.0, 1.0])  # precision with which coefficients are held near 0
MODEL_FORECASTER = "model"
FORECASTERS = {
    MODEL_FORECASTER: N_("The model"),
    "constant": N_("The same for all"),
    "own_mean": N_("Each one's mean"),
    "last_time": N_("As the last time"),
    "smoothing": N_("Exponential smoothing"),
    "logistic": N_("Logistic: own mean, last time, last five"),
}
_Floats = NDArray[np.float64]


def mean_brier_score(chances: _Floats, came: _Floats) -> float:
    """Return the mean square of chance minus what happened (Brier 1950): 0 is perfect, .25 is a coin."""
    return float(np.mean((chances - came) ** 2))


def log_score(chances: _Floats, came: _Floats) -> float:
    """Return the mean of −log of the chance given to what happened (Good 1952): 0 is perfect, .69 is a coin."""
    kept = np.clip(chances, _CERTAIN, 1 - _CERTAIN)
    return float(-np.mean(np.where(came == 1, np.log(kept), np.log(1 - kept))))


def split_meetings(register: MeetingRegister) -> int:
    """Return how many meetings are learnt from."""
    return max(2, int(LEARNT_SHARE * register.shape[-1]))


def score_forecasts(bank: AttendanceBank, register: MeetingRegister) -> pd.DataFrame:
    """Score forecasts of each meeting of the last third, each made from all meetings before it.

    What has to be learnt (the weights of the runs, the constants of the rules) is learnt on the first two thirds.

    Returns:
        ``forecaster``, ``brier``, ``log``, ``forecasts``; ``worse``, by how much its Brier score is above that of the
        model, and ``worse_low``, ``worse_high``: 90 % of that when organisations are drawn again.
    """
    cut = split_meetings(register)
    late = register[:, cut:]
    who = np.nonzero(late >= 0)
    came = late[who].astype(float)
    found = {name: make(register, cut)[who] for name, make in _RULES.items()}
    found = {MODEL_FORECASTER: model_chances(bank, register, cut)[who], **found}
    losses = {name: (chances - came) ** 2 for name, chances in found.items()}
    rows = []
    for name, chances in found.items():
        low, high = _gap_interval(losses[name] - losses[MODEL_FORECASTER], who[0])
        rows.append((name, mean_brier_score(chances, came), log_score(chances, came), len(came),
                     float(np.mean(losses[name] - losses[MODEL_FORECASTER])), low, high))  # fmt: skip
    return pd.DataFrame(rows, columns=["forecaster", "brier", "log", "forecasts", "worse", "worse_low", "worse_high"])


def _gap_interval(gaps: _Floats, organisation: NDArray[np.int64], seed: int = 1) -> tuple[float, float]:
    """Return 90 % of the mean of gaps when organisations are drawn again, with replacement."""
    sums, counts = np.bincount(organisation, gaps), np.bincount(organisation)
    sums, counts = sums[counts > 0], counts[counts > 0]
    drawn = np.random.default_rng(seed).integers(len(sums), size=(1000, len(sums)))
    low, high = np.quantile(sums[drawn].sum(1) / counts[drawn].sum(1), [0.05, 0.95])
    return float(low), float(high)


def model_chances(bank: AttendanceBank, register: MeetingRegister, cut: int) -> _Floats:
    """Return the chances that the model gives to each meeting after the first ``cut``."""
    learnt = register[:, :cut]
    rule = learn_rule(prior_of_runs(bank, weigh_runs(bank, learnt)), learnt)
    return chances_by_rule(rule[:1], features_before(register, cut))[..., 0]


def _constant(register: MeetingRegister, cut: int) -> _Floats:
    """Return the share of the first part, for all."""
    return np.full(register[:, cut:].shape, _share(register[:, :cut]))


def _own_mean(register: MeetingRegister, cut: int) -> _Floats:
    """Return each one's share of all its meetings so far; that of all in the first part for those who had none."""
    expected, came = np.cumsum(register >= 0, axis=1), np.cumsum(register == 1, axis=1)
    count = expected[:, cut - 1 : -1]
    return np.where(count > 0, came[:, cut - 1 : -1] / np.maximum(count, 1), _share(register[:, :cut]))


def _last_time(register: MeetingRegister, cut: int) -> _Floats:
    """Return how often those who came, and those who missed, came the next time in the first part."""
    before, after = features_before(register[:, :cut], 1)[..., 1], register[:, 1:cut]
    whole = _share(register[:, :cut])
    rates = {state: after[(after >= 0) & (before == state)] for state in (0.0, 1.0)}
    came, missed = ((rates[state].sum() + whole) / (rates[state].size + 1) for state in (1.0, 0.0))
    last = features_before(register, cut)[..., 1]
    return np.where(last == 1, came, np.where(last == 0, missed, whole))


def _smoothing(register: MeetingRegister, cut: int) -> _Floats:
    """Return each one's past, older meetings counting less, by the constant that did best in the first part."""
    levels = {constant: _smooth(register, constant, _share(register[:, :cut])) for constant in _SMOOTHING}
    known = register[:, :cut] >= 0
    best = min(
        _SMOOTHING, key=lambda one: mean_brier_score(levels[one][:, :cut][known], register[:, :cut][known] * 1.0)
    )
    return levels[best][:, cut:]


def _smooth(register: MeetingRegister, constant: float, start: float) -> _Floats:
    """Return the smoothed share of each organisation before each meeting."""
    level, found = np.full(len(register), start), np.empty(register.shape)
    for rank, present in enumerate(register.T):
        found[:, rank] = level
        level = np.where(present >= 0, (1 - constant) * level + constant * present, level)
    return found


def _logistic(register: MeetingRegister, cut: int) -> _Floats:
    """Return a logistic regression on the features of records, learnt on the first part."""
    first = min(RECENT_MEETINGS, cut - 1)
    features, after = features_before(register[:, :cut], first), register[:, first:cut]
    known = after >= 0
    terms = _with_constant(features[known])
    found = fit_logistic(terms, after[known].astype(float), np.zeros(terms.shape[1]), _RIDGE)
    return odds_to_chances(_with_constant(features_before(register, cut)) @ found)


def _with_constant(features: _Floats) -> _Floats:
    """Return features after a constant."""
    return np.concatenate([np.ones((*features.shape[:-1], 1)), features], axis=-1)


def _share(register: MeetingRegister) -> float:
    """Return the share of the occasions attended."""
    return float((register == 1).sum() / max((register >= 0).sum(), 1))


_RULES: dict[str, Callable[[MeetingRegister, int], _Floats]] = {
    "constant": _constant, "own_mean": _own_mean, "last_time": _last_time, "smoothing": _smoothing,
    "logistic": _logistic,
}  # fmt: skip
