"""Contradictions between settings that are each valid; read in a bare tree, so that other errors hide none."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from entente.sim.model.situation import MOST, names_of
from entente.sim.validation.messages import message, not_possible, one_of
from entente.sim.validation.violations import Violation, nearest

LEAST_SHARE, MOST_SHARE = 1e-9, 1e9  # of the cases: products and sums of these are neither lost nor infinite


def contradictions(tree: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the contradictions in a bare tree of settings."""
    organisations = mapping(tree.get("organisations"))
    if organisations:
        yield from lead_errors(tree.get("lead", ""), organisations)
    yield from size_errors(organisations)
    yield from namesakes(organisations)
    for key in ("territories", "populations"):
        yield from shares(tree, key)
    for name, one in organisations.items():
        yield from belonging(tree, name, mapping(one))
    for name, one in mapping(tree.get("events")).items():
        yield from event_errors(f"events.{name}", mapping(one), organisations)
    yield from missing_work(mapping(tree.get("stages", {"default": {}})))


def lead_errors(lead: Any, organisations: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the error of a lead that is no organisation, or no partner at the start."""
    if not is_known(lead, organisations):
        yield Violation(
            "lead",
            message("{value} is not one of the organisations", value=repr(lead)),
            message("the name of a partner"),
            nearest(str(lead), organisations),
        )
    elif mapping(organisations[lead]).get("member") is False:
        yield Violation(
            "lead",
            message("{value} is not a partner at the start", value=repr(lead)),
            f"organisations.{lead}.member=true",
        )


def size_errors(organisations: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the error of having no organisations, too few or too many."""
    total = sum(count for one in organisations.values() if isinstance(count := mapping(one).get("count", 1), int))
    if not organisations:
        yield Violation("organisations", message("there are none"), message("at least two organisations"))
    elif not 2 <= total <= MOST:
        yield Violation(
            "organisations",
            message("{number} organisations in all", number=total),
            message("from 2 to {most}", most=MOST),
        )


def missing_work(stages: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the error of stages without any work."""
    works = [mapping(stage).get("work", 1.0) for stage in stages.values()]
    if not any(isinstance(work, int | float) and work > 0 for work in works):
        yield Violation("stages", message("no stage has any work"), message("at least one stage with work > 0"))


def namesakes(organisations: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the organisations whose name is that of one in a group: ``clinic_1`` beside ``clinic`` of count 2."""
    owners: dict[str, str] = {}
    for name, one in organisations.items():
        count = mapping(one).get("count", 1)
        many = count if isinstance(count, int) and 1 < count <= MOST else 0
        for made in names_of(str(name), many):
            if made in owners:
                problem = message("organisations.{name} makes one of that name too", name=owners[made])
                yield Violation(f"organisations.{name}", problem, message("another name"))
            owners[made] = str(name)


def shares(tree: Mapping[str, Any], key: str) -> Iterator[Violation]:
    """Yield the shares of the cases that are out of bounds."""
    for name, value in mapping(tree.get(key)).items():
        if not isinstance(value, int | float) or not LEAST_SHARE <= value <= MOST_SHARE:
            yield Violation(
                f"{key}.{name}",
                not_possible(value),
                message("a share of the cases, from a billionth to a billion"),
            )
    if len(mapping(tree.get(key))) > 16:
        yield Violation(key, message("too many"), message("{number} at the most", number=16))


def belonging(tree: Mapping[str, Any], name: str, one: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the territory and populations of an organisation that the scenario does not have."""
    territories, populations = mapping(tree.get("territories")), mapping(tree.get("populations"))
    territory = one.get("territory", "")
    if territory and not is_known(territory, territories):
        yield Violation(
            f"organisations.{name}.territory",
            message("{value} is not one of the territories", value=repr(territory)),
            one_of(territories),
            nearest(str(territory), territories),
        )
    served = one.get("populations")
    for population in served if isinstance(served, list) else []:
        if not is_known(population, populations):
            yield Violation(
                f"organisations.{name}.populations",
                message("{value} is not one of the populations", value=repr(population)),
                one_of(populations),
                nearest(str(population), populations),
            )


def event_errors(path: str, event: Mapping[str, Any], organisations: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible in one event."""
    week, yearly = event.get("week"), event.get("yearly", 0.0)
    if week is None and not yearly:
        yield Violation(path, message("it would never fall"), message("a week, or yearly above 0"))
    if week is not None and yearly:
        yield Violation(path, message("both dated and random"), message("week or yearly, not both"))
    target = event.get("organisation", "")
    if target and not is_known(target, organisations):
        yield Violation(
            f"{path}.organisation",
            message("{value} is not one of the organisations", value=repr(target)),
            message("the name of an organisation"),
            nearest(str(target), organisations),
        )


def is_known(name: Any, names: Mapping[str, Any]) -> bool:
    """Tell whether a name is one of some; what is no text (a list, say) is none of them."""
    return isinstance(name, str) and name in names


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping as it is, a dataclass as one, and anything else as an empty one."""
    if isinstance(value, Mapping):
        return value
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else {}
