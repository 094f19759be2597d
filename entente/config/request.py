"""First step of a configuration: overrides are parsed, and each names something that exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entente.config.overrides import Override, option_names, overrides_of, parse_override, unknown_setting
from entente.config.places import LEVER, option_paths
from entente.config.problems import Located, Origin, locate
from entente.config.scenario_files import lever_names, unknown_levers
from entente.sim.validation.messages import not_possible, one_of
from entente.sim.validation.validate import Violation, nearest


@dataclass
class Request:
    """What overrides ask for, before anything is composed.

    Attributes:
        origin: where all of it was asked for.
        scenario: the choice of a scenario, the last one if there are several.
        options: the option asked for in each group, None for no option at all; for levers, a list of names.
        changes: the overrides that change settings, in order.
        paths: every dotted path that an override gives a value.
        violations: what is wrong with the overrides.
    """

    origin: Origin
    scenario: Override | None = None
    options: dict[str, Any] = field(default_factory=dict)
    changes: list[Override] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    violations: list[Located] = field(default_factory=list)

    def add(self, override: Override) -> None:
        """Take an override of something that exists."""
        self.paths += override.paths()
        if not override.is_choice:
            self.changes.append(override)
        elif override.key == "scenario":
            self.scenario = override
        elif override.key == LEVER:
            names = [] if override.remove else lever_names(override.value)
            self.violations += unknown_levers(names, self.origin)
            self.options[LEVER] = [name for name in names if name in option_paths(LEVER)]
        elif override.value is None or override.value in (valid := option_names()[override.key]):
            self.options[override.key] = override.value
        else:
            wanted, close = one_of(valid), nearest(str(override.value), valid)
            self.violations.append(Located(override.key, not_possible(override.value), wanted, close, self.origin))


def parse(overrides: Sequence[str], values: Mapping[str, Any], origin: Origin) -> Request:
    """Parse overrides, texts first, then Python values by dotted path; what is wrong stands in ``violations``."""
    request = Request(origin)
    for override in (*map(parse_override, overrides), *overrides_of(values)):
        wrong = override if isinstance(override, Violation) else unknown_setting(override)
        if wrong is not None:
            request.violations.append(locate(wrong, origin))
        elif isinstance(override, Override):
            request.add(override)
    return request
