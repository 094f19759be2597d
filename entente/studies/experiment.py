"""An experiment as a design: many arms with common random numbers, each run once whoever looks at it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from entente.analysis.run.arm_results import ArmResults
from entente.config.configuration import Configuration, configure
from entente.config.overrides import override_key
from entente.config.run_settings import Run
from entente.results.keep import Keep
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import as_tree
from entente.studies.arms import ArmReader
from entente.studies.design import Cut, Design, Setup
from entente.studies.design_folder import DesignFolder, DesignRequest, design_folder, memory_run
from entente.studies.experiment_request import ExperimentRequest
from entente.studies.identity import model_identity, versions
from entente.studies.left_out import left_out_values
from entente.studies.plausible import World, sample_identity, worlds_of
from entente.studies.points import Point
from entente.studies.runner import DesignRun

REPLICATES_OF_BATCH = 500  # at most: an arm is usually one batch


@dataclass(frozen=True)
class ArmSpec:
    """One arm to run.

    Attributes:
        words: its overrides, scenario included.
        off: a mechanism to switch off, if any.
        series: the weekly series to keep.
        organisations: the series of every organisation to keep.
        most: replicates that it has at most; None: as many as the experiment.
    """

    words: tuple[str, ...]
    off: str = ""
    series: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    most: int | None = None

    @property
    def keep(self) -> Keep:
        """Return what is kept of every run."""
        return Keep(weeks=tuple(sorted(self.series)), organisations=tuple(sorted(self.organisations)), log_records=True)

    def settings(self) -> Settings:
        """Compose what is run.

        Raises:
            SettingsError: when it cannot be composed.
        """
        whole = compose_arm(self.words)
        if not self.off:
            return whole
        return replace(whole, mechanisms=replace(whole.mechanisms, **{self.off: False}))  # type: ignore[type-var]


_T = TypeVar("T")
_Found = TypeVar("Found")


@dataclass(frozen=True)
class Trial(Generic[_T]):
    """Arms that are looked at together, by name, and what for: a pattern, an anchor, a lever, a mechanism."""

    what: _T
    scenario: str
    arms: Mapping[str, ArmSpec]

    @property
    def off(self) -> str:
        """Return the mechanism that is switched off in all of its arms, if any."""
        return next(iter(self.arms.values())).off


@cache
def configure_arm(words: tuple[str, ...]) -> Configuration:
    """Return the configuration that overrides ask for, the later ones over the earlier ones of the same key.

    Composing takes as long as some twenty replicates.
    """
    latest = {override_key(text): rank for rank, text in enumerate(words)}
    return configure([text for rank, text in enumerate(words) if latest[override_key(text)] == rank])


def compose_arm(words: tuple[str, ...]) -> Settings:
    """Return the settings that overrides ask for."""
    return configure_arm(words).settings


def worlds_of_arms(arms: Sequence[ArmSpec], run: Run) -> list[tuple[World, ...]]:
    """Return the plausible settings over which the replicates of each arm are spread; none where they are not.

    Raises:
        SettingsError: when there are no such settings.
    """
    if run.plausible is None or not arms:
        return [()] * len(arms)
    found = [(configure_arm(arm.words), arm.off) for arm in arms]
    return worlds_of([replace(one, run=run, stated=one.stated | {f"mechanisms.{off}"}) for one, off in found])


def merge_arms(trials: Sequence[Trial[_T]]) -> list[Trial[_T]]:
    """Merge arms of the same settings into one, which keeps what any of them keeps."""
    wanted: dict[tuple[tuple[str, ...], str], ArmSpec] = {}
    for arm in arms_of(trials):
        same = wanted.get((arm.words, arm.off), arm)
        series, organisations = same.series | arm.series, same.organisations | arm.organisations
        wanted[arm.words, arm.off] = replace(arm, series=series, organisations=organisations)
    return [replace(trial, arms={name: wanted[arm.words, arm.off] for name, arm in trial.arms.items()})
            for trial in trials]  # fmt: skip


def arms_of(trials: Iterable[Trial[Any]]) -> list[ArmSpec]:
    """Return the arms of some trials, each once, in order."""
    return list(dict.fromkeys(arm for trial in trials for arm in trial.arms.values()))


@dataclass
class Experiment:
    """An experiment on its way to its end.

    Attributes:
        trials: what it looks at.
        run: the design, one point for each arm.
    """

    trials: Sequence[Trial[Any]]
    run: DesignRun

    def complete(self) -> Self:
        """Run what is left of the arms, and return the experiment."""
        for _ in self.run.carry_out():
            pass
        return self

    def results(self) -> Iterator[tuple[Trial[Any], dict[str, ArmResults]]]:
        """Yield each trial whose arms are all there with their results, those of one trial at a time in memory."""
        reader = ArmReader(self.run)
        points = dict(zip(arms_of(self.trials), self.run.design.points, strict=True))
        for trial in self.trials:
            mine = [points[arm] for arm in dict.fromkeys(trial.arms.values())]
            replicates = reader.replicates(mine, whole_blocks=True)
            if len(replicates):
                known = {point.number: reader.results(point, replicates) for point in mine}
                yield trial, {name: known[points[arm].number] for name, arm in trial.arms.items()}


@dataclass(frozen=True)
class ExperimentEnd:
    """Where and how an experiment ended.

    Attributes:
        place: its folder, with the design.
        interrupted: whether it was stopped before the end.
    """

    place: DesignFolder
    interrupted: bool = False

    @property
    def folder(self) -> Path:
        """Return the folder of the deliverables."""
        return self.place.folder

    def values(self) -> dict[str, Any]:
        """Return that as the manifest says it: with the seconds that it took, and what was left out."""
        return {
            "interrupted": self.interrupted,
            "wall_time": round(sum(one["seconds"] for one in self.place.sessions), 3),
            "left_out": left_out_values(self.place.run.design),
        }


def experiment_design(
    kind: str, request: ExperimentRequest, trials: Sequence[Trial[Any]], bases: Mapping[str, Settings]
) -> DesignRequest:
    """Return the design of an experiment, and where it goes.

    Args:
        kind: ``patterns``, ``anchors``, ``levers`` or ``ablation``.
        request: names, scenarios and how to run.
        trials: what it looks at.
        bases: the scenarios that arms start from, by name.
    """
    run, arms = request.run, arms_of(trials)
    digest = hashlib.blake2b(digest_size=10)
    for arm in arms:
        kept = sorted(arm.series), sorted(arm.organisations), arm.most
        digest.update(repr((arm.words, arm.off, kept)).encode())
    identity = {
        "versions": versions(),
        "seed": run.seed,
        **model_identity(request.model),
        **sample_identity(run),
        "names": list(request.names),
        "arms": {"count": len(arms), "hash": digest.hexdigest()},
        "scenarios": {name: as_tree(one) for name, one in bases.items()},
    }
    design = Design(
        setups=tuple(
            Setup(arm.settings, arm.keep, arm.most, worlds)
            for arm, worlds in zip(arms, worlds_of_arms(arms, run), strict=True)
        ),
        points=tuple(Point(number, number, {}) for number in range(len(arms))),
        blocks=(run.replicates,),
        seed=run.seed,
        cut=Cut(1, REPLICATES_OF_BATCH, by_point=True),
        model=request.model,
    )
    return DesignRequest(kind, kind, identity, design, run, request.options)


def call_experiment(
    request: DesignRequest,
    trials: Sequence[Trial[Any]],
    find: Callable[[Experiment], _Found],
    keep: Callable[[_Found, ExperimentEnd], None],
) -> _Found:
    """Run an experiment from Python, in memory or in the folder that is stated, and return what is found.

    Args:
        request: the design.
        trials: what it looks at.
        find: returns what the arms give.
        keep: writes that into the folder, if one is stated.

    Raises:
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    if request.run.output is None:
        return find(Experiment(trials, memory_run(request)).complete())
    with design_folder(request) as place:
        found = find(Experiment(trials, place.run).complete())
        keep(found, ExperimentEnd(place))
        place.write_state(finished=True)
    return found
