"""The folders of a matching: one for each wave, like that of a study, beside what all of them say together.

A wave is decided by those before it: its points are written before any of them is run, so that a matching that was
killed goes on with the same points, and its files are the same.
"""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from entente.analysis.matching.implausibility import Means, estimate_means
from entente.analysis.matching.targets import Target
from entente.commands.matching.spec import MatchSpec
from entente.results.checksums import damage
from entente.results.files import write_text
from entente.results.folders import free_names, holds_something
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, as_tree
from entente.studies.design import Cut, Design, Setup, runs_of_batch, seconds_a_run
from entente.studies.design_folder import already_there
from entente.studies.executors import check_executor
from entente.studies.identity import axis_text, differences, model_identity, versions
from entente.studies.left_out import warn_left_out
from entente.studies.plan import tree_value
from entente.studies.points import Point
from entente.studies.runner import DesignRun, forget_damaged, resume_design
from entente.studies.store import FolderStore
from entente.studies.study_files import (
    DESIGN,
    STUDY_MANIFEST,
    new_manifest,
    read_manifest,
    take_away,
    write_design,
    write_manifest,
)
from entente.studies.study_folder import identity_violations, refuse_file

NEXT = "next.json"  # in the folder of a wave: what was left after it
NEXT_DESIGN = "next"  # in the folder of a wave: the folder of the points of the next one
ORIGIN = "origin"
_FIRST = ("wave-0", "wave-1")  # a matching that sorts its axes begins with wave 0


def wave_place(folder: Path, number: int) -> Path:
    """Return the folder of a wave."""
    return folder / f"wave-{number}"


def match_identity(spec: MatchSpec) -> dict[str, Any]:
    """Return all that decides the results of a matching but how many waves it has, as built-in values."""
    return {
        "kind": "matching",
        "versions": versions(),
        "seed": spec.run.seed,
        "replicates": spec.run.replicates,
        "points": spec.options.points,
        "misses": spec.options.misses,
        "sorts": spec.sorts,
        **model_identity(spec.model),
        "targets": {one.name: [one.value, one.tolerance] for one in spec.targets},
        "axes": {one.key: axis_text(one) for one in spec.axes},
        "arms": [
            {"targets": [one.name for one in arm.targets], "settings": as_tree(arm.settings)} for arm in spec.arms
        ],
    }


def match_folder(spec: MatchSpec) -> Path:
    """Return the folder of a matching: the one stated, else the first that is free or holds the same.

    Raises:
        SettingsError: when it holds something else, or the executor cannot be used.
    """
    check_executor(spec.options)
    wanted = match_identity(spec)
    if spec.options.output is None:
        return next_match_folder(wanted)
    folder = Path(spec.options.output).expanduser()
    refuse_file(folder)
    about = read_first_manifest(folder)
    if about is None:
        wrong = [already_there(folder)] if holds_something(folder) else []
    else:
        wrong = list(identity_violations(folder / STUDY_MANIFEST, about["identity"], wanted, study=True))
    if wrong and not spec.options.overwrite:
        raise SettingsError(wrong)
    return folder


def drop_others(spec: MatchSpec, folder: Path) -> None:
    """Take away the waves of another matching, in a folder that is locked.

    Raises:
        SettingsError: when they may not be overwritten.
    """
    match_folder(spec)  # what is there may have changed before the lock
    about = read_first_manifest(folder)
    if about is None or differences(about["identity"], match_identity(spec)):
        drop_waves(folder)


def next_match_folder(wanted: dict[str, Any]) -> Path:
    """Return the first usual folder that holds the same matching, or nothing."""
    for folder in free_names("match", overwrite=False):
        about = read_first_manifest(folder)
        if not holds_something(folder) if about is None else not differences(about["identity"], wanted):
            return folder
    raise AssertionError("there is always a next name")


def drop_waves(folder: Path) -> None:
    """Take away the waves of another matching."""
    for one in folder.iterdir():
        if re.fullmatch(r"wave-\d+", one.name):
            shutil.rmtree(one)


