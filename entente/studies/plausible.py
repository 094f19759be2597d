"""Plausible settings: a sample of those that no figure of the field rules out, over which replicates are spread.

Each setting of the sample is a world: replicate r is simulated in the world r modulo their number, whatever it is
compared with, so that intervals hold the doubt about parameters beside chance. What a world says stands in for defaults
alone: what a scenario, a named option or an override states is the situation, or the question, and stays.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.config.configuration import Configuration
from entente.config.overrides import to_builtin
from entente.config.places import data_folder
from entente.config.problems import Located, Origin, locate
from entente.config.run_settings import Run
from entente.sim.model.declare import parameters
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation, nearest
from entente.studies.points import settings_at
from entente.studies.table import NOT_SETTINGS, points_in

SHIPPED = data_folder("conf") / "plausible.csv"
WORLD = "world"  # the column of tables of runs that says in which world each was simulated
World = Mapping[str, Any]  # values of settings by dotted path


@dataclass(frozen=True)
class Sample:
    """Plausible settings.

    Attributes:
        digest: of what it holds.
        worlds: the settings, in order.
    """

    digest: str
    worlds: tuple[World, ...]

    def choose(self, count: int) -> "Sample":
        """Return so many of the settings, spread evenly over the sample; all of them where there are fewer."""
        if count >= len(self.worlds):
            return self
        ranks = np.linspace(0, len(self.worlds) - 1, count).round().astype(int)
        return Sample(f"{self.digest}-{count}", tuple(self.worlds[rank] for rank in ranks))


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


def read_sample(path: Path) -> Sample:
    """Return the sample that a file holds, such as ``entente match`` leaves.

    Raises:
        SettingsError: with everything that is wrong, line by line.
    """
    when = path.stat().st_mtime_ns if path.is_file() else 0
    return _read_file(path.absolute(), when)


@cache
def _read_file(path: Path, _when: int) -> Sample:
    """Return the sample of a file, read again once the file has changed."""
    design = points_in(path, "plausible").design
    design = design.drop(columns=[name for name in NOT_SETTINGS if name in design])
    wrong = list(wrong_columns(path, list(design)))
    worlds = tuple(to_builtin(row) for row in design.astype(object).to_dict("records"))
    if not wrong:
        wrong = [locate(one, Origin("file", path, line)) for line, world in enumerate(worlds, start=2)
                 for one in impossible_values(world)]  # fmt: skip
    if wrong:
        raise SettingsError(wrong)
    digest = hashlib.blake2b(repr([sorted(world.items()) for world in worlds]).encode(), digest_size=10)
    return Sample(digest.hexdigest(), worlds)


def wrong_columns(path: Path, names: Sequence[str]) -> Iterator[Located]:
    """Yield the columns that are no parameters: what describes a situation is the same in all worlds."""
    known = [one.path for one in parameters(Settings) if "." in one.path and "<" not in one.path]
    for name in names:
        if name not in known:
            wanted, close = message("the path of a parameter"), nearest(name, known)
            problem = message("it is no parameter that may differ from one plausible setting to another")
            yield Located(name, problem, wanted, close, Origin("file", path, 1))


def impossible_values(world: World) -> Sequence[Violation]:
    """Return what is impossible in a world, by itself."""
    try:
        settings_at(Settings(), world)
    except SettingsError as error:
        return [one for one in error.violations if one.path in world]
    return ()


def worlds_of(configurations: Sequence[Configuration]) -> list[tuple[World, ...]]:
    """Return, for each configuration, the worlds over which its replicates are spread; none where they are not.

    Raises:
        SettingsError: when there is no such sample, or when all that it says is stated otherwise in all of them.
    """
    sample = requested_sample(configurations[0].run)
    if sample is None:
        return [()] * len(configurations)
    free = [free_paths(one) for one in configurations]
    if not any(free):
        problem = message("everything that the plausible settings say is stated otherwise")
        raise SettingsError([Violation("plausible", problem)])
    return [tuple({name: world[name] for name in names} for world in sample.worlds) for names in free]


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


def worlds_used(run: Run, replicates: int) -> int:
    """Return in how many worlds so many replicates are; 0 where they are not spread over plausible settings."""
    sample = requested_sample(run)
    return min(len(sample.worlds), replicates) if sample else 0


def sample_identity(run: Run) -> dict[str, Any]:
    """Return what identifies the sample over which replicates are spread; nothing where they are not."""
    sample = requested_sample(run)
    return {"plausible": {"hash": sample.digest, "settings": len(sample.worlds)}} if sample else {}
