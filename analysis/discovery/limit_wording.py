"""The limits of a box in the words of the parameter table, as a planner reads them."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.analysis.discovery.prim import CategoryLimit, IntervalLimit
from entente.analysis.plotting.phrases import join_words, phrase
from entente.analysis.plotting.setting_names import format_value, format_values, name_in_sentence, option_name

_FEW_VALUES = 12  # different numbers up to which an axis is told value by value


def format_limit(axis: str, limit: IntervalLimit | CategoryLimit, values: NDArray[Any], language: str) -> str:
    """Write the limit of a box on a setting in words.

    Args:
        axis: the setting.
        limit: what the box holds of it.
        values: every value that the setting takes in the study, shape (points,).
        language: ``fr`` or ``en``.
    """
    if isinstance(limit, CategoryLimit):
        every = sorted(set(values))
        left = [one for one in every if one not in limit.values]
        if left and len(left) < len(limit.values) and len(left) <= 2:
            return phrase(
                "but", language, join_words([option_name(axis, one, language) for one in left], "or", language)
            )
        return join_words([option_name(axis, one, language) for one in limit.values], "or", language)
    there = np.unique(values)
    spread = float(np.ptp(there))
    if len(there) <= _FEW_VALUES:
        kept = [float(one) for one in there if limit.low <= one <= limit.high]
        return format_values(kept, axis, language)
    low, high = (format_value(end, axis, spread, language) for end in (limit.low, limit.high))
    if math.isinf(limit.high):
        return phrase("above", language, low)
    return phrase("below", language, high) if math.isinf(limit.low) else phrase("between", language, low, high)


def name_and_limit(axis: str, limit: IntervalLimit | CategoryLimit, values: NDArray[Any], language: str) -> str:
    """Write the name of a setting followed by the limit of a box on it."""
    return f"{name_in_sentence(axis, language)} {format_limit(axis, limit, values, language)}"
