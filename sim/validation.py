"""Bad settings are refused with every violation at once: where, what, what was expected, the nearest valid names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from sim.declare import about_of, plain
from sim.situation import Settings


@dataclass(frozen=True)
class Violation:
    """One thing wrong with the settings."""

    path: str
    problem: str
    expected: str = ""
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the violation as one line."""
        text = f"{self.path}: {self.problem}"
        if self.expected:
            text += f"; expected {self.expected}"
        return text + (f"; nearest: {', '.join(self.nearest)}" if self.nearest else "")


class SettingsError(ValueError):
    """Settings that cannot be run, with every violation in ``violations``."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        """Keep the violations and make one message of them."""
        self.violations = list(violations)
        super().__init__("\n".join(map(str, self.violations)))


def validate(tree: Mapping[str, Any]) -> Settings:
    """Return the settings that a bare tree of values describes.

    Raises:
        SettingsError: with every violation: unknown names, wrong types, values out of range, contradictions.
    """
    violations: list[Violation] = []
    settings = None
    try:
        settings = adapter().validate_python(tree)
    except ValidationError as error:
        violations = [violation(one) for one in error.errors(include_url=False)]
    violations += [
        one for one in (*truths(tree), *contradictions(tree)) if one.path not in {v.path for v in violations}
    ]
    if settings is None or violations:
        raise SettingsError(violations)
    for change in settings.changes.values():
        change.set = {path: settled(path.split("."), value) for path, value in change.set.items()}
    return settings


def as_tree(settings: Settings) -> dict[str, Any]:
    """Return settings as a bare tree of built-in values, which ``validate`` takes back."""
    return dict(adapter().dump_python(settings, mode="json"))


@cache
def adapter() -> TypeAdapter[Settings]:
    """Return the validator made from the declarations, unknown names forbidden at every level."""
    for section in sections(Settings):
        section.__pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)  # type: ignore[attr-defined]
    return TypeAdapter(Settings)


def sections(kind: Any) -> Iterator[type]:
    """Yield every dataclass of a tree of declarations."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from sections(hint)
    for inner in get_args(kind):
        yield from sections(inner)


def names_at(path: Iterable[str]) -> tuple[list[str] | None, Any]:
    """Return the valid names under a dotted path (None: any name) and the declared type of what is there.

    Raises:
        KeyError: when a name on the path is not known.
    """
    kind: Any = Settings
    for name in path:
        if is_dataclass(kind):
            kind = get_type_hints(kind, include_extras=True)[name]
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        else:
            raise KeyError(name)
    if is_dataclass(kind):
        return [field.name for field in fields(kind)], kind
    return (None if get_origin(kind) is dict else []), kind


def unknown_name(path: str) -> Violation | None:
    """Return the violation of a dotted path that no setting has, or None when it is known."""
    parts = path.split(".")
    for depth, name in enumerate(parts):
        valid, kind = names_at(parts[:depth])
        if kind is Any:
            return None
        if valid is not None and name not in valid:
            return Violation(path, "no such setting", "a declared name", nearest(name, valid, ".".join(parts[:depth])))
    return None


def nearest(name: str, valid: Iterable[str], prefix: str = "") -> tuple[str, ...]:
    """Return up to three valid names that look like this one, with their prefix."""
    lead = f"{prefix}." if prefix else ""
    close = get_close_matches(str(name), list(valid), n=3, cutoff=0.5)
    deep = [] if prefix else [path for path in every_path() if path.rsplit(".", 1)[-1] == name]
    return tuple([*deep, *(lead + one for one in close)][:3])


@cache
def every_path() -> tuple[str, ...]:
    """Return the dotted path of every declared parameter."""
    from sim.declare import parameters

    return tuple(one.path for one in parameters(Settings))


