"""Numbers as people write them: ``35 %`` for a share and ``1 250`` are understood, a decimal comma is not.

Where a comma stands between values (the command line, YAML), ``12,5`` is refused with the number that it stands for.
"""

import re
from collections.abc import Mapping
from typing import Any

from entente.sim.model.declare import about_of, plain
from entente.sim.validation.violations import names_at, steps

_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_WHOLE = rf"[+-]?\d{{1,3}}(?:{_SPACE}\d{{3}})+|[+-]?\d+"
_NUMBER = re.compile(rf"(?P<number>(?:{_WHOLE})(?:\.\d+)?){_SPACE}*(?P<percent>%?)")
_COMMA = re.compile(rf"(?P<whole>{_WHOLE}),(?P<decimals>\d+){_SPACE}*(?P<percent>%?)")
_PERCENT = re.compile(rf"(?P<number>\d+(?:\.\d+)?){_SPACE}*%")
NO_MAPPINGS = (float, int, type(None))  # most values of a tree: to tell that one is no mapping takes ten times as long


def kind_at(path: str) -> Any:
    """Return the declared type of what is at a dotted path; None where nothing is declared."""
    try:
        return names_at(steps(path))[1]
    except KeyError:
        return None


def is_share(kind: Any) -> bool:
    """Tell whether a declared type is a number that a per cent can stand for: from 0 to 1, or a share of the cases."""
    if plain(kind) is not float:
        return False
    about = about_of(kind)
    return about is None or (about.low is not None and about.low >= 0 and about.high is not None and about.high <= 1)


def understand_number(text: str, kind: Any) -> int | float | None:
    """Return the number that a text stands for, where its declared type is a number; None when it stands for none."""
    found = _NUMBER.fullmatch(text.strip()) if plain(kind) in (int, float) else None
    if found is None or (found["percent"] and not is_share(kind)):
        return None
    bare = re.sub(_SPACE, "", found["number"])
    if found["percent"]:
        return float(bare) / 100
    return float(bare) if "." in bare else whole_number(bare)


def whole_number(digits: str) -> int | float:
    """Return the number that digits write; infinite where they are too many for a whole number to be read."""
    return int(digits) if len(digits) < 300 else float(digits)


def number_with_comma(text: str, kind: Any) -> float | None:
    """Return the number that a text with a decimal comma stands for, where decimals are possible; else None."""
    found = _COMMA.fullmatch(text.strip()) if plain(kind) is float else None
    if found is None or (found["percent"] and not is_share(kind)):
        return None
    number = float(f"{re.sub(_SPACE, '', found['whole'])}.{found['decimals']}")
    return round(number / 100, 15) if found["percent"] else number


def write_percents_as_numbers(text: str, kind: Any) -> str:
    """Return several values in which each per cent is the number that it stands for, where the type is a share."""
    if "%" not in text or "(" not in text or not is_share(kind):
        return text
    return _PERCENT.sub(lambda found: f"{float(found['number']) / 100:.15g}", text)


def understand_numbers(tree: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return a tree of settings in which numbers written as texts are numbers."""
    found = dict(tree)
    for name, value in tree.items():
        if isinstance(value, NO_MAPPINGS):
            continue
        if isinstance(value, str):
            if _NUMBER.fullmatch(value.strip()):
                number = understand_number(value, kind_at(f"{above}{name}"))
                found[name] = value if number is None else number
        elif isinstance(value, Mapping):
            found[name] = understand_numbers(value, f"{above}{name}.")
    return found
