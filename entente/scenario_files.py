"""Scenario files: found by name or by path, read once, checked for what Hydra itself would only half explain.

A scenario may begin with Hydra's ``defaults: [override /leadership: broker, ...]``. The ``settings.yaml`` that a run
leaves may be given back as a scenario: its ``resolved`` entry says that everything in it is already decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, get_origin

from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from entente.places import GROUPS, OVERRIDE, options, scenarios
from entente.problems import Located, Origin
from entente.yamlfile import Document, UnreadableError, read
from sim.validation import names_at, nearest

WANTED = "one of " + ", ".join(f"- {OVERRIDE}{group}: NAME" for group in GROUPS)


@dataclass(frozen=True)
class Scenario:
    """A scenario as read: its name, its values, the options it picks, and what decided it when it is a resolved one."""

    name: str
    document: Document
    values: dict[str, Any]
    picks: dict[str, str | None] = field(default_factory=dict)
    resolved: dict[str, str | None] | None = None


class ScenarioError(ValueError):
    """A scenario that cannot be used, with every violation found in it."""

    def __init__(self, violations: list[Located]) -> None:
        """Keep the violations."""
        super().__init__("\n".join(map(str, violations)))
        self.violations = violations


def load(value: Any, origin: Origin | None) -> Scenario:
    """Read the scenario of that name or path; ``origin`` is where it was asked for.

    Raises:
        ScenarioError: with every violation: no such scenario, no YAML, wrong defaults.
    """
    path = find(value, origin)
    try:
        document = read(path)
    except UnreadableError as error:
        where = Origin("file", path, error.line, error.column)
        raise ScenarioError([Located("scenario", error.problem, "a scenario in YAML", origin=where)]) from error
    values = dict(document.tree)
    picks: dict[str, str | None] = {}
    violations = list(check_defaults(document, values.pop("defaults", None), picks))
    resolved = values.pop("resolved", None)
    violations += check_resolved(document, resolved) if "resolved" in document.tree else []
    violations += check_shapes(document, values)
    if violations:
        raise ScenarioError(violations)
    name = path.stem if resolved is None else resolved.get("scenario") or path.stem
    return Scenario(name, document, values, picks, resolved)


def find(value: Any, origin: Origin | None) -> Path:
    """Return the file of a scenario given by its name or by the path of a YAML file."""
    known = scenarios()
    if str(value) in known:
        return known[str(value)]
    path = Path(str(value)).expanduser()
    if path.suffix in {".yaml", ".yml"}:
        if path.is_file():
            return path
        raise ScenarioError([Located("scenario", f"there is no file {value}", "a scenario file", origin=origin)])
    close = nearest(str(value), known)
    if value and (path / "settings.yaml").is_file():
        close = (str(path / "settings.yaml"),)
    wanted = "one of " + ", ".join([*known, "path/to/mine.yaml"])
    raise ScenarioError([Located("scenario", f"{value!r} is not possible", wanted, close, origin)])


def check_defaults(document: Document, defaults: Any, picks: dict[str, str | None]) -> Iterator[Located]:
    """Yield what is wrong in the ``defaults`` of a scenario, and note in ``picks`` the options it picks."""

    def at(path: str) -> Origin:
        return Origin("file", document.path, document.lines.get(path))

    if defaults is not None and not isinstance(defaults, list):
        yield Located("defaults", "it is not a list", WANTED, origin=at("defaults"))
        return
    for index, item in enumerate(defaults or []):
        path = f"defaults.{index}"
        if item == "_self_":
            continue
        pair = next(iter(item.items())) if isinstance(item, Mapping) and len(item) == 1 else (None, None)
        group = str(pair[0]).removeprefix(OVERRIDE)
        if not str(pair[0]).startswith(OVERRIDE) or group not in GROUPS:
            yield Located(path, f"{item} cannot be read as a choice", WANTED, nearest(group, GROUPS), at(path))
        elif pair[1] is not None and pair[1] not in (names := options(group)):
            wanted = "one of " + ", ".join(names)
            yield Located(group, f"{pair[1]!r} is not possible", wanted, nearest(str(pair[1]), names), at(path))
        else:
            picks[group] = pair[1]


def check_shapes(document: Document, tree: Mapping[str, Any], prefix: str = "") -> Iterator[Located]:
    """Yield entries that hold a value or a list where names are expected, and interpolations that cannot be read."""
    for name, value in tree.items():
        path = f"{prefix}{name}"
        where = Origin("file", document.path, document.lines.get(path))
        try:
            kind = names_at(path.split("."))[1]
        except KeyError:
            continue  # an unknown name: validation tells it with all the others
        if (is_dataclass(kind) or get_origin(kind) is dict) and not isinstance(value, Mapping):
            shown = repr(value) if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"
            yield Located(path, f"{shown} is not possible", "entries (name: value), or {} for none", origin=where)
        elif isinstance(value, Mapping):
            yield from check_shapes(document, value, f"{path}.")
        elif isinstance(value, str) and "${" in value:
            try:
                OmegaConf.create({name: value})
            except OmegaConfBaseException:
                yield Located(path, f"{value} cannot be read", "${the path of a setting}", origin=where)


def check_resolved(document: Document, resolved: Any) -> list[Located]:
    """Return what is wrong in the entry that marks a file as already decided."""
    names = ("scenario", *GROUPS)
    right = isinstance(resolved, Mapping) and all(
        name in names and (value is None or isinstance(value, str)) for name, value in resolved.items()
    )
    if right and "defaults" not in document.tree:
        return []
    where = Origin("file", document.path, document.lines.get("resolved"))
    problem = "it cannot stand beside defaults" if right else "it cannot be read"
    return [Located("resolved", problem, "only what a run wrote there: " + ", ".join(names), origin=where)]