def violation(error: Mapping[str, Any]) -> Violation:
    """Turn one of pydantic's errors into a violation in the words of the declarations."""
    parts = [str(part) for part in error["loc"] if part != "[key]"]
    path = ".".join(parts)
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown_name(path) or Violation(path, "no such setting")
    got = error["input"]
    shown = f"{got!r}" if isinstance(got, str | int | float | bool) or got is None else f"a {type(got).__name__}"
    return Violation(path, f"{shown} is not possible", expectation(parts, error), choices_near(got, error))


def expectation(parts: list[str], error: Mapping[str, Any]) -> str:
    """Say what was expected: the declared range and unit, or the choices, or pydantic's own words."""
    try:
        kind = names_at(parts)[1]
        about = about_of(kind)
    except KeyError:
        about = None
    if about is not None and about.low is not None:
        number = "a whole number" if plain(kind) is int else "a number"
        return f"{number} from {about.low:g} to {about.high:g}" + (f" {about.unit}" if about.unit else "")
    if error["type"] == "enum":
        return "one of " + ", ".join(choices_of(error))
    return str(error["msg"][0].lower() + error["msg"][1:])


def choices_near(got: Any, error: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the valid choices nearest to a wrong one."""
    if error["type"] != "enum":
        return ()
    return nearest(str(got), choices_of(error))


def choices_of(error: Mapping[str, Any]) -> list[str]:
    """Return the valid choices that one of pydantic's errors names."""
    return str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def truths(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[Violation]:
    """Yield the numbers that are given as true or false, which pydantic would take for 1 or 0 (``hours: yes``)."""
    for name, value in tree.items():
        path = (*above, str(name))
        if isinstance(value, Mapping):
            yield from truths(value, path)
        elif isinstance(value, bool):
            try:
                kind = names_at(path)[1]
            except KeyError:
                continue  # an unknown name is told with the others
            if plain(kind) in {int, float}:
                yield Violation(
                    ".".join(path), f"{value} is not possible", expectation(list(path), {"type": "", "msg": "a number"})
                )


def contradictions(tree: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what cannot be together, reading a bare tree so that other errors do not hide these."""
    organisations = mapping(tree.get("organisations"))
    weeks = tree.get("weeks", Settings().weeks)
    lead = tree.get("lead", "")
    if not organisations:
        yield Violation("organisations", "there are none", "at least two organisations")
    elif not known(lead, organisations):
        yield Violation(
            "lead",
            f"{lead!r} is not one of the organisations",
            "the name of a partner",
            nearest(str(lead), organisations),
        )
    elif mapping(organisations[lead]).get("member") is False:
        yield Violation("lead", f"{lead!r} is not a partner at the start", f"organisations.{lead}.member=true")
    total = sum(count for one in organisations.values() if isinstance(count := mapping(one).get("count", 1), int))
    if organisations and not 2 <= total <= 2000:
        yield Violation("organisations", f"{total} organisations in all", "from 2 to 2000")
    yield from namesakes(organisations)
    for key in ("territories", "populations"):
        yield from shares(tree, key)
    for name, one in organisations.items():
        yield from belonging(tree, name, mapping(one))
    for name, one in mapping(tree.get("events")).items():
        yield from event_errors(f"events.{name}", mapping(one), weeks, organisations)
    for name, one in mapping(tree.get("changes")).items():
        yield from change_errors(f"changes.{name}", mapping(one))
    works = [mapping(stage).get("work", 1.0) for stage in mapping(tree.get("stages", {"default": {}})).values()]
    if not any(isinstance(work, int | float) and work > 0 for work in works):
        yield Violation("stages", "no stage has any work", "at least one stage with work > 0")


def namesakes(organisations: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the organisations that bear the name of one of several alike: ``clinic_1`` beside two of ``clinic``."""
    owners: dict[str, str] = {}
    for name, one in organisations.items():
        count = mapping(one).get("count", 1)
        many = count if isinstance(count, int) and 1 < count <= 2000 else 0
        for made in [f"{name}_{k + 1}" for k in range(many)] or [str(name)]:
            if made in owners:
                told = f"organisations.{owners[made]} makes one of that name too"
                yield Violation(f"organisations.{name}", told, "another name")
            owners[made] = str(name)


def shares(tree: Mapping[str, Any], key: str) -> Iterator[Violation]:
    """Yield the shares of population that are no shares."""
    for name, value in mapping(tree.get(key)).items():
        if not isinstance(value, int | float) or not value > 0:
            yield Violation(f"{key}.{name}", f"{value!r} is not possible", "a share of the cases, above 0")
    if len(mapping(tree.get(key))) > 16:
        yield Violation(key, "too many", "16 at the most")


def belonging(tree: Mapping[str, Any], name: str, one: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the territory and populations of an organisation that the scenario does not have."""
    territories, populations = mapping(tree.get("territories")), mapping(tree.get("populations"))
    territory = one.get("territory", "")
    if territory and not known(territory, territories):
        yield Violation(
            f"organisations.{name}.territory",
            f"{territory!r} is not one of the territories",
            "one of " + (", ".join(territories) or "none"),
            nearest(str(territory), territories),
        )
    served = one.get("populations")
    for population in served if isinstance(served, list) else []:
        if not known(population, populations):
            yield Violation(
                f"organisations.{name}.populations",
                f"{population!r} is not one of the populations",
                "one of " + (", ".join(populations) or "none"),
                nearest(str(population), populations),
            )


def event_errors(
    path: str, event: Mapping[str, Any], weeks: Any, organisations: Mapping[str, Any]
) -> Iterator[Violation]:
    """Yield what is impossible in one event."""
    week, yearly = event.get("week"), event.get("yearly", 0.0)
    if isinstance(week, int) and isinstance(weeks, int) and week > weeks:
        yield Violation(f"{path}.week", f"week {week} is after the horizon", f"at most weeks={weeks}")
    if week is None and not yearly:
        yield Violation(path, "it would never fall", "a week, or yearly above 0")
    if week is not None and yearly:
        yield Violation(path, "both dated and random", "week or yearly, not both")
    target = event.get("organisation", "")
    if target and not known(target, organisations):
        yield Violation(
            f"{path}.organisation",
            f"{target!r} is not one of the organisations",
            "the name of an organisation",
            nearest(str(target), organisations),
        )


CHANGEABLE = frozenset({
    "leadership", "governance", "communication", "staff", "trust", "understanding",
    "motivation", "mobilisation", "work", "casework", "context", "mechanisms",
})  # fmt: skip


def change_errors(path: str, change: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible in one change of settings."""
    for target, value in mapping(change.get("set")).items():
        parts = str(target).split(".")
        wrong = unknown_name(str(target))
        if (
            wrong
            or parts[0] not in CHANGEABLE
            or len(parts) != 2
            or plain(names_at(parts)[1]) not in (int, float, bool)
        ):
            near = wrong.nearest if wrong else ()
            yield Violation(
                f"{path}.set.{target}",
                "cannot change during a run",
                "a parameter of " + ", ".join(sorted(CHANGEABLE)),
                near,
            )
            continue
        try:
            settled(parts, value)
        except ValidationError as error:
            found = violation(error.errors(include_url=False)[0])
            yield Violation(f"{path}.set.{target}", found.problem, found.expected, found.nearest)


def settled(parts: list[str], value: Any) -> Any:
    """Return a value of one parameter as validation takes it: ``off`` as False, say."""
    found: Any = adapter().validate_python(minimal(parts, value))
    for part in parts:
        found = getattr(found, part)
    return found


def minimal(parts: list[str], value: Any) -> dict[str, Any]:
    """Return the smallest tree that gives one dotted path a value."""
    tree: dict[str, Any] = {parts[-1]: value}
    for part in reversed(parts[:-1]):
        tree = {part: tree}
    return tree


def known(name: Any, names: Mapping[str, Any]) -> bool:
    """Tell whether a name is one of some; what is no text (a list, say) is none of them."""
    return isinstance(name, str) and name in names


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping as it is, a dataclass as one, and anything else as an empty one."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value if isinstance(value, Mapping) else {}
