"""Axes as figures and tables tell them: in the words of the parameter table, with their values."""

from entente.analysis.plotting.setting_names import level_title, level_with_unit
from entente.analysis.sensitivity.factor_rows import FactorName
from entente.i18n import say
from entente.studies.axes import Axis


def factor(axis: Axis) -> FactorName:
    """Return the name of an axis in figures: what the parameter table says of it, and its values."""
    values = []
    for language in ("en", "fr"):
        *others, last = axis.labels
        labels = [*(level_title(axis.key, one, language) for one in others), level_with_unit(axis.key, last, language)]
        text = say("{low} to {high}", language, low=labels[0], high=labels[1]) if axis.interval else ", ".join(labels)
        values.append(text)
    return FactorName((axis.name("en"), axis.name("fr")), (values[0], values[1]))
