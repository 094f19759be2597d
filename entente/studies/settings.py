"""How a study is made, beside how each of its runs is: declared like every parameter."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import ConfigDict, TypeAdapter

from entente.analysis.sweep.designs import DEFAULT_POINTS, POWERS_OF_TWO, Design
from entente.config.problems import unknown_names
from entente.config.run_settings import bool_as_word, choice
from entente.sim.model.declare import parameters
from entente.sim.model.measures import CONDITION_SERIES, CONDITIONS, SERIES
from entente.sim.validation.messages import message, not_possible, number_between
from entente.sim.validation.validate import SettingsError, Violation, violation

ANSWERS = tuple(f"{name}_{answer}" for name in CONDITIONS for answer in CONDITION_SERIES)
KEEPABLE = (*SERIES, *ANSWERS)  # what may be kept week by week: series, and shares of the answers to the conditions


class Engine(StrEnum):
    """What carries the work out."""

    THREADS = "threads"
    SLURM = "slurm"
    DASK = "dask"


class Luck(StrEnum):
    """Whether the points of a study live the same accidents, so that they can be compared, or each its own."""

    SHARED = "shared"
    OWN = "own"


@dataclass
class Making:
    """What decides how a study is made."""

    design: Annotated[
        str | None,
        choice("How points are placed: grid, lhs, sobol, saltelli, morris, or a CSV file of points "
               "(null: grid when all values are listed, else lhs)",
               "Comment les points sont placés : grid, lhs, sobol, saltelli, morris ou un fichier CSV de points "
               "(null : grid si toutes les valeurs sont énumérées, sinon lhs)"),
    ] = None  # fmt: skip
    points: Annotated[
        int | None,
        choice("Points of the design; trajectories of morris, base points of saltelli (null: 128, or 20 trajectories)",
               "Points du plan ; trajectoires de morris, points de base de saltelli (null : 128, ou 20 trajectoires)",
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
               "Séries hebdomadaires gardées en entier, pour chaque simulation (all : toutes)"),
    ] = field(default_factory=list)  # fmt: skip
    engine: Annotated[
        Engine,
        choice("What carries the work out: threads of this machine, slurm or dask",
               "Ce qui fait le travail : les fils de cette machine, slurm ou dask"),
    ] = Engine.THREADS  # fmt: skip
    luck: Annotated[
        Luck,
        choice("Luck of the points: shared, so that they can be compared, or own, so that each is one more partnership",
               "Hasard des points : shared (le même, pour les comparer) ou own (à chacun le sien, comme autant de "
               "partenariats)"),
    ] = Luck.SHARED  # fmt: skip
    address: Annotated[
        str | None,
        choice("Where the Dask cluster is: its address, such as tcp://host:8786, or its scheduler file "
               "(null: a cluster of processes on this machine, as many as threads)",
               "Où se trouve la grappe Dask : son adresse, comme tcp://hôte:8786, ou son fichier d'ordonnanceur "
               "(null : une grappe de processus sur cette machine, autant que de fils)"),
    ] = None  # fmt: skip
    shards: Annotated[
        int, choice("Jobs of slurm, each with its share of the points; with threads=, each has so many processors",
                    "Tâches de slurm, chacune avec sa part des points ; avec threads=, chacune a autant de processeurs",
                    1, 100_000)
    ] = 16  # fmt: skip
    slurm: Annotated[
        dict[str, Any],
        choice("What is asked of slurm for each job: slurm.partition=, slurm.account=, slurm.timeout_min= (60), "
               "slurm.mem_gb=, and whatever else submitit knows",
               "Ce qui est demandé à slurm pour chaque tâche : slurm.partition=, slurm.account=, "
               "slurm.timeout_min= (60), slurm.mem_gb=, et tout ce que submitit connaît"),
    ] = field(default_factory=dict)  # fmt: skip
    output: Annotated[
        str | None,
        choice("Folder of the study; the same command again goes on with it "
               "(null: results/<scenario>-sweep, or the next free one)",
               "Dossier de l'étude ; la même commande la poursuit "
               "(null : results/<scénario>-sweep, ou le suivant libre)"),
    ] = None  # fmt: skip
    overwrite: Annotated[
        bool, choice("Begin anew where the folder holds another study",
                     "Recommencer là où le dossier contient une autre étude")
    ] = False  # fmt: skip


MAKING = {one.path: one for one in parameters(Making)}
LISTS = ("curves", "full")


def is_making(key: str) -> bool:
    """Tell whether a dotted path says how a study is made."""
    return key in MAKING or key.startswith("slurm.")


def making_of(tree: Mapping[str, Any]) -> Making:
    """Return how a study is made.

    Raises:
        SettingsError: with everything that is wrong.
    """
    from entente.config.checking import validate_with  # Hydra: not for the help

    listed = {name: [value] if name in LISTS and isinstance(value, str) else value for name, value in tree.items()}
    ready = {name: value if name == "overwrite" else bool_as_word(value) for name, value in listed.items()}
    wrong: list[Violation] = []
    try:
        making: Making = validate_with(adapter(), ready, told)
    except SettingsError as error:
        wrong = error.violations
        bad = {one.path for one in wrong}
        making = validate_with(adapter(), {name: value for name, value in ready.items() if name not in bad}, told)
    if "all" in making.full:
        making.full = list(SERIES)
    if wrong := [*wrong, *impossible(making)]:
        raise SettingsError(wrong)
    return making


@cache
def adapter() -> TypeAdapter[Making]:
    """Return the validator of how studies are made."""
    Making.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(Making)


def told(error: Mapping[str, Any]) -> Violation:
    """Turn one of pydantic's errors into a violation in our words."""
    name = str(error["loc"][0])
    said = violation({**error, "loc": (f"study.{name}",)})
    about = MAKING[name].about
    wanted = said.expected if about.low is None else number_between(about.low, about.high, whole=True)
    return Violation(name, said.problem, wanted, said.nearest)


def impossible(making: Making) -> Iterator[Violation]:
    """Yield what cannot be, among what has the right type."""
    for name in LISTS:
        yield from unknown_names(
            name, getattr(making, name), KEEPABLE, message("names of series (entente list measures)")
        )
    design = making.design
    if design is None or is_file(design):
        return
    if design not in list(Design):
        wanted = message("one of {names}, or a CSV file of points", names=", ".join(Design))
        yield Violation(
            "design",
            not_possible(design),
            wanted,
            tuple(get_close_matches(design, list(Design))),
        )
    elif design in POWERS_OF_TWO and making.points is not None and making.points & (making.points - 1):
        below = 1 << (making.points.bit_length() - 1)
        wanted = message("a power of two, such as {below} or {above}", below=below, above=2 * below)
        yield Violation("points", not_possible(making.points), wanted)


def is_file(design: str) -> bool:
    """Tell whether a design is a file of points, and not the name of one."""
    return design.lower().endswith(".csv")


def usual_points(design: Design, points: int | None) -> int:
    """Return how many points a design has, by what was said or else by custom."""
    return points or DEFAULT_POINTS[design]


def as_values(making: Making) -> dict[str, Any]:
    """Return how a study is made as built-in values."""
    return asdict(making) | {"engine": making.engine.value, "luck": making.luck.value}
