"""The twin of a teaching scenario: the same without its idea, in the words of the command line.

A scenario file says it, for itself alone: a scenario that extends another has no twin until it says its own::

    twin:
      name: {fr: "Personne ne part", en: "Nobody leaves"}
      overrides: [~events.departure]
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entente.config.overrides import TWIN, Override, Request, parse, repeated_keys
from entente.config.problems import Located, Origin, locate
from entente.config.run_settings import RUN_PARAMETERS
from entente.config.scenario_files import Scenario
from entente.config.yaml_files import Document
from entente.i18n import LANGUAGES
from entente.sim.model.situation import Text
from entente.sim.validation.messages import message, not_possible, one_of

TWIN_PARTS = ("name", "overrides")
OVERRIDES_SHAPE = message("a list of overrides, such as [~events.departure, leadership.hours=14]")
NAME_SHAPE = message("a text in each language: {names}", names=", ".join(LANGUAGES))


@dataclass(frozen=True)
class Twin:
    """What a scenario is compared with.

    Attributes:
        name: what it is called.
        text: what it says, as its file has it.
        request: its options and its changes: its title, what it takes out, then the others.
    """

    name: Text
    text: str
    request: Request


def read_twin(scenario: Scenario) -> tuple[Twin | None, list[Located]]:
    """Return the twin that a scenario declares, or None, and what is wrong with it but for values out of range."""
    document = scenario.document
    if TWIN not in document.tree:
        return None, []
    if violations := list(check_twin(document)):
        return None, violations
    said = document.tree[TWIN]
    request = request_of(said["overrides"], document, f"{TWIN}.overrides")
    named = dict.fromkeys(LANGUAGES, said["name"]) if isinstance(said["name"], str) else said["name"]
    request.changes.insert(0, Override("title", named))
    return Twin(Text(**named), " ".join(said["overrides"]), request), request.violations


def check_twin(document: Document) -> Iterator[Located]:
    """Yield what is wrong with the form of a twin."""
    said = document.tree[TWIN]
    if not isinstance(said, Mapping):
        yield Located(TWIN, not_possible(said), message("entries (name: value)"), origin=origin_in(document, TWIN))
        return
    for name in said:
        if name not in TWIN_PARTS:
            path = f"{TWIN}.{name}"
            yield Located(path, message("no such setting"), one_of(TWIN_PARTS), origin=origin_in(document, path))
    name, overrides = said.get("name"), said.get("overrides")
    in_each = isinstance(name, Mapping) and set(name) == set(LANGUAGES) and all(map(is_text, name.values()))
    if not (in_each or is_text(name)):
        yield Located(f"{TWIN}.name", not_possible(name), NAME_SHAPE, origin=origin_in(document, f"{TWIN}.name"))
    if not (isinstance(overrides, list) and overrides and all(map(is_text, overrides))):
        path = f"{TWIN}.overrides"
        yield Located(path, not_possible(overrides), OVERRIDES_SHAPE, origin=origin_in(document, path))


def is_text(value: Any) -> bool:
    """Tell whether a value is a text, and not an empty one."""
    return isinstance(value, str) and bool(value.strip())


def origin_in(document: Document, path: str) -> Origin:
    """Return where a path, or the nearest entry above it, is said in a file."""
    parts = path.split(".")
    lines = (document.lines.get(".".join(parts[:depth])) for depth in range(len(parts), 0, -1))
    return Origin("file", document.path, next((line for line in lines if line is not None), None))


def request_of(texts: Sequence[str], document: Document, path: str) -> Request:
    """Return what some overrides in a file ask for, each with its line; what is taken out comes first.

    Args:
        texts: the overrides.
        document: the file.
        path: where the list of them is in it.
    """
    found = Request(origin_in(document, path))
    found.violations += [locate(one, found.origin) for one in repeated_keys(texts)]
    for rank, text in enumerate(texts):
        place = origin_in(document, f"{path}.{rank}")
        one = parse([text], {}, place)
        found.violations += [*one.violations, *decided_elsewhere(one, place)]
        found.options |= one.options
        found.changes += one.changes
        found.paths += one.paths
        found.places |= dict.fromkeys([*one.paths, *(change.key for change in one.changes)], place)
    found.changes.sort(key=lambda change: not change.remove)
    return found


def decided_elsewhere(request: Request, place: Origin) -> Iterator[Located]:
    """Yield what overrides in a file may not say: another scenario, a twin, how it is run."""
    chosen = [name for name, one in (("scenario", request.scenario), (TWIN, request.twin)) if one]
    for name in [*chosen, *(change.key for change in request.changes if change.key in RUN_PARAMETERS)]:
        yield Located(name, message("it cannot be said here"), message("options and settings"), origin=place)