def read_first_manifest(folder: Path) -> dict[str, Any] | None:
    """Return what the first wave of a matching says of itself, or None when the folder holds none."""
    for name in _FIRST:
        about = read_manifest(folder / name)
        if about is not None and "identity" in about:
            about["identity"].pop("wave", None)
            return about
    return None


def wave_run(spec: MatchSpec, folder: Path, number: int, points: pd.DataFrame | None) -> DesignRun:
    """Return the runs of a wave on their way to their end.

    Args:
        spec: what is asked for, with the axes that vary.
        folder: of the matching.
        number: of the wave.
        points: its points: ``point``, ``origin`` and the axes; None when the folder holds them.
    """
    place = wave_place(folder, number)
    about, store = read_manifest(place), FolderStore(place)
    if about is None:
        assert points is not None, "what was not begun has points"
        place.mkdir(parents=True, exist_ok=True)
        take_away(place, everything=True)
        write_design(place, points)
    design = wave_design(spec, number, read_points(place))
    warn_left_out(design)
    if about is None:
        identity = {**match_identity(spec), "wave": number}
        write_manifest(place, {**new_manifest(identity, design), "runs": design.runs})
    else:
        design = resume_design(design, about)
        forget_damaged(store, design)
    return DesignRun(design, store, spec.options, spec.run.threads, frozenset(store.batches_done()))


def wave_design(spec: MatchSpec, number: int, points: pd.DataFrame) -> Design:
    """Return the design of a wave: every point in every arm, each with replicates of its own.

    Points of one arm follow one another, and a batch never holds those of two.
    """
    count, replicates = len(points), spec.run.replicates
    values = {one.key: [tree_value(value) for value in points[one.key]] for one in spec.axes}
    cost = max(seconds_a_run(arm.settings) for arm in spec.arms)
    most = max(1, int(runs_of_batch(count * len(spec.arms) * replicates, cost) / replicates))
    return Design(
        setups=tuple(Setup(arm.settings, arm.keep) for arm in spec.arms),
        points=tuple(
            Point(rank * count + k, rank, {key: column[k] for key, column in values.items()})
            for rank in range(len(spec.arms))
            for k in range(count)
        ),
        blocks=(replicates,),
        seed=int(np.random.SeedSequence((spec.run.seed, number)).generate_state(1)[0]),
        cut=Cut(next(size for size in range(min(most, count), 0, -1) if count % size == 0)),
        own_numbers=True,
        model=spec.model,
    )


def read_points(place: Path) -> pd.DataFrame:
    """Return the points of a wave.

    Raises:
        DamagedError: when they are missing or cannot be read.
    """
    try:
        return pd.read_parquet((place / DESIGN).absolute())
    except (OSError, pa.ArrowException) as error:
        raise damage([place / DESIGN], message("overwrite=true, which begins anew")) from error


def read_means(run: DesignRun, targets: Sequence[Target], points: int) -> Means:
    """Return what the points of a wave that is done gave of each target."""
    table = run.store.read("figures")
    replicates = run.design.replicates
    part, whole = (np.full((points, len(targets), replicates), np.nan) for _ in range(2))
    if len(table):
        ranks = {one.name: k for k, one in enumerate(targets)}
        target = table["target"].map(ranks).to_numpy()
        point = table["point"].to_numpy() % points
        place = table.groupby(["point", "target"], sort=False).cumcount().to_numpy()
        part[point, target, place], whole[point, target, place] = table["part"], table["whole"]
    return estimate_means(part, whole)


def write_next(place: Path, points: pd.DataFrame, about: dict[str, Any]) -> None:
    """Write what was left after a wave, and the points of the next one."""
    (place / NEXT_DESIGN).mkdir(exist_ok=True)
    write_design(place / NEXT_DESIGN, points)
    write_text(place / NEXT, json.dumps(about, indent=2) + "\n")


def read_next(place: Path) -> dict[str, Any] | None:
    """Return what was left after a wave, or None when it is not there yet."""
    try:
        found: dict[str, Any] = json.loads((place / NEXT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def read_next_points(place: Path) -> pd.DataFrame:
    """Return the points of the wave after one."""
    return read_points(place / NEXT_DESIGN)
