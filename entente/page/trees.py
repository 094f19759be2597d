"""Settings as a page keeps them: the default of everything, and the layers of values that are laid over it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter

from entente.config.inheritance import field_type, is_entry, is_table
from entente.config.limits import reference_in
from entente.sim.model.declare import declared_types
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.number_texts import understand_numbers
from entente.sim.validation.validate import coerce

EACH_ENTRY, FIRST_ENTRIES = "each", "first"  # of a table: the schema of its entries, and those that it has by default
_MOVED = re.compile(r"\d|'")  # JavaScript puts names that look like whole numbers before all others


@cache
def schema_of(kind: type = Settings) -> dict[str, Any]:
    """Return the default of every field of a dataclass, those of the entries of its tables included.

    A table, whose names a scenario chooses, has ``EACH_ENTRY`` (None: its entries are plain values) and
    ``FIRST_ENTRIES``.
    """
    defaults = TypeAdapter(kind).dump_python(kind(), mode="json")
    types = declared_types(kind)
    return {one.name: _schema_at(types[one.name], defaults[one.name]) for one in fields(kind)}  # type: ignore[arg-type]


def _schema_at(kind: Any, default: Any) -> Any:
    """Return the schema of a field of some type."""
    if isinstance(kind, type) and is_dataclass(kind):
        return schema_of(kind)
    if get_origin(kind) is not dict:
        return default
    inner = get_args(kind)[1]
    return {EACH_ENTRY: schema_of(inner) if is_dataclass(inner) else None, FIRST_ENTRIES: default}


def page_layer(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says of the settings as a page lays it over others.

    Returns:
        ``values``: a tree in which a text has both languages, and each value its type; ``removed``: the steps to each
        entry that it takes out.
    """
    removed: list[list[str]] = []
    return {"values": _values_of(understand_numbers(said), Settings, [], removed), "removed": removed}


def _values_of(said: Mapping[str, Any], kind: Any, path: list[str], removed: list[list[str]]) -> dict[str, Any]:
    """Return the values of a section of a declared type, and note what is to be taken out of it."""
    found: dict[str, Any] = asdict(Text()) if kind is Text else {}
    for word, value in said.items():
        name, inner = page_name(word.removeprefix("+")) if is_table(kind) else word, field_type(kind, word)
        if inner is None:
            continue  # what the file says of itself, or of how it is run
        if value is None and is_entry(kind, inner):
            removed.append([*path, name])
        elif isinstance(value, Mapping):
            found[name] = _values_of(value, inner, [*path, name], removed)
        elif (source := reference_in(value)) is not None:
            found[name] = f"${{{'.'.join(map(page_name, source.split('.')))}}}"
        else:
            found[name] = coerce(word.split("."), value) if inner is Any else _plain(value, inner)
    return found


def _plain(value: Any, kind: Any) -> Any:
    """Return a value as validation takes it, as JSON has it."""
    adapter = _adapter_of(kind)
    return adapter.dump_python(adapter.validate_python(value), mode="json")


@cache
def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    """Return what validates values of a type: to make one takes longer than all that is then asked of it."""
    return TypeAdapter(kind)


def page_name(name: str) -> str:
    """Return the name of an entry as the trees of a page have it: JavaScript leaves it in its place."""
    return f"'{name}" if _MOVED.match(name) else name
