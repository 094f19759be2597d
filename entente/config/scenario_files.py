"""Scenario files: found by name or by path, read once, checked for what Hydra itself would only half explain.

A scenario may begin with Hydra's ``defaults: [override /leadership: broker, ...]``, and may start from another one with
``extends: NAME``. The ``settings.yaml`` that a run leaves may be given back as a scenario: its ``resolved`` entry says
that everything in it is already decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_origin

from entente.config.inheritance import field_type, is_entry, merge_documents
from entente.config.limits import is_foreign_reference, values_within
from entente.config.places import GROUPS, LEVER, OVERRIDE_PREFIX, YAML_ENDS, option_paths, scenario_paths
from entente.config.problems import Located, Origin
from entente.config.run_settings import DECIDED_BY_CALLER
from entente.config.yaml_files import Document, UnreadableError, read_yaml
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.messages import message, not_possible, one_of
from entente.sim.validation.validate import nearest

DEFAULTS_SHAPE = one_of(
    [*(f"- {OVERRIDE_PREFIX}{group}: NAME" for group in GROUPS), f"- {OVERRIDE_PREFIX}{LEVER}: [NAME, NAME]"]
)

NOT_DECIDED_HERE = message("whoever runs it says where and how, and not the file")


@dataclass(frozen=True)
class Scenario:
    """A scenario as read: its file and those that it extends, the options it picks, what decided a resolved one."""

    name: str
    documents: tuple[Document, ...]
    picks: dict[str, Any] = field(default_factory=dict)
    resolved: dict[str, Any] | None = None

    @property
    def document(self) -> Document:
        """Return its own file."""
        return self.documents[0]

    @property
    def extends(self) -> str | None:
        """Return the name of the scenario that it extends."""
        return self.documents[1].path.stem if len(self.documents) > 1 else None

    @cached_property
    def levers(self) -> list[str]:
        """Return every lever that it or one that it extends picks, even where another choice replaced them."""
        found: list[str] = []
        for document in self.documents:
            own: dict[str, Any] = {}
            list(check_defaults(document, own))
            found += own.get(LEVER, [])
        return found

    @cached_property
    def values(self) -> dict[str, Any]:
        """Return what it says with what it inherits."""
        return merge_documents(self.documents)


class ScenarioError(ValueError):
    """A scenario that cannot be used, with every violation found in it."""

    def __init__(self, violations: list[Located]) -> None:
        """Keep the violations."""
        super().__init__("\n".join(map(str, violations)))
        self.violations = violations


def load_scenario(value: Any, origin: Origin | None) -> Scenario:
    """Read the scenario of that name or path, with those that it extends; ``origin`` is where it was named.

    Raises:
        ScenarioError: with every violation: no such scenario, no YAML, wrong defaults, a circle.
    """
    return read_scenario(find_scenario(value, origin), "scenario", origin, ())


def read_scenario(path: Path, asked_by: str, origin: Origin | None, above: tuple[Path, ...]) -> Scenario:
    """Read one scenario file and those that it extends; ``above`` are the files that extend it."""
    if path.resolve() in above:
        circle = " > ".join(one.stem for one in (*above[above.index(path.resolve()) :], path))
        problem = message("it ends up extending itself ({names})", names=circle)
        raise ScenarioError([Located(asked_by, problem, message("another scenario"), origin=origin)])
    try:
        document = read_yaml(path)
    except UnreadableError as error:
        where = Origin("file", path, error.line, error.column)
        raise ScenarioError([Located(asked_by, error.problem, message("a scenario in YAML"), origin=where)]) from error
    lines = {name.replace(".+", "."): line for name, line in document.lines.items()}
    document = replace(document, tree=texts_in_both(document.tree), lines=lines)
    own: dict[str, Any] = {}
    violations = list(check_defaults(document, own))
    resolved = document.tree.get("resolved")
    violations += check_resolved(document, resolved) if "resolved" in document.tree else []
    violations += [*check_shapes(document, document.tree), *check_powers(document)]
    base = None
    try:
        base = _read_extended(document, (*above, path.resolve()))
    except ScenarioError as error:
        violations += error.violations
    if violations:
        raise ScenarioError(violations)
    name = path.stem if resolved is None else resolved.get("scenario") or path.stem
    if base is None:
        return Scenario(name, (document,), own, resolved)
    return Scenario(name, (document, *base.documents), base.picks | own)


def _read_extended(document: Document, above: tuple[Path, ...]) -> Scenario | None:
    """Return the scenario that a document extends, its path taken from the folder of the document; None for none."""
    if "extends" not in document.tree:
        return None
    origin = Origin("file", document.path, document.lines.get("extends"))
    path = find_scenario(document.tree["extends"], origin, "extends", document.path.parent)
    base = read_scenario(path, "extends", origin, above)
    if base.resolved is not None:
        problem = message("a file that a run left has nothing left to decide")
        raise ScenarioError([Located("extends", problem, message("a scenario file"), origin=origin)])
    return base


def find_scenario(value: Any, origin: Origin | None, asked_by: str = "scenario", folder: Path = Path()) -> Path:
    """Return the file of a scenario given by its name or by the path of a YAML file, from a folder."""
    known = scenario_paths()
    if str(value) in known:
        return known[str(value)]
    path = folder / Path(str(value)).expanduser()
    if path.suffix.lower() in YAML_ENDS:
        if path.is_file():
            return path
        raise ScenarioError(
            [
                Located(
                    asked_by, message("there is no file {path}", path=value), message("a scenario file"), origin=origin
                )
            ]
        )
    close = nearest(str(value), known)
    if value and (path / "settings.yaml").is_file():
        close = (str(path / "settings.yaml"),)
    wanted = one_of([*known, "path/to/mine.yaml"])
    raise ScenarioError([Located(asked_by, not_possible(value), wanted, close, origin)])


def check_defaults(document: Document, picks: dict[str, Any]) -> Iterator[Located]:
    """Yield what is wrong in the ``defaults`` of a scenario, and note in ``picks`` the options it picks."""
    defaults = document.tree.get("defaults")
    if defaults is not None and not isinstance(defaults, list):
        origin = Origin("file", document.path, document.lines.get("defaults"))
        yield Located("defaults", message("it is not a list"), DEFAULTS_SHAPE, origin=origin)
        return
    for index, item in enumerate(defaults or []):
        if item != "_self_":
            path = f"defaults.{index}"
            yield from _check_pick(item, path, Origin("file", document.path, document.lines.get(path)), picks)


def _check_pick(item: Any, path: str, origin: Origin, picks: dict[str, Any]) -> Iterator[Located]:
    """Yield what is wrong in one item of ``defaults``, or note the option that it picks."""
    key, option = next(iter(item.items())) if isinstance(item, Mapping) and len(item) == 1 else (None, None)
    group = str(key).removeprefix(OVERRIDE_PREFIX)
    if not str(key).startswith(OVERRIDE_PREFIX) or group not in (*GROUPS, LEVER):
        close = nearest(group, (*GROUPS, LEVER))
        yield Located(path, message("{item} cannot be read as a choice", item=item), DEFAULTS_SHAPE, close, origin)
    elif group == LEVER:
        picks[group] = lever_names(option)
        yield from unknown_levers(picks[group], origin)
    elif option is not None and not (isinstance(option, str) and option in option_paths(group)):
        names = option_paths(group)
        wanted = one_of(names)
        yield Located(group, not_possible(option), wanted, nearest(str(option), names), origin)
    else:
        picks[group] = option


def lever_names(value: Any) -> list[str]:
    """Return the names of the levers that a choice asks for: one, several in a list, or none, each once."""
    return list(dict.fromkeys(map(str, value if isinstance(value, list) else [] if value is None else [value])))


def unknown_levers(names: list[str], origin: Origin | None) -> Iterator[Located]:
    """Yield the levers that there are not."""
    known = option_paths(LEVER)
    for name in names:
        if name not in known:
            wanted = message("a lever of `entente list levers`")
            yield Located(LEVER, not_possible(name), wanted, nearest(name, known), origin)


def texts_in_both(tree: Mapping[str, Any], kind: Any = Settings) -> dict[str, Any]:
    """Return what a file says, where a plain text stands for both languages: ``name: CLSC``."""
    found = dict(tree)
    for name, value in tree.items():
        inner = field_type(kind, name.removeprefix("+"))
        if inner is Text and isinstance(value, str):
            found[name] = {"fr": value, "en": value}
        elif isinstance(value, Mapping) and inner is not None:
            found[name] = texts_in_both(value, inner)
    return found


def check_shapes(
    document: Document, tree: Mapping[str, Any], kind: Any = Settings, prefix: str = ""
) -> Iterator[Located]:
    """Yield entries that hold a value or a list where names are expected."""
    for name, value in tree.items():
        path, inner = f"{prefix}{name.removeprefix('+')}", field_type(kind, name)
        origin = Origin("file", document.path, document.lines.get(path))
        if inner is None or (value is None and is_entry(kind, inner)):
            continue  # an unknown name, which validation reports with all the others; or an entry to be taken out
        if isinstance(value, Mapping):
            yield from check_shapes(document, value, inner, f"{path}.")
        elif is_dataclass(inner) or get_origin(inner) is dict:
            yield Located(path, not_possible(value), message("entries (name: value), or {{}} for none"), origin=origin)


def check_powers(document: Document) -> Iterator[Located]:
    """Yield what no scenario may decide: functions of Hydra's (``${oc.env:HOME}``), where it is run, and how."""
    for path, value in values_within(document.tree):
        if is_foreign_reference(value):
            text = value if len(value) < 60 else f"{value[:60]}…"
            origin = Origin("file", document.path, document.lines.get(path))
            yield Located(
                path, message("{text} cannot be read", text=text), message("${{the path of a setting}}"), origin=origin
            )
    for name in DECIDED_BY_CALLER:
        if name in document.tree:
            origin = Origin("file", document.path, document.lines.get(name))
            yield Located(name, NOT_DECIDED_HERE, message("{name}=... on the command line", name=name), origin=origin)


def check_resolved(document: Document, resolved: Any) -> list[Located]:
    """Return what is wrong in the entry that marks a file as already decided."""
    beside = [name for name in ("defaults", "extends", "twin") if name in document.tree]
    names = ("scenario", *GROUPS, LEVER)
    right = isinstance(resolved, Mapping) and all(
        name in names and (value is None or isinstance(value, list if name == LEVER else str))
        for name, value in resolved.items()
    )
    if right and not beside:
        return []
    where = Origin("file", document.path, document.lines.get("resolved"))
    problem = message("it cannot stand beside {name}", name=beside[0]) if right else message("it cannot be read")
    expected = message("only what a run wrote there: {names}", names=", ".join(names))
    return [Located("resolved", problem, expected, origin=where)]
