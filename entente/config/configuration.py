"""The one way from overrides to settings that can be run: everything that is wrong is told at once, with its origin."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ConfigDict, TypeAdapter, ValidationError

from entente.config.composition import LEVERS, composed
from entente.config.overrides import Given, every_option, lay, misnamed, paths_said, read, read_values
from entente.config.places import GROUPS, LEVER, options
from entente.config.problems import Layer, Located, Origin, located, origin_of, sort_by_origin
from entente.config.run_settings import RUN, Run
from entente.config.scenario_files import Scenario, ScenarioError, check_levers, levers_named, load
from entente.config.yamlfile import UnreadableError
from entente.config.yamlfile import read as read_yaml
from entente.results.folders import refusal
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message, not_possible, number_between, one_of
from entente.sim.validation.validate import SettingsError, Violation, adapter, nearest, validate, violation

DEFAULT_SCENARIO = "lethbridge"


@dataclass(frozen=True)
class Configuration:
    """What is to be run: the settings, how to run them, and the option chosen in each group."""

    settings: Settings
    run: Run
    choices: Mapping[str, Any]


def configure(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, said_by: str = "command_line"
) -> Configuration:
    """Return the configuration that overrides ask for.

    Args:
        overrides: texts in Hydra's grammar, such as ``leadership=shared`` or ``leadership.hours=20``.
        values: the same as dotted paths with Python values; they come after the texts.
        said_by: what to call the origin of both: ``command_line`` or ``arguments``.

    Raises:
        SettingsError: with every violation at once, as ``Located`` ones.
    """
    return Composer(Origin(said_by)).configure(overrides, values or {})


class Composer:
    """Gathers what is asked for and everything that is wrong with it."""

    def __init__(self, origin: Origin) -> None:
        """Start with nothing wrong; ``origin`` is that of what is asked for."""
        self.origin = origin
        self.violations: list[Located] = []
        self.asked: dict[str, Any] = {}
        self.scenario: Scenario | None = None

    def configure(self, overrides: Sequence[str], values: Mapping[str, Any]) -> Configuration:
        """Return the configuration, or raise every violation."""
        givens = [given for one in (*map(read, overrides), *read_values(values)) if (given := self.checked(one))]
        self.load_scenario([given for given in givens if given.key == "scenario" and given.is_choice])
        self.choose([given for given in givens if given.key in GROUPS and given.is_choice])
        self.choose_levers([given for given in givens if given.key == LEVER and given.is_choice])
        tree, choices = self.compose()
        layers = [Layer({path: self.origin for given in givens for path in paths_said(given)}), *self.layers(choices)]
        for given in givens:
            if not given.is_choice and (wrong := unchosen(given, givens, tree) or lay(given, tree)):
                self.violations.append(located(wrong, self.origin))
        tree = self.resolved(tree, layers)
        run = self.validated(lambda: run_of(tree), layers)
        bad = {one.path for one in self.violations}
        if wrong := refusal(run or run_of({name: value for name, value in tree.items() if name not in bad})):
            self.violations.append(located(wrong, origin_of("output", layers)))
        settings = self.validated(lambda: settings_of(tree, whole=self.scenario is not None), layers)
        if self.violations or run is None or settings is None:
            raise SettingsError(sort_by_origin(self.violations))
        return Configuration(settings, run, choices)

    def checked(self, one: Given | Violation) -> Given | None:
        """Keep what names something that exists; note the others."""
        wrong = one if isinstance(one, Violation) else misnamed(one)
        if wrong:
            self.violations.append(located(wrong, self.origin))
        return None if wrong else one  # type: ignore[return-value]

    def load_scenario(self, givens: Sequence[Given]) -> None:
        """Read the scenario last asked for, or the default one."""
        value = givens[-1].value if givens else DEFAULT_SCENARIO
        try:
            self.scenario = load(value, self.origin if givens else None)
        except ScenarioError as error:
            self.violations += error.violations

    def choose(self, givens: Sequence[Given]) -> None:
        """Keep the options asked for that exist; note the others."""
        names = every_option()
        for given in givens:
            valid = names[given.key]
            if given.value is not None and given.value not in valid:
                wanted = one_of(valid)
                close = nearest(str(given.value), valid)
                one = Located(given.key, not_possible(given.value), wanted, close, self.origin)
                self.violations.append(one)
            else:
                self.asked[given.key] = given.value

    def choose_levers(self, givens: Sequence[Given]) -> None:
        """Keep the levers last asked for; note those that there are not."""
        if givens:
            names = [] if givens[-1].remove else levers_named(givens[-1].value)
            wrong = list(check_levers(names, self.origin))
            self.violations += wrong
            self.asked[LEVER] = [name for name in names if name in options(LEVER)]

    def compose(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Compose; what Hydra itself refuses ends here, since nothing can be checked after it."""
        try:
            tree, choices, missing = composed(self.scenario, self.asked)
        except (HydraException, OmegaConfBaseException) as error:
            where = Origin("file", self.scenario.document.path) if self.scenario else None
            first = " ".join(str(error).split("\n")[0].split())
            self.violations.append(
                Located("scenario", message("it cannot be composed ({inner})", inner=first), origin=where)
            )
            raise SettingsError(sort_by_origin(self.violations)) from error
        self.violations += missing
        return tree, choices

    def layers(self, choices: Mapping[str, Any]) -> Iterator[Layer]:
        """Yield the files that speak, the strongest first."""
        for document in self.scenario.documents if self.scenario else ():
            yield Layer.of_file(document.path, document.lines)
        for group, chosen in choices.items():
            decided = self.scenario and self.scenario.resolved is not None and group not in self.asked
            if group not in (*GROUPS, LEVER) or not chosen or decided:
                continue
            for name, prefix in [(one, f"{LEVERS}.{one}") for one in chosen] if group == LEVER else [(chosen, group)]:
                path = options(group)[name]
                try:
                    yield Layer.of_file(path, read_yaml(path).lines, prefix)
                except UnreadableError as error:
                    where = Origin("file", path, error.line, error.column)
                    self.violations.append(Located(group, error.problem, origin=where))

    def resolved(self, tree: dict[str, Any], layers: Sequence[Layer]) -> dict[str, Any]:
        """Replace interpolations (``${leadership.hours}``) by what they point to; take out those that point nowhere."""
        while True:
            try:
                return OmegaConf.to_container(OmegaConf.create(tree), resolve=True)  # type: ignore[return-value]
            except OmegaConfBaseException as error:
                path = str(error.full_key or "")
                problem, wanted = message("what ${{...}} points to cannot be found"), message("the path of a setting")
                self.violations.append(Located(path, problem, wanted, origin=origin_of(path, layers)))
                if lay(Given(path, remove=True), tree):
                    raise SettingsError(sort_by_origin(self.violations)) from error

    def validated(self, check: Callable[[], Any], layers: Sequence[Layer]) -> Any:
        """Return what a check gives, or note its violations with their origins."""
        try:
            return check()
        except SettingsError as error:
            self.violations += [located(one, origin_of(one.path, layers)) for one in error.violations]
            return None


