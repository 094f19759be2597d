"""What a page knows of the model, made from the declarations: JavaScript holds no offset, range, code or order."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from entente.config.configuration import configure
from entente.config.overrides import Request
from entente.config.places import GROUPS, LEVER, option_paths
from entente.config.scenario_files import Scenario, load_scenario
from entente.config.twins import read_twin
from entente.config.yaml_files import read_yaml
from entente.page.formulas import every_formula
from entente.page.reasons import reason_formulas
from entente.page.trees import page_layer, page_name, schema_of
from entente.sim import inputs, records
from entente.sim.chance import NOBODY
from entente.sim.engine import elementary
from entente.sim.engine.simd import LANES
from entente.sim.model.declare import about_of, declared_types, plain
from entente.sim.model.levers import EVERY, LEAD, MOVABLE, TRAITS
from entente.sim.model.settings import Channel
from entente.sim.model.situation import EVERYWHERE, Expertise
from entente.sim.validation.validate import minimal, steps

_PACKAGE = re.compile(r"# @package (\S+)")


def page_tables() -> dict[str, Any]:
    """Return the records, ranges, codes, constants, formulas, defaults, options and levers, as JSON takes them."""
    return {
        "records": {
            "organisation": record_table(records.ORGANISATION_RECORD),
            "channel": record_table(records.CHANNEL_RECORD),
            "stage": record_table(records.STAGE_RECORD),
            "event": record_table(records.EVENT_RECORD),
            "parameters": record_table(inputs.PARAMETERS),
        },
        "parameters": {
            path: declared_range(about, inputs.PARAMETERS[section][name].kind == "i")
            for section, declared in inputs.declared_numbers().items()
            for name, path, about in declared
        },
        "formulas": every_formula(),
        "reasons": reason_formulas(),
        "traits": {trait: f"{'staff' if trait == 'turnover' else 'partners'}.{trait}" for trait in TRAITS},
        "bounds": trait_ranges(),
        "drawn": records.DRAWN_TRAITS,
        "movable": channel_ranges(),
        "codes": {"audience": records.AUDIENCE_CODE, "event": records.EVENT_CODE},
        "expertise": list(Expertise),
        "constants": {
            "everywhere": EVERYWHERE, "everywhere_code": records.EVERYWHERE_CODE, "member": records.MEMBER,
            "unknown": records.UNKNOWN, "all_ties_up_to": inputs.ALL_TIES_UP_TO, "default_ties": inputs.DEFAULT_TIES,
            "lead": LEAD, "every": EVERY, "lanes": LANES, "nobody": NOBODY,
        },
        "exponential": {
            "to_whole": elementary.TO_WHOLE, "log2_e": elementary.LOG2_E, "ln2_high": elementary.LN2_HIGH,
            "ln2_low": elementary.LN2_LOW, "series": elementary.EXPONENTIAL_SERIES, "mantissa": elementary.MANTISSA,
        },
        "schema": schema_of(),
        "options": layers_of_groups(),
    }  # fmt: skip


def record_table(dtype: np.dtype[Any]) -> dict[str, Any]:
    """Return the size of a record, and the kind and offset of each field by name (a dotted path where it is nested)."""
    return {"size": dtype.itemsize, "fields": dict(_fields_in(dtype))}


def _fields_in(dtype: np.dtype[Any], prefix: str = "", start: int = 0) -> list[tuple[str, tuple[str, int]]]:
    """Return the fields of a record, those of nested ones included."""
    found: list[tuple[str, tuple[str, int]]] = []
    for name in dtype.names or ():
        kind, offset = (dtype.fields or {})[name][:2]
        if kind.names:
            found += _fields_in(kind, f"{prefix}{name}.", start + offset)
        else:
            found.append((f"{prefix}{name}", (kind.str[1:], start + offset)))
    return found


def declared_range(about: Any, whole: bool) -> dict[str, Any]:
    """Return the range of a number, None where it has none, and whether it is whole."""
    low, high = (about.low, about.high) if about is not None else (None, None)
    return {"low": low, "high": high, "whole": whole}


def trait_ranges() -> list[tuple[float, float]]:
    """Return the range of each trait."""
    return inputs.trait_bounds()


def channel_ranges() -> dict[str, dict[str, Any]]:
    """Return the range of each field of a channel that a lever can move."""
    kinds = declared_types(Channel)
    return {name: declared_range(about_of(kinds[name]), plain(kinds[name]) is int) for name in MOVABLE}


def layers_of_groups() -> dict[str, dict[str, Any]]:
    """Return the layer of each option of each group, and of each lever."""
    return {
        group: {name: page_layer(tree_of_option(group, path)) for name, path in option_paths(group).items()}
        for group in (*GROUPS, LEVER)
    }


def tree_of_option(group: str, path: Path) -> dict[str, Any]:
    """Return what the file of an option says, at its place in the settings, which its first line may name."""
    found = _PACKAGE.match(path.read_text(encoding="utf-8"))
    place = found[1] if found else group
    tree = read_yaml(path).tree
    return tree if place == "_global_" else minimal(place.split("."), tree)


def page_scenario(named: str) -> dict[str, Any]:
    """Return what a page needs of a scenario, given by its name or its path, to compose settings from it.

    Returns:
        ``name``; ``choices``: its options; ``layers``: what its file says, after those it extends; ``levers``: those
        that one of them picks; ``decided``: whether nothing is left to decide in it, as in what a run leaves.

    Raises:
        SettingsError: with everything that is wrong in the scenario.
    """
    choices = configure([], {"scenario": named}, "arguments").choices
    scenario = load_scenario(named, None)
    own, *extended = (one.tree for one in scenario.documents)
    others = [{name: value for name, value in tree.items() if name != "name"} for tree in extended]
    return {
        "name": scenario.name,
        "choices": {group: choices[group] for group in (*GROUPS, LEVER)},
        "layers": [page_layer(tree) for tree in (*reversed(others), own)],
        "levers": scenario.levers,
        "decided": scenario.resolved is not None,
    }


def page_twin(scenario: Scenario) -> dict[str, Any] | None:
    """Return the twin that a scenario declares, None where it declares none.

    Returns:
        ``name``, in both languages, and ``choices`` (``page_choices``).
    """
    twin = read_twin(scenario)[0]
    if twin is None:
        return None
    return {"name": asdict(twin.name), "choices": page_choices(twin.request)}


def page_choices(request: Request) -> dict[str, Any]:
    """Return what a request asks for as ``compose.js`` takes it: options, what is ``removed``, ``changes`` by path."""
    removed = [change.key for change in request.changes if change.remove]
    changes = {one.key: page_value(one.key, one.value) for one in request.changes if not one.remove}
    return {**request.options, "removed": removed, "changes": changes}


def page_value(path: str, value: Any) -> Any:
    """Return a value as a page lays it over that of a dotted path."""
    way = steps(path)
    found: Any = page_layer(minimal(way, value))["values"]
    for number, step in enumerate(way):
        found = found[page_name(step) if number else step]
    return found
