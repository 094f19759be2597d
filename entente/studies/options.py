"""How a study is made, beside how each of its runs is: declared like every parameter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import ConfigDict, TypeAdapter

from entente.analysis.sweep.designs import DEFAULT_POINTS, POWERS_OF_TWO, DesignKind
from entente.config.problems import unknown_names
from entente.config.run_settings import bool_as_word, choice
from entente.results.keep import KEPT_SERIES
from entente.sim.model.declare import Parameter, parameters
from entente.sim.model.measures import SERIES
from entente.sim.validation.messages import message, not_possible, number_between
from entente.sim.validation.number_texts import understand_number
from entente.sim.validation.validate import SettingsError, Violation, violation


class Engine(StrEnum):
    """The executors: what carries the work out."""

    THREADS = "threads"
    SLURM = "slurm"
    DASK = "dask"


class RandomNumbers(StrEnum):
    """Whether all points have common random numbers, so that they can be compared, or each point its own."""

    COMMON = "common"
    OWN = "own"


@dataclass
class ExecutorOptions:
    """The executor, and its options."""

    engine: Annotated[
        Engine,
        choice("What carries the work out: threads of this machine, slurm or dask",
               "Ce qui fait le travail : les fils de cette machine, slurm ou dask"),
    ] = Engine.THREADS  # fmt: skip
    address: Annotated[
        str | None,
        choice("Where the Dask cluster is: its address, such as tcp://host:8786, or its scheduler file "
               "(null: a cluster of processes on this machine, as many as threads)",
               "Où se trouve la grappe Dask : son adresse, comme tcp://hôte:8786, ou son fichier d'ordonnanceur "
               "(null : une grappe de processus sur cette machine, autant que de fils)"),
    ] = None  # fmt: skip
    shards: Annotated[
        int, choice("Jobs of slurm, each with its share of the points; with threads=, each has so many processors",
                    "Tâches de slurm, chacune avec sa part des points ; avec threads=, chacune a autant de processeurs",
                    1, 100_000)
    ] = 16  # fmt: skip
    slurm: Annotated[
        dict[str, Any],
        choice("What is asked of slurm for each job: slurm.partition=, slurm.account=, slurm.timeout_min= (60), "
               "slurm.mem_gb=, and whatever else submitit knows",
               "Ce qui est demandé à slurm pour chaque tâche : slurm.partition=, slurm.account=, "
               "slurm.timeout_min= (60), slurm.mem_gb=, et tout ce que submitit connaît"),
    ] = field(default_factory=dict)  # fmt: skip


@dataclass
class StudyOptions(ExecutorOptions):
    """How a study is made, beside how each of its runs is."""

    design: Annotated[
        str | None,
        choice("How points are placed: grid, lhs, sobol, saltelli, morris, or a CSV file of points "
               "(null: grid when all values are listed, else lhs)",
               "Comment les points sont placés : grid, lhs, sobol, saltelli, morris ou un fichier CSV de points "
               "(null : grid si toutes les valeurs sont énumérées, sinon lhs)"),
    ] = None  # fmt: skip
    points: Annotated[
        int | None,
        choice("Points of the design; trajectories of morris, base points of saltelli (null: 128, or 20 trajectories)",
               "Points du plan ; trajectoires de morris, points de base de saltelli (null : 128, ou 20 trajectoires)",
               1, 10_000_000),
    ] = None  # fmt: skip
    curves: Annotated[
        list[str],
        choice("Weekly series whose median and bands are kept for each point",
               "Séries hebdomadaires dont la médiane et les bandes sont gardées pour chaque point"),
    ] = field(default_factory=lambda: ["mobilisation"])  # fmt: skip
    full: Annotated[
        list[str],
        choice("Weekly series kept whole, for every run (all: every series)",
               "Séries hebdomadaires gardées en entier, pour chaque simulation (all : toutes)"),
    ] = field(default_factory=list)  # fmt: skip
    random_numbers: Annotated[
        RandomNumbers,
        choice("Random numbers of the points: common, so that they can be compared, or own, so that each is one more "
               "partnership",
               "Nombres aléatoires des points : common (communs à tous, pour les comparer) ou own (à chacun les siens, "
               "comme autant de partenariats)"),
    ] = RandomNumbers.COMMON  # fmt: skip
    output: Annotated[
        str | None,
        choice("Folder of the study; the same command again goes on with it "
               "(null: results/<scenario>-sweep, or the next free one)",
               "Dossier de l'étude ; la même commande la poursuit "
               "(null : results/<scénario>-sweep, ou le suivant libre)"),
    ] = None  # fmt: skip
    overwrite: Annotated[
        bool, choice("Begin anew where the folder holds another study",
                     "Recommencer là où le dossier contient une autre étude")
    ] = False  # fmt: skip


STUDY_OPTIONS = {one.path: one for one in parameters(StudyOptions)}
LIST_OPTIONS = ("curves", "full")


RENAMED_OPTIONS = {
    "luck": message("random_numbers=common or random_numbers=own")
}  # words of old, and what is written now
Options = TypeVar("Options", bound=ExecutorOptions)


def is_option(key: str, kind: type[ExecutorOptions] = StudyOptions) -> bool:
    """Tell whether a dotted path is one of these options."""
    return (
        key in declared_options(kind) or key.startswith("slurm.") or (kind is StudyOptions and key in RENAMED_OPTIONS)
    )


@cache
def declared_options(kind: type[ExecutorOptions]) -> Mapping[str, Parameter]:
    """Return the options of a kind by name, as they are declared."""
    return {one.path: one for one in parameters(kind)}


def split_options(kind: type[Options], overrides: Sequence[str], values: Mapping[str, Any]) -> tuple[Options, "Others"]:
    """Return the options that overrides and values ask for, and what is left of these once they are taken out.

    Args:
        kind: ``StudyOptions``, or ``ExecutorOptions`` where nothing else is possible.
        overrides: texts in Hydra's grammar.
        values: the same as dotted paths with Python values.
    """
    from entente.config.overrides import (  # Hydra: not for the help
        override_key,
        overrides_of,
        parse_override,
        repeated_keys,
    )

    tree: dict[str, Any] = {}
    mine = {key: given for key, given in values.items() if is_option(key, kind) and given is not None}
    texts = [text for text in overrides if is_option(override_key(text), kind)]
    said = [*map(parse_override, texts), *overrides_of(mine)]
    found = [one if isinstance(one, Violation) else renamed_option(one.key) or one.apply(tree) for one in said]
    violations = [*repeated_keys(texts), *(one for one in found if one is not None)]
    try:
        options = options_of(kind, tree)
    except SettingsError as error:
        violations += error.violations
        options = kind()
    left = [text for text in overrides if text not in texts]
    return options, Others(left, {key: one for key, one in values.items() if not is_option(key, kind)}, violations)


class Others(NamedTuple):
    """What is left once options are taken out: overrides and values, and what is wrong with the options."""

    overrides: list[str]
    values: dict[str, Any]
    violations: list[Violation]


def renamed_option(key: str) -> Violation | None:
    """Return the violation of a word that has been renamed, or None."""
    return Violation(key, message("it has another name now"), RENAMED_OPTIONS[key]) if key in RENAMED_OPTIONS else None


def options_of(kind: type[Options], tree: Mapping[str, Any]) -> Options:
    """Return the options of a tree of values.

    Raises:
        SettingsError: with everything that is wrong.
    """
    from entente.config.checking import validate_with  # Hydra: not for the help

    ready = {name: prepare_option(name, value, kind) for name, value in tree.items()}
    wrong: list[Violation] = []
    try:
        options: Options = validate_with(options_adapter(kind), ready, partial(option_violation, kind=kind))
    except SettingsError as error:
        wrong = error.violations
        bad = {one.path for one in wrong}
        valid = {name: value for name, value in ready.items() if name not in bad}
        options = validate_with(options_adapter(kind), valid, partial(option_violation, kind=kind))
    if isinstance(options, StudyOptions):
        if "all" in options.full:
            options.full = list(SERIES)
        wrong = [*wrong, *option_violations(options)]
    if wrong:
        raise SettingsError(wrong)
    return options


def prepare_option(name: str, value: Any, kind: type[ExecutorOptions] = StudyOptions) -> Any:
    """Return the value of an option as validation takes it: a name alone as a list, true and false as words."""
    if name in LIST_OPTIONS and isinstance(value, str):
        return [value]
    if isinstance(value, str) and name in (known := declared_options(kind)):
        number = understand_number(value, known[name].kind)
        return value if number is None else number
    return value if name == "overwrite" else bool_as_word(value)


@cache
def options_adapter(kind: type[Options]) -> TypeAdapter[Options]:
    """Return the validator of options."""
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(kind)


def option_violation(error: Mapping[str, Any], kind: type[ExecutorOptions] = StudyOptions) -> Violation:
    """Turn one of pydantic's errors into a violation in our words."""
    name = str(error["loc"][0])
    said = violation({**error, "loc": (f"study.{name}",)})
    about = declared_options(kind)[name].about
    wanted = said.expected if about.low is None else number_between(about.low, about.high, whole=True)
    return Violation(name, said.problem, wanted, said.nearest)


