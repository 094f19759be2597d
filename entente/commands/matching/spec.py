"""What a matching is asked for: targets, the arms in which they are measured, and the settings that may vary."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from entente.analysis.anchors.anchors import ANCHOR_SETTINGS
from entente.analysis.matching.targets import TARGETS, Target
from entente.analysis.patterns.pattern import CALENDAR
from entente.commands.matching.options import MatchOptions
from entente.config.overrides import override_key
from entente.config.problems import Located, Origin, attempt, locate
from entente.config.run_settings import Run
from entente.results.keep import Keep
from entente.sim.model import parameters as declared
from entente.sim.model.declare import ASSUMED, Parameter, parameters
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis, axes_of, axis
from entente.studies.bases import compose_bases, out_of_range
from entente.studies.experiment import compose_arm
from entente.studies.experiment_request import ExperimentRequest, experiment_request, is_override
from entente.studies.options import split_options
from entente.studies.sizes import too_many_runs

_REPLICATES = 20  # of each setting, unless stated
_FACTOR = 3.0  # by how much a parameter may be under or over its default, unless an interval is stated
_SITUATION = ("partners", "casework", "context", "costs")  # sections that describe a situation, and no rule
_BESIDE_OPTIONS = ("communication",)  # a section that holds what is chosen and, beside it, parameters of rules
_RULES_THERE = (  # but for these
    "partners.threshold", "partners.threshold_spread", "partners.agenda", "partners.assiduity", "context.conjuncture",
    "context.drift",
)  # fmt: skip
_CONVENTION = "convention"  # source of what only says how something is counted


@dataclass(frozen=True)
class MatchArm:
    """Runs from which some targets are measured.

    Attributes:
        words: overrides, scenario included.
        settings: what they make, before any axis moves.
        targets: what is measured.
    """

    words: tuple[str, ...]
    settings: Settings
    targets: tuple[Target, ...]

    @property
    def keep(self) -> Keep:
        """Return what is kept of each run."""
        return Keep(figures=self.targets)


@dataclass(frozen=True)
class MatchSpec:
    """What a matching is asked for.

    Attributes:
        targets: the figures of the field, in order.
        arms: in which they are measured.
        axes: settings that vary, each in an interval.
        sorts: whether a first sorting keeps the axes that matter.
        scenario: of the first target, for the scenario that matching leaves.
        words: what was asked for, as words of the command.
        run: seed, replicates, threads.
        options: how the matching is made.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    targets: tuple[Target, ...]
    arms: tuple[MatchArm, ...]
    axes: tuple[Axis, ...]
    sorts: bool
    scenario: str
    words: tuple[str, ...]
    run: Run
    options: MatchOptions
    model: type | None = None


def match_spec(
    words: Sequence[str], targets: Sequence[Target] | None = None, model: type | None = None,
    said_by: str = "command_line",
) -> MatchSpec:  # fmt: skip
    """Read the words of a matching.

    Args:
        words: names of targets, axes (``name=interval(low,high)``), overrides, how to run and how to match.
        targets: one's own, instead of the figures that are declared.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
        said_by: what to call the origin of the words.

    Raises:
        SettingsError: with everything that is wrong.
    """
    known = TARGETS if targets is None else {one.name: one for one in targets}
    scenarios = tuple(dict.fromkeys(one.scenario for one in known.values()))
    names = [word for word in words if not is_override(word)]
    options, (others, _, violations) = split_options(MatchOptions, [word for word in words if is_override(word)], {})
    axes, fixed, wrong = split_axes(others)
    violations += wrong
    request, refused = attempt(lambda: experiment_request(
        [*names, *fixed], known, scenarios=scenarios, replicates=_REPLICATES, decided=(*ANCHOR_SETTINGS, "plausible")
    ))  # fmt: skip
    found = [locate(one, Origin(said_by)) for one in (*violations, *refused)]
    if request is None or found:
        raise SettingsError(found)
    chosen = _choose_targets(request.names, known, named=bool(names))
    arms = arms_of_targets(chosen, request, scenarios)
    check_waves(options, arms, request, said_by)
    moved = axes or list(assumed_axes([arm.settings for arm in arms]))
    bases = bases_used(chosen, request, scenarios)
    check_axes(moved, bases, said_by)
    return MatchSpec(
        chosen, arms, tuple(moved), not axes, chosen[0].scenario, tuple(words), request.run, options, model
    )


def check_waves(options: MatchOptions, arms: Sequence[MatchArm], request: ExperimentRequest, said_by: str) -> None:
    """Check that a wave has no more runs than can be done.

    Raises:
        SettingsError: with how many it would have.
    """
    if large := [*too_many_runs(options.points * len(arms), request.run.replicates)]:
        raise SettingsError([locate(one, Origin(said_by)) for one in large])


def split_axes(words: Sequence[str]) -> tuple[list[Axis], list[str], list[Violation]]:
    """Return the axes among some overrides, the other overrides, and what is wrong with the axes."""
    axes, wrong = axes_of(words, {}, intervals=True)
    varied = {one.key for one in axes}
    fixed = [word for word in words if override_key(word) not in varied]
    return list(axes), fixed, [*wrong, *_without_range(axes)]


