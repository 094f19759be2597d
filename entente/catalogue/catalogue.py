"""What there is to list and to explain: scenarios, options, parameters, measures, mechanisms. Nothing heavy here."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from entente.config.places import GROUPS, LEVER, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import Scenario, ScenarioError, load_scenario
from entente.config.yaml_files import Document, UnreadableError, flatten, read_yaml
from entente.i18n import N_, number, percent, say, translate, unit
from entente.i18n.option_names import NO_FIGURE
from entente.sim.model.declare import About, Parameter
from entente.sim.model.levers import Effect, Lever
from entente.sim.model.measures import (
    ATTENDANCE,
    CASE_TALLY,
    CONDITION_SERIES,
    GROUP_SERIES,
    ORGANISATION_SERIES,
    SERIES,
    SUMMARIES,
    Measure,
)

GRADES = {"measured": N_("measured"), "derived": N_("derived"), "assumed": N_("assumed")}
ADVICE = {"do": N_("do"), "keep": N_("keep"), "avoid": N_("avoid")}
TABLES = {
    "weeks": SERIES, "runs": SUMMARIES, "cases": CASE_TALLY, "conditions": CONDITION_SERIES, "groups": GROUP_SERIES,
    "organisations": ORGANISATION_SERIES, "attendance": ATTENDANCE,
}  # fmt: skip
HEADER = re.compile(r"#\s*(name\.fr|name\.en|fr|en|source):\s*(.*)")


@dataclass(frozen=True)
class Option:
    """One option of a group: what its file says of itself, and what it sets."""

    group: str
    name: str
    path: Path
    fr: str
    en: str
    sources: tuple[str, ...]

    def meaning(self, language: str) -> str:
        """Return what it is, in ``fr`` or ``en``."""
        return self.fr if language == "fr" else self.en

    def values(self) -> dict[str, Any]:
        """Return what it sets, by dotted path within its group."""
        return dict(flatten(read_yaml(self.path).tree))


def option(group: str, name: str) -> Option:
    """Read the comments at the head of the file of an option: ``# fr:``, ``# en:`` and any number of ``# source:``."""
    path = option_paths(group)[name]
    said: dict[str, list[str]] = {"name.fr": [], "name.en": [], "fr": [], "en": [], "source": []}
    last = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if found := HEADER.fullmatch(line):
            last = found[1]
            said[last].append(found[2])
        elif last:
            said[last][-1] += " " + line.lstrip("# ")
    return Option(group, name, path, " ".join(said["fr"]), " ".join(said["en"]), tuple(said["source"]))


def every_option() -> Iterator[Option]:
    """Yield every option of every group."""
    for group in GROUPS:
        for name in option_paths(group):
            yield option(group, name)


def scenario_documents() -> Iterator[tuple[str, Document]]:
    """Yield the file of every scenario by name, as it stands, those that cannot be read left out."""
    for name, path in scenario_paths().items():
        with suppress(UnreadableError):
            yield name, read_yaml(path)


def every_scenario() -> Iterator[tuple[str, Scenario | ScenarioError]]:
    """Yield every scenario by name with what it inherits, or why it cannot be used."""
    for name in scenario_paths():
        yield name, scenario_named(name)


def scenario_named(name: str) -> Scenario | ScenarioError:
    """Return a scenario with what it inherits, or why it cannot be used."""
    try:
        return load_scenario(name, None)
    except ScenarioError as error:
        return error


def text_of(tree: Any, language: str) -> str:
    """Return a text of a scenario in one language, else in the other."""
    if not isinstance(tree, dict):
        return ""
    other = "en" if language == "fr" else "fr"
    return str(tree.get(language) or tree.get(other) or "").strip()


def organisations_in(tree: dict[str, Any]) -> int:
    """Return how many organisations a scenario has, those alike counted one by one."""
    counts = [one.get("count", 1) if isinstance(one, dict) else 1 for one in (tree.get("organisations") or {}).values()]
    return sum(count for count in counts if isinstance(count, int))


def measures() -> Iterator[tuple[str, str, Measure]]:
    """Yield every column of every table: table, name, measure."""
    for table, columns in TABLES.items():
        for name, measure in columns.items():
            yield table, name, measure


