"""Axes as figures and tables tell them: in the words of the parameter table, with their values."""

from entente.analysis.plotting.setting_names import compared_value
from entente.analysis.sensitivity.factor_rows import FactorName
from entente.i18n import say, unit
from entente.studies.axes import Axis

UNTOLD = frozenset({"", "share", "word", "on/off"})  # units that say no more than the values do


def factor(axis: Axis) -> FactorName:
    """Return the name of an axis in figures: what the parameter table says of it, and its values."""
    values = []
    for language in ("en", "fr"):
        labels = [one.replace(".", ",") if language == "fr" and axis.interval else one for one in axis.labels]
        if axis.interval:
            text = say("{low} to {high}", language, low=labels[0], high=labels[1])
        elif axis.is_choice:
            text = ", ".join(compared_value(axis.key, one, language) for one in labels)
        else:
            text = ", ".join(labels)
        shown = "" if axis.unit in UNTOLD else unit(axis.unit, language)
        values.append(f"{text} {shown}".strip())
    return FactorName((axis.name("en"), axis.name("fr")), (values[0], values[1]))
