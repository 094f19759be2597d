"""A scenario made of a sheet, as the YAML file that it becomes: with what was taken for granted in its comments."""

from collections.abc import Mapping
from typing import Any

from entente.commands.plan.partner_sheet import PartnerSheet
from entente.commands.plan.scenario import Assumption, Draft
from entente.config.yaml_files import to_yaml
from entente.i18n import say, translate


def plan_scenario_text(sheet: PartnerSheet, draft: Draft, language: str) -> str:
    """Return the file."""
    made = say("Made by entente plan from {file}: {count} partners. Change what you know better.", language,
               file=sheet.path.name, count=len(sheet.partners))  # fmt: skip
    taken = [f"# {assumption_text(one, language)}" for one in draft.assumptions if not one.of]
    alone = {draft.names[one.of]: one for one in draft.assumptions if one.of}
    head = {name: value for name, value in draft.tree.items() if name != "organisations"}
    lines = [f"# {made}", *taken, to_yaml(head).rstrip(), "organisations:"]
    for name, one in draft.tree["organisations"].items():
        note = f" # {assumption_text(alone[name], language)}" if name in alone else ""
        lines.append(entry_text(name, one, note))
    return "\n".join(lines) + "\n"


def entry_text(name: str, one: Mapping[str, Any], note: str) -> str:
    """Return one organisation, a note after its name."""
    first, *rest = to_yaml({name: dict(one)}).rstrip().split("\n")
    return "\n".join([f"  {first}{note}", *(f"  {line}" for line in rest)])


def assumption_text(one: Assumption, language: str) -> str:
    """Return on one line what was taken for granted, and why."""
    said = f"{one.setting}={one.value}" if one.value != "" else one.setting
    return said + say(": ", language) + translate(one.source, language)