def shown_default(parameter: Parameter) -> str:
    """Return the default of a parameter as one would write it in an override."""
    value = getattr(parameter.default, "value", parameter.default)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def shown_range(about: About, kind: type, language: str) -> str:
    """Return the range and unit of a parameter, or its choices."""
    if about.low is None:
        if kind is bool:
            return "on | off"
        return " | ".join(str(one.value) for one in kind) if hasattr(kind, "__members__") else ""  # type: ignore[attr-defined]
    low, high = (bound(value, language) for value in (about.low, about.high))
    return f"{low} – {high} {unit(about.unit, language)}".strip()


def bound(value: float | None, language: str) -> str:
    """Return one end of a range."""
    if value is None:
        return ""
    return number(value, language, 0) if value == int(value) else number(value, language, 2).rstrip("0")


def pattern(path: str) -> re.Pattern[str]:
    """Return what matches the dotted path of a parameter, any name standing for ``<id>``."""
    return re.compile(re.escape(path).replace("<id>", r"[^.]+"))


def every_lever() -> Iterator[tuple[str, Lever]]:
    """Yield every lever by name."""
    for name, file in option_paths(LEVER).items():
        yield name, lever_in(file)


def lever_named(name: str) -> Lever:
    """Return a lever by its name."""
    return lever_in(option_paths(LEVER)[name])


def lever_in(file: Path) -> Lever:
    """Return a lever as its file says it."""
    found: Lever = lever_adapter().validate_python(read_yaml(file).tree)
    return found


@cache
def lever_adapter() -> TypeAdapter[Lever]:
    """Return what makes a lever of the tree of a file."""
    return TypeAdapter(Lever)


def setters(path: str, language: str) -> Iterator[tuple[str, Any]]:
    """Yield the options and scenarios that give a parameter a value, as ``group=name``, with the value."""
    yield from _options_that_set(path)
    for name, file in option_paths(LEVER).items():
        if path in file.read_text(encoding="utf-8"):  # few of them do: the others need not be understood
            effects = lever_in(file).effects
            if path in effects:
                yield f"lever={name}", moved_text(effects[path], language)
    for name, document in scenario_documents():
        for found, value in _matching_values(path, document.tree):
            yield f"scenario={name}{found}", value


def _options_that_set(path: str) -> Iterator[tuple[str, Any]]:
    """Yield the options that give a parameter a value, as ``group=name``, with the value."""
    group, _, rest = path.partition(".")
    for name in option_paths(group) if group in GROUPS else ():
        for found, value in _matching_values(rest, option(group, name).values()):
            yield f"{group}={name}{found}", value


def _matching_values(path: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values at a path of a tree; with their own path between brackets where a name stands for ``<id>``."""
    wanted = pattern(path)
    for found, value in flatten(tree):
        if wanted.fullmatch(found):
            yield f" ({found})" if "<id>" in path else "", value


def moved_text(effect: Effect, language: str) -> str:
    """Return what an effect does, without words: ``→ 1 (50%)`` or ``+ 3``."""
    comma = "," if language == "fr" else "."
    if effect.toward is None:
        return f"{'+' if effect.add >= 0 else '−'} {abs(effect.add):g}".replace(".", comma)
    return f"→ {effect.toward:g}".replace(".", comma) + f" ({percent(effect.by, language)})"


def source_text(text: str, language: str) -> str:
    """Return where a figure or an effect comes from; that there is none is said in the language."""
    return text.replace(NO_FIGURE, say(NO_FIGURE, language))


def reason_text(text: str, language: str) -> str:
    """Return why a lever moves something."""
    reason, *no_figure = text.split(f"; {NO_FIGURE}")
    return say("; ", language).join([translate(reason, language), *(say(NO_FIGURE, language) for _ in no_figure)])


def find_parameters(name: str) -> list[Parameter]:
    """Return the parameters of that dotted path (an entry's own name may stand for ``<id>``) or of that last part."""
    every = list(every_parameter())
    exact = [one for one in every if one.path == name] or [one for one in every if pattern(one.path).fullmatch(name)]
    return exact or [one for one in every if one.path.rpartition(".")[2] == name]


def parameter_sections() -> dict[str, list[Parameter]]:
    """Return the parameters by the section that they stand in."""
    found: dict[str, list[Parameter]] = {}
    for one in every_parameter():
        section = one.path.rpartition(".")[0]
        if section:
            found.setdefault(section, []).append(one)
    return found