def bases_used(
    targets: Sequence[Target], request: ExperimentRequest, scenarios: Sequence[str]
) -> list[tuple[str, ...]]:
    """Return the words of the scenarios in which some target is measured."""
    used = {one.scenario for one in targets}
    return [base.words for base, name in zip(request.bases, scenarios, strict=True) if name in used]


def _without_range(axes: Sequence[Axis]) -> Iterator[Violation]:
    """Yield the axes that are no interval."""
    for one in axes:
        if one.interval is None:
            yield Violation(one.key, message("matching needs a range"), message("interval(low,high)"))


def _choose_targets(names: Sequence[str], known: Mapping[str, Target], named: bool) -> tuple[Target, ...]:
    """Return the targets of some names: those not used as targets only when they are named.

    Raises:
        SettingsError: when one that is named cannot be matched.
    """
    if not named:
        return tuple(known[name] for name in names if known[name].used)
    tests = [name for name in names if not known[name].used and known[name].name == "written"]
    if tests:
        wanted = message("another target: this one stays a test")
        raise SettingsError([Violation(name, message("it is no target"), wanted) for name in tests])
    return tuple(known[name] for name in names)


def arms_of_targets(
    targets: Sequence[Target], request: ExperimentRequest, scenarios: Sequence[str]
) -> tuple[MatchArm, ...]:
    """Return the arms in which targets are measured, those of the same settings being one."""
    bases = dict(zip(scenarios, request.bases, strict=True))
    found: dict[tuple[str, ...], list[Target]] = {}
    for target in targets:
        mine = (*bases[target.scenario].words, *CALENDAR)
        found.setdefault((*mine, *target.overrides(compose_arm(mine))), []).append(target)
    return tuple(MatchArm(words, compose_arm(words), tuple(some)) for words, some in found.items())


def assumed_axes(scenarios: Sequence[Settings]) -> Iterator[Axis]:
    """Yield the parameters of the rules that are assumed, each from a third of its default to three times.

    Left out: what describes a situation, switches, what only says how something is counted, what a scenario states, and
    what is 0 by default.
    """
    of_rules = [one.name for one in fields(Settings) if getattr(one.type, "__module__", "") == declared.__name__]
    sections = (*of_rules, *_BESIDE_OPTIONS)
    for one in parameters(Settings):
        if of_a_rule(one, sections) and is_usual(one, scenarios):
            low, high = range_around(one)
            if low < high:
                found = axis(f"{one.path}=interval({low:.6g},{high:.6g})", True, set())
                assert isinstance(found, Axis), one.path
                yield found


def of_a_rule(one: Parameter, sections: Sequence[str]) -> bool:
    """Tell whether a parameter is of a rule, has a range and is assumed, beyond a mere convention."""
    section, _, name = one.path.partition(".")
    about = one.about
    described = section in _SITUATION and one.path not in _RULES_THERE
    ranged = about.low is not None and about.high is not None and "." not in name
    return section in sections and not described and ranged and about.grade is ASSUMED and about.source != _CONVENTION


def is_usual(one: Parameter, scenarios: Sequence[Settings]) -> bool:
    """Tell whether a parameter has its default in all scenarios, and one that is not 0."""
    section, _, name = one.path.partition(".")
    return bool(one.default) and all(getattr(getattr(each, section), name) == one.default for each in scenarios)


def range_around(one: Parameter) -> tuple[float, float]:
    """Return a range around the default of a parameter, within its own."""
    low, high = max(one.about.low, one.default / _FACTOR), min(one.about.high, one.default * _FACTOR)
    return (math.ceil(low), math.floor(high)) if one.kind is int else (low, high)


def check_axes(axes: Sequence[Axis], scenarios: Sequence[tuple[str, ...]], said_by: str) -> None:
    """Check that the ends of axes are possible on all scenarios.

    Raises:
        SettingsError: with what is wrong with them.
    """
    if wrong := list(_unplaceable(axes, scenarios, said_by)):
        raise SettingsError(wrong)


def _unplaceable(axes: Sequence[Axis], scenarios: Sequence[tuple[str, ...]], said_by: str) -> Iterator[Located]:
    """Yield what is wrong with the ends of axes, on any scenario, each thing once."""
    found: dict[Located, None] = {}
    for words in scenarios:
        try:
            bases = tuple(compose_bases(axes, words, {}, said_by))
        except SettingsError as error:
            found |= dict.fromkeys(one for one in error.violations if isinstance(one, Located))
        else:
            found |= dict.fromkeys(locate(one, Origin(said_by)) for one in out_of_range(axes, bases))
    yield from found


def with_axes(spec: MatchSpec, kept: Sequence[int]) -> MatchSpec:
    """Return what is asked for with some of the axes only."""
    return replace(spec, axes=tuple(spec.axes[rank] for rank in kept), sorts=False)
