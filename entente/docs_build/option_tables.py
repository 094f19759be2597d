"""Tables of named options and of scenarios."""

import re
from collections.abc import Iterator
from typing import Any

from entente.catalogue.catalogue import Option, every_scenario, option, organisations_in, text_of
from entente.config.places import GROUPS, option_paths
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import Scenario
from entente.docs_build.markdown import code, rows_to_table
from entente.i18n.option_names import HERE
from entente.sim.model.situation import Settings


def options_table(group: str) -> str:
    """Return what the files of a group say of themselves."""
    rows = [[code(f"{group}={name}"), one.en, one.fr, "; ".join(one.sources)] for name, one in every(group)]
    return rows_to_table(["Option", "What it is", "Ce que c'est", "Source"], rows)


def every(group: str) -> Iterator[tuple[str, Option]]:
    """Yield the options of a group."""
    for name in option_paths(group):
        yield name, option(group, name)


def axes_table(group: str) -> str:
    """Return the place of each option of a group on its axes: one line per axis, one column per option."""
    columns = {
        title: values for name, one in every(group) for title, values in on_axes(group, name, one.values()).items()
    }
    axes = [one.path.removeprefix(f"{group}.") for one in every_parameter() if one.path.startswith(f"{group}.")]
    said = [axis for axis in axes if any(axis in values for values in columns.values())]
    rows = [[code(axis), *(str(values.get(axis, "")) for values in columns.values())] for axis in said]
    return rows_to_table([group.capitalize(), *columns], rows)


def on_axes(group: str, name: str, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what an option sets by axis, under its name; and what it changes during a run, under its name and week."""
    if not any(path.startswith(f"{group}.") for path in values):
        return {name: values}
    found = {name: {path.removeprefix(f"{group}."): value for path, value in values.items()}}
    for path, week in values.items():
        if path.startswith("changes.") and path.endswith(".week"):
            lead = f"{path.removesuffix('week')}set.{group}."
            later = {at.removeprefix(lead): value for at, value in values.items() if at.startswith(lead)}
            found[f"{name}, from week {week}"] = later
    return found


def channels_table() -> str:
    """Return the channels of every rhythm of communication."""
    axes = [
        one.path.rpartition(".")[2] for one in every_parameter() if one.path.startswith("communication.channels.<id>.")
    ]
    rows = []
    for name, one in every("communication"):
        values = one.values()
        found = dict.fromkeys(path.split(".")[1] for path in values if path.startswith("channels."))
        rows += [
            [code(name), channel, *(str(values.get(f"channels.{channel}.{axis}", "")) for axis in axes)]
            for channel in found
        ]
    return rows_to_table(["Rhythm", "Channel", *axes], rows)


def scenarios_table() -> str:
    """Return the scenarios that come with the model."""
    rows = []
    for name, scenario in every_scenario():
        if isinstance(scenario, Scenario) and scenario.document.path.is_relative_to(HERE.parent):
            tree = scenario.values
            rows.append(
                [code(name), text_of(tree.get("title"), "en"), text_of(tree.get("title"), "fr"),
                 code(scenario.extends or ""), str(organisations_in(tree)), str(tree.get("weeks", Settings().weeks)),
                 *(scenario.picks.get(group) or "" for group in GROUPS), "; ".join(source_marks(tree))]
            )  # fmt: skip
    groups = (group.capitalize() for group in GROUPS)
    head = ["Scenario", "Title", "Titre", "Starts from", "Organisations", "Weeks", *groups, "Source"]
    return rows_to_table(head, rows)


def source_marks(tree: dict[str, Any]) -> list[str]:
    """Return the marks of the sources of a scenario: ``[S2]`` and so on."""
    return [mark[0] for said in tree.get("sources") or [] if (mark := re.match(r"\[S\d\]", str(said)))]
