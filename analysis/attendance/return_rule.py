"""A rule of who comes: what runs like a register teach of it, and then the register itself.

The log-odds that an organisation comes are linear in the log-odds of its share so far, in whether it came last time and
in the log-odds of its share of the last five. The coefficients of each run of a bank vary from run to run; their mean
and covariance, over the runs most like the register, are the prior of its own coefficients, whose most probable values
are found from its own meetings (empirical Bayes: Casella 1985, doi 10.1080/00031305.1985.10479400).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entente.analysis.attendance.bank import AttendanceBank, MeetingRegister

MEETINGS_AHEAD = 6  # meetings foreseen
RECENT_MEETINGS = 5  # meetings that count as recent
LONGEST_RECORD = 60  # meetings of a record that are looked at
_FEWEST_OCCASIONS = 30  # of a run, from which its own rule is learnt
_STEPS = 25  # of Newton's method
_CERTAIN = 0.02  # no share is taken for surer than this, so that its log-odds stay finite
_VAGUE = np.diag([1e-6, 1.0, 1.0, 1.0])  # precision with which the coefficients of a run are held near 0
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RulePrior:
    """How the coefficients of the rule vary between runs, for each of the next ``MEETINGS_AHEAD`` meetings.

    Attributes:
        mean: of shape (``MEETINGS_AHEAD``, 4): constant, share, last time, last five.
        precision: inverse of the covariance, of shape (``MEETINGS_AHEAD``, 4, 4).
    """

    mean: _Floats
    precision: _Floats


def describe_records(register: MeetingRegister) -> _Floats:
    """Return the features of each organisation's record: share attended, the last time, share of the last five.

    Shares are drawn toward that of the whole register, as if each had two more occasions (one for the last five).

    Args:
        register: of shape (..., organisations, meetings).
    """
    came, expected = register == 1, register >= 0
    whole = came.sum((-2, -1)) / np.maximum(expected.sum((-2, -1)), 1)
    whole = np.broadcast_to(np.expand_dims(whole, -1), register.shape[:-1])
    share = (came.sum(-1) + 2 * whole) / (expected.sum(-1) + 2)
    later = np.cumsum(expected[..., ::-1], axis=-1)[..., ::-1]  # occasions from each meeting to the end
    last = np.where(later[..., 0] > 0, (came & (later == 1) & expected).any(-1), whole)
    recent = expected & (later <= RECENT_MEETINGS)
    five = ((came & recent).sum(-1) + whole) / (recent.sum(-1) + 1)
    return np.stack([share, last, five], axis=-1)


def features_before(register: MeetingRegister, first: int) -> _Floats:
    """Return the features of records before each meeting from a rank on, shape (..., organisations, meetings, 3)."""
    ranks = range(first, register.shape[-1])
    return np.stack([describe_records(register[..., max(0, one - LONGEST_RECORD) : one]) for one in ranks], axis=-2)


def fit_logistic(terms: _Floats, came: _Floats, mean: _Floats, precision: _Floats) -> _Floats:
    """Return the most probable coefficients of a logistic regression, by Newton's method.

    Args:
        terms: of shape (occasions, coefficients).
        came: 1 or 0 for each occasion.
        mean: of the coefficients beforehand.
        precision: inverse of their covariance beforehand.
    """
    found = mean.copy()
    for _ in range(_STEPS):
        chances = odds_to_chances(terms @ found)
        slope = terms.T @ (came - chances) - precision @ (found - mean)
        found = found + np.linalg.solve((terms.T * (chances * (1 - chances))) @ terms + precision, slope)
    return found


def odds_to_chances(log_odds: _Floats) -> _Floats:
    """Return the chances of log-odds."""
    return 1 / (1 + np.exp(-log_odds))


def prior_of_runs(bank: AttendanceBank, weights: _Floats) -> RulePrior:
    """Return how the rule varies between the runs that weigh something; hardly anything is held where none tells."""
    kept = np.flatnonzero(weights)
    registers = bank.registers[kept]
    terms = _terms(features_before(registers, RECENT_MEETINGS))
    found = [_moments(terms, registers, weights[kept], ahead) for ahead in range(MEETINGS_AHEAD)]
    return RulePrior(np.stack([mean for mean, _ in found]), np.stack([precision for _, precision in found]))


def _moments(terms: _Floats, registers: MeetingRegister, weights: _Floats, ahead: int) -> tuple[_Floats, _Floats]:
    """Return the mean and the precision of the coefficients of runs, for a meeting so many after the next."""
    fitted, weight = [], []
    for own, register, one in zip(terms, registers, weights, strict=True):
        known, came = _occasions(own, register, RECENT_MEETINGS, ahead)
        if len(came) >= _FEWEST_OCCASIONS:
            fitted.append(fit_logistic(known, came, np.zeros(len(_VAGUE)), _VAGUE))
            weight.append(one)
    if not fitted:
        return np.zeros(len(_VAGUE)), _VAGUE
    mean = np.average(fitted, axis=0, weights=weight)
    gaps = np.array(fitted) - mean
    spread = (gaps.T * (np.array(weight) / np.sum(weight))) @ gaps
    return mean, np.linalg.inv(spread + 1e-6 * np.eye(len(spread)))


def learn_rule(prior: RulePrior, register: MeetingRegister) -> _Floats:
    """Return the coefficients of a register, of shape (``MEETINGS_AHEAD``, 4)."""
    first = min(RECENT_MEETINGS, register.shape[-1] - 1)
    terms = _terms(features_before(register, first))
    found = []
    for ahead, (mean, precision) in enumerate(zip(prior.mean, prior.precision, strict=True)):
        known, came = _occasions(terms, register, first, ahead)
        found.append(fit_logistic(known, came, mean, precision))
    return np.stack(found)


def _occasions(terms: _Floats, register: MeetingRegister, first: int, ahead: int) -> tuple[_Floats, _Floats]:
    """Return the terms of each occasion, and whether the organisation came so many meetings after the next."""
    after = register[:, first + ahead :]
    known = after >= 0
    return terms[:, : after.shape[1]][known], after[known].astype(float)


def chances_by_rule(rule: _Floats, features: _Floats) -> _Floats:
    """Return the chances that a rule gives to the next meetings, from features of records.

    Args:
        rule: of shape (meetings ahead, 4).
        features: of shape (..., 3).

    Returns:
        An array of shape (..., meetings ahead).
    """
    return odds_to_chances(_terms(features) @ rule.T)


def _terms(features: _Floats) -> _Floats:
    """Return the terms of the rule: a constant, and the features, shares as log-odds."""
    share, last, five = np.moveaxis(features, -1, 0)
    return np.stack([np.ones(share.shape), _log_odds(share), last, _log_odds(five)], axis=-1)


def _log_odds(shares: _Floats) -> _Floats:
    """Return the log-odds of shares, none surer than ``_CERTAIN``."""
    kept = np.clip(shares, _CERTAIN, 1 - _CERTAIN)
    return np.log(kept / (1 - kept))
