"""What settings are called: the first words of what the parameter table says of them."""

import re

from entente.sim.model.declare import About, about_of
from entente.sim.validation.validate import names_at, steps

ADDED = re.compile(r"\s*;(?![^(]*\)).*")  # what the table adds after the name, unless within brackets


def about(axis: str) -> About | None:
    """Return the declaration of a setting; None for a group such as ``leadership``."""
    try:
        return about_of(names_at(steps(axis))[1])
    except KeyError:
        return None


def setting_name(axis: str, language: str) -> str | None:
    """Return what a setting is called; None where the table has no words for it."""
    known = about(axis)
    return ADDED.sub("", known.meaning(language)) if known else None
