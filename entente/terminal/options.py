"""What options of the command line are read as; what cannot be read is refused in words."""

import re
from typing import TypeVar

from entente.config.problems import Located, Origin
from entente.sim.validation.messages import message, number_between
from entente.sim.validation.validate import SettingsError

WHOLE = message("a whole number")
COMMAND_LINE = Origin("command_line")
Usual = TypeVar("Usual", int, None)


def whole(name: str, text: str | None, usual: Usual, wanted: str = WHOLE) -> int | Usual:
    """Return a whole number.

    Raises:
        SettingsError: when it is none.
    """
    if text is None:
        return usual
    if not text.isdecimal():
        raise unreadable(name, text, wanted)
    return int(text)


def parse_share(name: str, text: str | None) -> float | None:
    """Return a share: from 0 to 1, or with a percent sign.

    Raises:
        SettingsError: when it is none.
    """
    if text is None:
        return None
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise unreadable(name, text, number_between(0, 1)) from None


def half_width(name: str, text: str | None) -> float | None:
    """Return the half-width that ``ci=0.01`` wishes for.

    Raises:
        SettingsError: when it is none.
    """
    if text is None:
        return None
    found = re.fullmatch(r"ci=(\d*\.?\d+(?:[eE]-?\d+)?)", text)
    if not found:
        raise unreadable(name, text, message("ci=... between 0 and 1, such as ci=0.01"))
    return float(found[1])


def unreadable(name: str, text: str, wanted: str) -> SettingsError:
    """Return the refusal of an option that cannot be read."""
    return SettingsError([Located(name, message("{text} cannot be read", text=text), wanted, origin=COMMAND_LINE)])