def unchosen(given: Given, givens: Sequence[Given], tree: Mapping[str, Any]) -> Violation | None:
    """Return the violation of changing a lever that is not chosen, or None; one's own lever has channels or effects."""
    top, _, rest = given.key.partition(".")
    name = rest.partition(".")[0]
    if top != LEVERS or "." not in rest or name in tree[LEVERS]:
        return None
    if name in (known := options(LEVER)):
        return Violation(given.key, message("that lever is not chosen"), f"{LEVER}=[{','.join([*tree[LEVERS], name])}]")
    made = (f"{LEVERS}.{name}.channels", f"{LEVERS}.{name}.effects")
    if any(one.key.startswith(made) for one in givens):
        return None
    return Violation(given.key, message("that lever is not chosen"), "", nearest(name, known, LEVERS))


def settings_of(tree: Mapping[str, Any], whole: bool = True) -> Settings:
    """Return the settings of a composed tree; without its scenario (``whole`` false), only look at each value."""
    mine = {name: value for name, value in tree.items() if name not in RUN}
    if whole:
        return validate(mine)
    settings: Settings = checked_by(adapter(), mine, violation)
    return settings


def run_of(tree: Mapping[str, Any]) -> Run:
    """Return the run configuration of a composed tree."""
    mine = {name: value for name, value in tree.items() if name in RUN}
    # pydantic would take true for 1
    numbers = {
        name: str(value) if isinstance(value, bool) and RUN[name].kind is int else value for name, value in mine.items()
    }
    run: Run = checked_by(run_adapter(), numbers, run_violation)
    return run


@cache
def run_adapter() -> TypeAdapter[Run]:
    """Return the validator of run configurations."""
    Run.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(Run)


def checked_by(check: TypeAdapter[Any], tree: Mapping[str, Any], wording: Callable[[Any], Violation]) -> Any:
    """Validate a tree, every violation in our own words."""
    try:
        return check.validate_python(tree)
    except ValidationError as error:
        raise SettingsError(once(wording(one) for one in error.errors(include_url=False))) from error


def once(violations: Iterable[Violation]) -> list[Violation]:
    """Return the first violation of each path."""
    return list({one.path: one for one in reversed(list(violations))}.values())[::-1]


def run_violation(error: Mapping[str, Any]) -> Violation:
    """Turn one of pydantic's errors on a run configuration into a violation."""
    name = str(error["loc"][0])
    about, said = RUN[name].about, violation({**error, "loc": (f"run.{name}",)})
    if about.low is None:
        return Violation(name, said.problem, said.expected, said.nearest)
    return Violation(
        name,
        said.problem,
        number_between(about.low, about.high or about.low, about.unit, whole=True),
    )
