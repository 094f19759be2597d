"""Plausible settings: a sample of those that no figure of the field rules out, over which replicates are spread.

Each setting of the sample is a world: replicate r is simulated in the world r modulo their number, whatever it is
compared with, so that intervals hold the doubt about parameters beside chance. What a world says stands in for defaults
alone: what a scenario, a named option or an override states is the situation, or the question, and stays.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.config.configuration import Configuration
from entente.config.places import data_folder
from entente.config.problems import Located, Origin, locate
from entente.config.run_settings import Run
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.points import place_values
from entente.studies.table import NOT_SETTINGS, points_in

SHIPPED = data_folder("conf") / "plausible.csv"
WORLD = "world"  # the column of tables of runs that says in which world each was simulated
World = Mapping[str, Any]  # values of settings by dotted path


@dataclass(frozen=True)
class Sample:
    """Plausible settings.

    Attributes:
        path: of the file that holds them.
        digest: of what it holds.
        worlds: the settings, in order.
    """

    path: Path
    digest: str
    worlds: tuple[World, ...]

    def choose(self, count: int) -> "Sample":
        """Return so many of the settings, spread evenly over the sample; all of them where there are fewer."""
        if count >= len(self.worlds):
            return self
        ranks = np.linspace(0, len(self.worlds) - 1, count).round().astype(int)
        return Sample(self.path, f"{self.digest}-{count}", tuple(self.worlds[rank] for rank in ranks))


def requested_sample(run: Run) -> Sample | None:
    """Return the sample over which a run spreads its replicates, or None.

    Raises:
        SettingsError: when it cannot be read, or is no sample.
    """
    if run.plausible is None:
        return None
    text = str(run.plausible).strip()
    if text.isdecimal() and int(text) > 0:
        return read_sample(SHIPPED).choose(int(text))
    if not text.lower().endswith(".csv"):
        wanted = message("a number of settings of the sample, or a CSV file of settings")
        raise SettingsError([Violation("plausible", message("{value} is neither", value=text), wanted)])
    return read_sample(Path(text).expanduser())


@cache
def read_sample(path: Path) -> Sample:
    """Return the sample that a file holds, such as ``entente match`` leaves.

    Raises:
        SettingsError: with everything that is wrong, line by line.
    """
    table = points_in(path)
    design = table.design.drop(columns=[name for name in NOT_SETTINGS if name in table.design])
    rows = [dict(zip(design.columns, row, strict=True)) for row in design.astype(object).itertuples(index=False)]
    worlds = tuple({name: to_number(value) for name, value in row.items()} for row in rows)
    wrong = list[Located]()
    for line, world in enumerate(worlds, start=2):
        wrong += (locate(one, Origin("file", path, line)) for one in out_of_range(world))
    if wrong:
        raise SettingsError(wrong)
    digest = hashlib.blake2b(repr([sorted(world.items()) for world in worlds]).encode(), digest_size=10).hexdigest()
    return Sample(path, digest, worlds)


def to_number(value: Any) -> Any:
    """Return a number as a built-in one, whole where it is; anything else as it is."""
    if isinstance(value, np.generic):
        value = value.item()
    return value


def out_of_range(world: World) -> Sequence[Violation]:
    """Return what is impossible in a world, by itself."""
    from entente.sim.validation.validate import validate

    try:
        validate(place_values(Settings(), world))
    except SettingsError as error:
        return [one for one in error.violations if one.path in world]
    return ()


def worlds_of(configuration: Configuration) -> tuple[World, ...]:
    """Return the worlds over which the replicates of a configuration are spread; none where they are not.

    Raises:
        SettingsError: when there is no sample, or when everything it says is stated otherwise.
    """
    sample = requested_sample(configuration.run)
    if sample is None:
        return ()
    free = free_paths(configuration)
    if not free:
        problem = message("everything that the plausible settings say is stated otherwise")
        raise SettingsError([Violation("plausible", problem)])
    return tuple({name: world[name] for name in free} for world in sample.worlds)


def free_paths(configuration: Configuration) -> list[str]:
    """Return the dotted paths that plausible settings decide, as nothing states them; none without such settings."""
    sample = requested_sample(configuration.run)
    return [name for name in sample.worlds[0] if name not in configuration.stated] if sample else []


def worlds_of_replicates(replicates: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return in which of so many worlds each replicate is simulated."""
    return np.asarray(replicates) % count


def add_worlds(runs: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return a table of runs that also says in which world each was simulated, where there are several."""
    if not count or "replicate" not in runs:
        return runs
    place = list(runs.columns).index("replicate") + 1
    found = runs.copy()
    found.insert(place, WORLD, worlds_of_replicates(found["replicate"].to_numpy(), count))
    return found


def sample_identity(run: Run) -> dict[str, Any]:
    """Return what identifies the sample over which replicates are spread, for manifests; nothing where they are not."""
    sample = requested_sample(run)
    if sample is None:
        return {}
    return {"plausible": {"file": sample.path.name, "hash": sample.digest, "settings": len(sample.worlds)}}
