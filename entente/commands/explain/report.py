"""``entente explain``: all that is known of one name."""

import sys
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Any

from entente.catalogue.catalogue import (
    GRADES,
    TABLES,
    Option,
    every_option,
    find_parameters,
    lever_named,
    organisations_in,
    parameter_sections,
    scenario_named,
    setters,
    shown_default,
    shown_range,
    text_of,
)
from entente.catalogue.lever_card import lever_text
from entente.catalogue.usage import phases, users_of
from entente.config.places import LEVER, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import ScenarioError
from entente.i18n import N_, say, translate, unit
from entente.i18n.option_names import option_label
from entente.sim.model.declare import Parameter
from entente.sim.model.measures import FUNCTIONS, LOG_ENTRIES
from entente.sim.model.situation import Settings
from entente.sim.validation.violations import new_name
from entente.terminal.layout import card, table

Card = Callable[[str], str]
_MOST = 8  # lines of one list before the rest is only counted
TEXTS = {"story": N_("Story"), "idea": N_("Idea"), "question": N_("To ask first"), "look_at": N_("To look at")}


def explain(name: str, language: str) -> int:
    """Print what is known of a name and return the exit code: 2 when it means nothing or several things."""
    if name == "week":
        print(week_text(language))
        return 0
    found = subjects(name)
    if len(found) == 1:
        print(next(iter(found.values()))(language))
        return 0
    if found:
        print(say("{name} may be any of these; ask for one of them:", language, name=name))
        print("\n".join(f"  entente explain {one}" for one in found))
        return 2
    if name in (known := parameter_sections()):
        print(section_text(name, known[name], language))
        return 0
    if now := new_name(name):
        print(say("entente: {old} has another name now: {new}", language, old=name, new=now), file=sys.stderr)
        return 2
    close = get_close_matches(name, _every_name(), n=5, cutoff=0.5)
    print(say("entente: nothing is called {name}", language, name=name), file=sys.stderr)
    if close:
        print(say("nearest: {names}", language, names=", ".join(close)), file=sys.stderr)
    return 2


def subjects(name: str) -> dict[str, Card]:
    """Return everything that goes by a name: the words that ask for it alone, and what prints its card."""
    found: dict[str, Card] = {}
    for parameter in find_parameters(name):
        found[parameter.path] = partial(parameter_text, parameter)
    bare = name.removeprefix("measures.")
    if any(bare in columns for columns in TABLES.values()):
        found[f"measures.{bare}"] = partial(measure_text, bare)
    if name == "event_log":
        found[name] = event_log_text
    for option in every_option():
        if name in {option.name, f"{option.group}={option.name}", f"{option.group}/{option.name}"}:
            found[f"{option.group}={option.name}"] = partial(option_text, option)
    if (bare := name.removeprefix("lever=").removeprefix("levers.")) in option_paths(LEVER):
        found[f"lever={bare}"] = partial(lever_text, bare, lever_named(bare))
    for scenario in scenario_paths():
        if name in {scenario, f"scenario={scenario}"}:
            found[f"scenario={scenario}"] = partial(scenario_text, scenario)
    return found


def _every_name() -> list[str]:
    """Return every name that can be explained."""
    names = ["week", "event_log", *parameter_sections(), *(name for columns in TABLES.values() for name in columns)]
    names += [one for parameter in every_parameter() for one in (parameter.path, parameter.path.rpartition(".")[2])]
    names += [one for name in option_paths(LEVER) for one in (name, f"lever={name}")]
    names += [one for option in every_option() for one in (option.name, f"{option.group}={option.name}")]
    names += [one for name in scenario_paths() for one in (name, f"scenario={name}")]
    return list(dict.fromkeys(names))


