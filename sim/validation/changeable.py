"""What changes during a run, and what levers move: only what rules read every week, and only to values it may take."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from entente.sim.model.declare import about_of, plain
from entente.sim.model.levers import EVERY, LEAD, MOVABLE, TRAITS, channel_field
from entente.sim.validation.contradictions import is_known, mapping
from entente.sim.validation.messages import message, not_possible, number_between
from entente.sim.validation.violations import Violation, names_at, nearest, new_name, unknown_name

CHANGEABLE = frozenset({
    "leadership", "governance", "communication", "staff", "trust", "understanding",
    "motivation", "mobilisation", "work", "casework", "context", "costs", "mechanisms",
})  # fmt: skip
NUMBER = (int, float)


@lru_cache(maxsize=4096)  # the points of a study have their paths in common
def is_changeable(path: str, kinds: tuple[type, ...]) -> bool:
    """Tell whether a path is that of a parameter of some type, of those that may change during a run."""
    parts = path.split(".")
    return (
        unknown_name(path) is None and parts[0] in CHANGEABLE and len(parts) == 2 and plain(names_at(parts)[1]) in kinds
    )


def lever_errors(path: str, lever: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible in one lever."""
    who, organisations = lever.get("who", ""), mapping(tree.get("organisations"))
    if who and who != LEAD and not is_known(who, organisations):
        wanted = message("{lead}, the name of an organisation, or nothing for all of them", lead=LEAD)
        yield Violation(
            f"{path}.who",
            message("{value} is not one of the organisations", value=repr(who)),
            wanted,
            nearest(str(who), organisations),
        )
    weeks = [lever.get(name, default) for name, default in (("start", 1), ("delay", 0), ("stop", 520))]
    if all(isinstance(week, int) for week in weeks) and weeks[0] + weeks[1] > weeks[2]:
        yield Violation(
            f"{path}.stop",
            message("week {week} is before its first effects", week=weeks[2]),
            message("at least {number}", number=weeks[0] + weeks[1]),
        )
    if not lever.get("channels") and not lever.get("effects"):
        yield Violation(path, message("it does nothing"), message("channels or effects"))
    for target, effect in mapping(lever.get("effects")).items():
        yield from effect_errors(f"{path}.effects.{target}", str(target), mapping(effect))


def effect_errors(path: str, target: str, effect: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible in one effect of a lever."""
    kind = movable(target)
    if now := new_name(target):
        yield Violation(path, message("it has another name now"), now, (now,))
        return
    if kind is None:
        wanted = message(
            "a number among the parameters that may change (entente list parameters), partners.<trait> or "
            "communication.channels.*.<field>"
        )
        yield Violation(path, message("a lever cannot move it"), wanted, near(target))
        return
    toward, about = effect.get("toward"), about_of(kind)
    if toward is None and not effect.get("add"):
        yield Violation(path, message("it moves nothing"), message("toward and by, or add"))
    if about is None or about.low is None or about.high is None or not isinstance(toward, int | float):
        return
    if not about.low <= toward <= about.high:
        wanted = number_between(about.low, about.high, about.unit)
        yield Violation(f"{path}.toward", not_possible(toward), wanted)


@lru_cache(maxsize=4096)  # as above
def movable(target: str) -> Any:
    """Return the declared type of what the path of an effect names; None when no lever can move it."""
    parts = target.split(".")
    if found := channel_field(target):
        return names_at(["communication", "channels", found[0], found[1]])[1]
    if parts[0] == "partners" and parts[1:] and parts[1] in TRAITS and len(parts) == 2 and parts[1] != "turnover":
        return names_at(parts)[1]
    return names_at(parts)[1] if is_changeable(target, NUMBER) else None


def near(target: str) -> tuple[str, ...]:
    """Return what a lever can move that looks like a wrong path."""
    wrong = unknown_name(target)
    if target.startswith("partners."):
        return nearest(target.partition(".")[2], [one for one in TRAITS if one != "turnover"], "partners")
    if target.startswith("communication.channels."):
        return nearest(target.rpartition(".")[2], MOVABLE, f"communication.channels.{EVERY}")
    return wrong.nearest if wrong else ()
