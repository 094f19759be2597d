"""What is wrong with settings, in English, in a form that can be translated."""

from collections.abc import Iterable, Mapping
from typing import Any

_TOO_LONG = 10**60  # whole numbers that are not written out


class Message(str):
    """An English text that remembers how it was made, so that it can be made again in another language.

    Attributes:
        template: the text before its places were filled in.
        values: what its places were filled in with; messages among them are translated too.
        context: what distinguishes texts that are the same in English, such as ``unit``; usually nothing.
    """

    template: str
    values: dict[str, Any]
    context: str

    def __new__(cls, template: str, values: dict[str, Any] | None = None, context: str = "") -> "Message":
        """Fill in the places of a template."""
        made = super().__new__(cls, template.format(**values or {}))
        made.template, made.values, made.context = template, values or {}, context
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, Any], str]:  # type: ignore[override]
        """Return what it is made from, for copies and other processes."""
        return self.template, self.values, self.context


class Count(int):
    """A large number in a message, whose digits are grouped as each language does it."""

    def __format__(self, spec: str) -> str:
        """Write it in English."""
        return f"{int(self):,}"


def message(template: str, /, **values: Any) -> Message:
    """Make a message: ``message("week {week} is after the horizon", week=40)``. Babel extracts the template."""
    return Message(template, values)


def unit_name(name: str) -> Message:
    """Make a message of the unit of a parameter or measure."""
    return Message(name.replace("{", "{{").replace("}", "}}"), context="unit")


def one_of(names: Iterable[str]) -> Message:
    """Say that one of some names was expected."""
    listed = ", ".join(names)
    return message("one of {names}", names=listed) if listed else message("nothing: there are none")


def number_between(low: float, high: float, unit: str = "", whole: bool = False) -> Message:
    """Say that a number within bounds was expected."""
    ends = {"low": f"{low:.15g}", "high": f"{high:.15g}"}
    if unit and whole:
        return message("a whole number from {low} to {high} {unit}", **ends, unit=unit_name(unit))
    if unit:
        return message("a number from {low} to {high} {unit}", **ends, unit=unit_name(unit))
    if whole:
        return message("a whole number from {low} to {high}", **ends)
    return message("a number from {low} to {high}", **ends)


def not_possible(value: Any) -> Message:
    """Say that a value cannot stand where it was given."""
    if value is None:
        return message("nothing (null) is not possible")
    if isinstance(value, bool):
        return message("true is not possible here") if value else message("false is not possible here")
    if isinstance(value, Mapping):
        return message("names and values are not possible here")
    if isinstance(value, list):
        return message("a list is not possible here")
    if isinstance(value, int) and abs(value) >= _TOO_LONG:
        return message("a number that long is not possible")
    return message("{value} is not possible", value=quote_shortly(repr(value)))


def quote_shortly(text: str, most: int = 120) -> str:
    """Return a text as messages quote it: its beginning only, where it is long."""
    return text if len(text) <= most else f"{text[:most]}…"
