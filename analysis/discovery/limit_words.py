"""The limits of a box in the words of the parameter table, as a planner reads them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.analysis.discovery.prim import CategoryLimit, IntervalLimit
from entente.analysis.plotting.phrases import join_words, phrase
from entente.analysis.plotting.setting_names import format_value, format_values, level_title, name_in_sentence

_FEW_VALUES = 12  # different numbers up to which the values of an axis are listed


def format_limit(axis: str, limit: IntervalLimit | CategoryLimit, values: NDArray[Any], language: str) -> str:
    """Write the limit of a box on a setting in words.

    Args:
        axis: the setting.
        limit: of the box on it.
        values: every value that the setting takes in the study, shape (points,).
        language: ``fr`` or ``en``.
    """
    if isinstance(limit, CategoryLimit):
        return _format_options(axis, limit, values, language)
    there = np.unique(values)
    spread = float(np.ptp(there))
    if len(there) <= _FEW_VALUES:
        kept = [float(one) for one in there if limit.low <= one <= limit.high]
        return format_values(kept, axis, language)
    low, high = (format_value(end, axis, spread, language) for end in (limit.low, limit.high))
    if math.isinf(limit.high):
        return phrase("above", language, low)
    return phrase("below", language, high) if math.isinf(limit.low) else phrase("between", language, low, high)


def _format_options(axis: str, limit: CategoryLimit, values: NDArray[Any], language: str) -> str:
    """Write the options that a box keeps, or those that it leaves out when these are one or two and fewer."""

    def or_list(options: Sequence[str]) -> str:
        return join_words([level_title(axis, option, language) for option in options], "or", language)

    left = [option for option in sorted(set(values)) if option not in limit.values]
    if 0 < len(left) <= 2 and len(left) < len(limit.values):
        return phrase("but", language, or_list(left))
    return or_list(limit.values)


def name_and_limit(axis: str, limit: IntervalLimit | CategoryLimit, values: NDArray[Any], language: str) -> str:
    """Write the name of a setting followed by the limit of a box on it."""
    return f"{name_in_sentence(axis, language)} {format_limit(axis, limit, values, language)}"
