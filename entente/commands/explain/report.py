"""``entente explain``: all that is known of one name."""

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from entente.analysis.plotting.setting_names import level_title
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
    source_text,
    text_of,
)
from entente.catalogue.lever_card import lever_text
from entente.catalogue.search import find_named, list_name, plain_name
from entente.catalogue.usage import phases, users_of
from entente.commands.list.command import LIST_NAMES
from entente.commands.list.report import print_list
from entente.config.places import LEVER, YAML_ENDS, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import Scenario, ScenarioError
from entente.i18n import N_, say, translate, unit
from entente.i18n.option_names import option_label
from entente.sim.model.declare import Parameter
from entente.sim.model.measures import FUNCTIONS, LOG_ENTRIES
from entente.sim.model.situation import Settings
from entente.sim.validation.violations import new_name
from entente.terminal.layout import card, table

Card = Callable[[str], str]
_MOST = 8  # lines of one list before the rest is only counted
_MOST_NAMED = 20  # things of one name that are listed
TEXTS = {"story": N_("Story"), "question": N_("To ask first")}
ANSWER = {"idea": N_("Idea"), "look_at": N_("To look at")}


def explain(name: str, language: str, *, question: bool = False) -> int:
    """Print what is known of a name and return the exit code: 2 when it means nothing or several things.

    Args:
        name: what is to be explained.
        language: ``fr`` or ``en``.
        question: whether only the story and the question of a scenario are wanted.
    """
    name = plain_name(name)
    if name == "week":
        print(week_text(language))
        return 0
    found = {word: one for word, one in subjects(name).items() if not question or word.startswith("scenario=")}
    if len(found) == 1:
        return _print_card(*found.popitem(), language, question=question)
    if found:
        print(say("{name} may be any of these; ask for one of them:", language, name=name))
        print("\n".join(f"  entente explain {one}" for one in found))
        return 2
    return _explain_unnamed(name, language, question=question)


def _explain_unnamed(name: str, language: str, *, question: bool) -> int:
    """Print what goes by a name that no single thing has: a section, a list, what bears it in a title, the nearest."""
    if name in (known := parameter_sections()):
        print(section_text(name, known[name], language))
        return 0
    if (listed := list_name(name)) in LIST_NAMES:
        return print_list(listed, "", language)
    if now := new_name(name):
        print(say("entente: {old} has another name now: {new}", language, old=name, new=now), file=sys.stderr)
        return 2
    if named := find_named(name):
        return _explain_named(name, named, language, question=question)
    close = get_close_matches(name, _every_name(), n=5, cutoff=0.5)
    print(say("entente: nothing is called {name}", language, name=name), file=sys.stderr)
    if close:
        print(say("nearest: {names}", language, names=", ".join(close)), file=sys.stderr)
    return 2


def _explain_named(name: str, named: dict[str, str], language: str, *, question: bool) -> int:
    """Print the card of what has such a title, or list all that has; return the exit code."""
    if len(named) == 1:
        word = next(iter(named))
        return _print_card(word, subjects(word)[word], language, question=question)
    print(say("{name} may be any of these; ask for one of them:", language, name=name))
    rows = [(f"  entente explain {word}", titles.split("\n")[language == "fr"]) for word, titles in named.items()]
    print(table(rows[:_MOST_NAMED], ("", "")).lstrip("\n"))
    if len(rows) > _MOST_NAMED:
        print(say("and {count} more", language, count=len(rows) - _MOST_NAMED))
    return 2


def _print_card(word: str, text: Card, language: str, *, question: bool) -> int:
    """Print what is known of one thing, and return the exit code: 1 for a scenario that cannot be used."""
    if not word.startswith("scenario="):
        print(text(language))
        return 0
    scenario = scenario_named(word.removeprefix("scenario="))
    if isinstance(scenario, ScenarioError):
        print(text(language), file=sys.stderr)
        return 1
    if question and not text_of(scenario.values.get("question"), language):
        print(say("entente: {name} asks no question", language, name=word), file=sys.stderr)
        return 2
    print(question_text(scenario, language) if question else text(language))
    return 0


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
    path = name.removeprefix("scenario=")
    if Path(path).suffix.lower() in YAML_ENDS:
        found[f"scenario={path}"] = partial(scenario_text, path)
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
    said = [f"{where}: {value_text(value)}" for where, value in setters(path, language)]
    grade = "" if kind == say("mechanism", language) else say(GRADES[about.grade], language)
    return card(f"{path} ({kind})", [
        (say("Meaning", language), about.meaning(language)),
        (say("Default", language), shown_default(parameter)),
        (say(N_("Range") if about.low is not None else N_("Choices"), language), shown),
        (say("Evidence", language), grade),
        (say("Source", language), source_text(about.source, language)),
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
                (say("Formula", language), formula_text(measure.formula, language)),
            ]
    kind = say("measure", language)
    return card(f"{name} ({kind})", facts)


def formula_text(formula: str, language: str) -> str:
    """Return a formula in words; that of a condition of the wheel follows what its codes mean."""
    codes, score, own = formula.rpartition("score: ")
    return translate(codes + score, language) + translate(own, language)


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
    tree, twin = scenario.values, _twin_text(scenario, language)
    answer = [(say(ANSWER[one], language), text_of(tree.get(one), language)) for one in ANSWER]
    asked = bool(text_of(tree.get("question"), language))
    before = card(text_of(tree.get("title"), language) or name, [
        *_story(tree, language),
        *([] if asked else answer),
        (say("Sources", language), "\n".join(map(str, tree.get("sources") or []))),
        (say("Organisations", language), str(organisations_in(tree))),
        (say("Weeks", language), str(tree.get("weeks", Settings().weeks))),
        (say("Choices", language), "\n".join(_pick_texts(scenario, language))),
        (say("Starts from", language), scenario.extends or ""),
        (say("Twin", language), twin),
        (say("File", language), str(scenario.document.path)),
        (say("Try", language), f"entente run scenario={name}"),
        (say("Compare", language), f"entente compare scenario={name} twin=yes,no" if twin else ""),
    ])  # fmt: skip
    given = say("The answer", language)
    return f"{before}\n\n{card(given, answer)}" if asked else before


def _twin_text(scenario: Scenario, language: str) -> str:
    """Return what the twin of a scenario is called, and what it says; nothing where there is none."""
    from entente.config.twins import read_twin  # and Hydra with it: not for a name that is no scenario

    twin, _ = read_twin(scenario)
    return f"{twin.name.in_language(language)} ({twin.text})" if twin else ""


def _pick_texts(scenario: Scenario, language: str) -> list[str]:
    """Return the option that a scenario picks in each group, as one types it and by its name."""
    none = say(": ", language) + say("none: the defaults", language)
    return [f"{group}={option} ({level_title(group, option, language)})" if option else f"{group}{none}"
            for group, option in scenario.picks.items() if isinstance(option, str | None)]  # fmt: skip


def question_text(scenario: Scenario, language: str) -> str:
    """Return the story and the question of a scenario, nothing of its answer."""
    tree = scenario.values
    return card(text_of(tree.get("title"), language) or scenario.name, _story(tree, language))


def _story(tree: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Return the story and the question of a scenario, with their labels."""
    return [(say(TEXTS[one], language), text_of(tree.get(one), language)) for one in TEXTS]


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