def parameter_text(parameter: Parameter, language: str) -> str:
    """Return the card of a parameter or of a mechanism."""
    about, path = parameter.about, parameter.path
    kind = say(N_("mechanism") if path.startswith("mechanisms.") else N_("parameter"), language)
    shown = shown_range(about, parameter.kind, language)
    users = "\n".join(_shorten([str(one) for one in users_of(path)], language)) or say(
        "no rule reads it by name", language
    )
    if "." not in path and not users_of(path):
        users = say("the run itself", language)
    said = [f"{where}: {value_text(value)}" for where, value in setters(path)]
    grade = "" if kind == say("mechanism", language) else say(GRADES[about.grade], language)
    return card(f"{path} ({kind})", [
        (say("Meaning", language), about.meaning(language)),
        (say("Default", language), shown_default(parameter)),
        (say(N_("Range") if about.low is not None else N_("Choices"), language), shown),
        (say("Evidence", language), grade),
        (say("Source", language), about.source),
        (say("Used by", language), users),
        (say("Set by", language), "\n".join(_shorten(said, language)) or say("no option or scenario", language)),
    ])  # fmt: skip


def value_text(value: Any) -> str:
    """Return a value as YAML would say it."""
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _shorten(lines: list[str], language: str) -> list[str]:
    """Return lines, at most ``MOST`` of them and then how many more."""
    if len(lines) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], say("and {count} more", language, count=len(lines) - _MOST)]


def measure_text(name: str, language: str) -> str:
    """Return the card of a measure, which may be in several tables with a formula in each."""
    facts: list[tuple[str, str]] = []
    for where, columns in TABLES.items():
        if name in columns:
            measure = columns[name]
            facts += [
                (say("Table", language), where),
                (say("Meaning", language), measure.meaning(language)),
                (say("Unit", language), unit(measure.unit, language)),
                (say("Formula", language), measure.formula),
            ]
    kind = say("measure", language)
    return card(f"{name} ({kind})", facts)


def event_log_text(language: str) -> str:
    """Return the kinds of entries of the event log."""
    rows = [
        (kind, FUNCTIONS[one.function][language == "fr"], one.meaning(language)) for kind, one in LOG_ENTRIES.items()
    ]
    return table(rows, [say(key, language) for key in (N_("kind"), N_("function"), N_("meaning"))])


def option_text(option: Option, language: str) -> str:
    """Return the card of an option of a group."""
    values = [f"{option.group}.{path}: {value_text(value)}" for path, value in option.values().items()]
    kind = say("option", language)
    return card(f"{option.group}={option.name} ({kind})", [
        (say("Name", language), option_label(option.group, option.name, language)),
        (say("Meaning", language), option.meaning(language)),
        (say("Source", language), "\n".join(option.sources)),
        (say("Sets", language), "\n".join(values)),
        (say("Try", language), f"entente run {option.group}={option.name}"),
    ])  # fmt: skip


def scenario_text(name: str, language: str) -> str:
    """Return the card of a scenario."""
    scenario = scenario_named(name)
    if isinstance(scenario, ScenarioError):
        wrong = [(str(one.origin or ""), translate(one.problem, language)) for one in scenario.violations]
        return card(f"scenario={name}", wrong)
    tree = scenario.values
    none = say("none: the defaults", language)
    picks = [f"{group}={option or none}" for group, option in scenario.picks.items()]
    return card(text_of(tree.get("title"), language) or name, [
        *((say(TEXTS[one], language), text_of(tree.get(one), language)) for one in TEXTS),
        (say("Sources", language), "\n".join(map(str, tree.get("sources") or []))),
        (say("Organisations", language), str(organisations_in(tree))),
        (say("Weeks", language), str(tree.get("weeks", Settings().weeks))),
        (say("Choices", language), "\n".join(picks)),
        (say("Starts from", language), scenario.extends or ""),
        (say("File", language), str(scenario.document.path)),
        (say("Try", language), f"entente run scenario={name}"),
    ])  # fmt: skip


def section_text(name: str, inside: list[Parameter], language: str) -> str:
    """Return the parameters of a section."""
    rows = [(one.path, shown_default(one), one.about.meaning(language)) for one in inside]
    head = [say(key, language) for key in (N_("settings"), N_("default"), N_("meaning"))]
    return say("The parameters of {name}:", language, name=name) + "\n" + table(rows, head)


def week_text(language: str) -> str:
    """Return the phases of a week, in the order of the code."""
    facts = []
    for number, phase in enumerate(phases(), start=1):
        said = phase.fr if language == "fr" else phase.en
        facts.append((f"{number}. {phase.name}", f"{said}\n{phase.file}"))
    return card(say("One week, in this order:", language), facts)