def option_violations(options: StudyOptions) -> Iterator[Violation]:
    """Yield the impossible values among those of the right type."""
    for name in LIST_OPTIONS:
        yield from unknown_names(
            name, getattr(options, name), KEPT_SERIES, message("names of series (entente list measures)")
        )
    design = options.design
    if design is None or is_file(design):
        return
    if design not in list(DesignKind):
        wanted = message("one of {names}, or a CSV file of points", names=", ".join(DesignKind))
        yield Violation("design", not_possible(design), wanted, tuple(get_close_matches(design, list(DesignKind))))
    elif design in POWERS_OF_TWO and options.points is not None and options.points & (options.points - 1):
        below = 1 << (options.points.bit_length() - 1)
        wanted = message("a power of two, such as {below} or {above}", below=below, above=2 * below)
        yield Violation("points", not_possible(options.points), wanted)


def is_file(design: str) -> bool:
    """Tell whether a design is a file of points, and not the name of one."""
    return design.lower().endswith(".csv")


def usual_points(design: DesignKind, points: int | None) -> int:
    """Return how many points a design has, by what was said or else by custom."""
    return points or DEFAULT_POINTS[design]


def as_values(options: StudyOptions) -> dict[str, Any]:
    """Return how a study is made as built-in values."""
    return asdict(options) | {"engine": options.engine.value, "random_numbers": options.random_numbers.value}
