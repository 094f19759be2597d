"""Comparing from Python and from the command line: combinations lived under the same luck, and what sets them apart."""

import math
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.run.arm_results import ArmResults, Numbers
from entente.analysis.statistics.curves import bands
from entente.analysis.statistics.differences import Difference, paired_difference, paired_differences
from entente.analysis.statistics.measures import Summaries
from entente.commands.comparison.spec import Question, question
from entente.i18n import default_language
from entente.results.deliverables import Deliverables
from entente.results.folders import folder_for, saved_to
from entente.results.manifest import settings_text
from entente.studies.threads import in_threads, simulated

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PIECE = 25  # replicates of one combination that a thread takes at once
STEP, SHARE = 50, 4  # replicates are added in blocks of a quarter of those done, and of so many at least


class Piece(NamedTuple):
    """Some replicates of one combination."""

    name: str
    replicates: range


class Lives:
    """What the combinations have left so far; only replicates that all of them have lived are compared."""

    def __init__(self, asked: Question) -> None:
        """Begin with none."""
        self.asked = asked
        self.left: dict[range, dict[str, tuple[Summaries, Numbers]]] = {}

    def add(self, piece: Piece, outcome: ArmResults) -> None:
        """Take what one piece left."""
        kept = outcome.summaries, outcome.weeks["mobilisation"]
        self.left.setdefault(piece.replicates, {})[piece.name] = kept

    def whole(self) -> list[range]:
        """Return the pieces that every combination has lived, in order."""
        every = len(self.asked.combinations)
        return sorted((one for one, arms in self.left.items() if len(arms) == every), key=lambda one: one.start)

    def replicates(self) -> NDArray[np.int64]:
        """Return the numbers of the replicates that every combination has lived."""
        return np.concatenate([np.arange(one.start, one.stop) for one in self.whole()] or [np.arange(0)])

    def summaries(self, name: str) -> Summaries:
        """Return the summaries of a combination, an array over those replicates each."""
        parts = [self.left[one][name][0] for one in self.whole()]
        return {summary: np.concatenate([part[summary] for part in parts]) for summary in parts[0]}

    def mobilisation(self, name: str) -> Numbers:
        """Return the mobilisation of a combination, shape (replicates, weeks)."""
        return np.concatenate([self.left[one][name][1] for one in self.whole()])

    def widest(self) -> tuple[str, Difference]:
        """Return the combination whose difference in final mobilisation is the least certain, and that difference."""
        other = self.summaries(self.asked.against)["final"]
        found = {
            name: paired_difference(self.summaries(name)["final"], other, self.asked.run.seed)
            for name in self.asked.names
            if name != self.asked.against
        }
        name = max(found, key=lambda name: found[name].half_width)
        return name, found[name]


def progress(asked: Question, lives: Lives) -> Iterator[int]:
    """Live what is asked for into ``lives``, and yield how many replicates each step did.

    With a wished precision, blocks of replicates are added until it is reached or there are as many as may be.
    """
    done, goal = 0, asked.run.replicates
    settings = {one.name: one.configuration.settings for one in asked.combinations}

    def work(piece: Piece, stop: threading.Event) -> ArmResults:
        return simulated(settings[piece.name], piece.replicates, asked.run.seed, stop, ("mobilisation",))

    while done < goal:
        for piece, outcome in in_threads(work, pieces(asked, done, goal), asked.run.threads):
            lives.add(piece, outcome)
            yield len(piece.replicates)
        done = goal
        if asked.until is not None and lives.widest()[1].half_width > asked.until:
            goal = min(done + max(STEP, done // SHARE), asked.most)


def pieces(asked: Question, first: int, end: int) -> Iterator[Piece]:
    """Yield pieces so that all combinations advance together."""
    for start in range(first, end, PIECE):
        for name in asked.names:
            yield Piece(name, range(start, min(start + PIECE, end)))


@dataclass(frozen=True, repr=False)
class Comparison:
    """What came out of a comparison.

    Attributes:
        asked: what was compared, and how.
        differences: one row for each measure and combination but the one compared with
            (``analysis.statistics.differences.paired_differences``).
        curves: mobilisation, one row for each combination and week: median and bands (``curves.bands``).
        runs: one row for each combination and replicate: the values of the axes, ``replicate``, the summaries.
        manifest: what was asked for and done.
    """

    asked: Question
    differences: pd.DataFrame
    curves: pd.DataFrame
    runs: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        """Return what was compared, on one line."""
        return f"<Comparison of {len(self.asked.combinations)} combinations × {self.replicates} replicates>"

    @property
    def replicates(self) -> int:
        """Return how many replicates each combination has."""
        return int(self.manifest["replicates"]["done"])

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of the curves of mobilisation, in ``fr`` or ``en`` (None: as the environment says)."""
        from entente.analysis.comparison.curves_figure import curves_figure

        return curves_figure(self.curves, self.head(), language or default_language())

    def plot_differences(self, language: str | None = None) -> "Figure":
        """Return the figure of the paired differences with their intervals."""
        from entente.analysis.comparison.differences_figure import differences_figure

        return differences_figure(self.differences, self.head(), language or default_language())

    def head(self) -> Any:
        """Return what both figures say of what is compared."""
        from entente.analysis.comparison.heading import ComparisonHeading

        every = self.asked.combinations
        settings = every[0].configuration.settings
        title = None if "scenario" in self.asked.axes else settings.title
        return ComparisonHeading({one.name: one.choices for one in every}, self.asked.against, title, self.replicates)

    def save(self, folder: str | Path, *, format: str | None = None, overwrite: bool = False,  # noqa: A002
             language: str | None = None) -> Path:  # fmt: skip
        """Write what ``entente compare`` would leave in a folder, and return the folder.

        Raises:
            SettingsError: when the folder already holds something, unless ``overwrite``.
            OSError: when it cannot be written.
        """
        run = saved_to(self.asked.run, folder, format, overwrite)
        place = folder_for(run, "compare")
        keep(replace(self, asked=replace(self.asked, run=run)), place, language)
        return place


def compare(
    scenario: str | Path | Sequence[str | Path] | None = None, *, overrides: Sequence[str] = (),
    against: str | None = None, measures: Iterable[str] = (), until: float | None = None, most: int | None = None,
    **values: Any,
) -> Comparison:  # fmt: skip
    """Run every combination of the values given, under the same luck, and compare them.

    Args:
        scenario: the name of a scenario or the path of a YAML file, or several; None for the default one.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=10,20"``.
        against: name of the combination that the others are compared with (``shared+monthly_table``); None: the first.
        measures: summaries of ``sim.model.measures.SUMMARIES`` to compare beside the usual ones.
        until: half-width wished for the 95 % interval of each difference in final mobilisation.
        most: replicates that this may lead to (5000 unless stated).
        values: any setting by its name; a list or a tuple gives several values, so that one value which is itself a
            list is given in another (``lever=[["pairing"]]``). And how to run: ``replicates``, ``seed``, ``threads``.
            With ``output`` it is also saved.

    Raises:
        SettingsError: with everything that is wrong.
    """
    given = {**({} if scenario is None else {"scenario": scenario}), **values}
    asked = question(overrides, given, against=against, measures=measures, until=until, most=most, said_by="arguments")
    lives = Lives(asked)
    for _ in progress(asked, lives):
        pass
    found = comparison(lives)
    if asked.run.output is not None:
        found.save(asked.run.output, overwrite=asked.run.overwrite)
    return found


def comparison(lives: Lives, about: Mapping[str, Any] | None = None) -> Comparison:
    """Return what can be said of what was lived.

    Args:
        lives: what the combinations left; at least one piece whole.
        about: what else the manifest says.
    """
    asked = lives.asked
    arms = {name: lives.summaries(name) for name in asked.names}
    table = paired_differences(arms, asked.against, asked.measures, asked.run.seed)
    curves = [curve(lives.mobilisation(name), name) for name in asked.names]
    runs = [runs_of(lives, one.choices, one.name) for one in asked.combinations]
    said = {
        "combinations": {one.name: dict(one.choices) for one in asked.combinations},
        "against": asked.against,
        "measures": list(asked.measures),
        "overrides": list(asked.overrides),
        "replicates": {"asked": asked.run.replicates, "done": len(lives.replicates())},
        "precision": precision(lives),
        **(about or {}),
    }
    whole = partial(pd.concat, ignore_index=True)
    return Comparison(asked, table, whole(curves), with_numbers(whole(runs), asked.axes), said)


def precision(lives: Lives) -> dict[str, Any] | None:
    """Return the precision wished for and what was reached, or None when none was wished for."""
    until = lives.asked.until
    if until is None:
        return None
    name, found = lives.widest()
    half = found.half_width if math.isfinite(found.half_width) else None
    return {"wished": until, "half_width": half, "of": name, "reached": half is not None and half <= until,
            "most": lives.asked.most}  # fmt: skip


def curve(mobilisation: Numbers, name: str) -> pd.DataFrame:
    """Return the median and bands of a combination's mobilisation, one row a week."""
    replicates, weeks = mobilisation.shape
    table = pd.DataFrame({
        "week": np.tile(np.arange(1, weeks + 1), replicates), "mobilisation": mobilisation.ravel(),
    })  # fmt: skip
    found = bands(table, "mobilisation")
    found.insert(0, "combination", name)
    return found


def runs_of(lives: Lives, choices: Mapping[str, str], name: str) -> pd.DataFrame:
    """Return the summaries of a combination, one row a replicate."""
    return pd.DataFrame({"combination": name, **choices, "replicate": lives.replicates(), **lives.summaries(name)})


def with_numbers(runs: pd.DataFrame, axes: Iterable[str]) -> pd.DataFrame:
    """Return the table with axes as numbers where all their values are numbers."""
    for key in axes:
        try:
            runs[key] = pd.to_numeric(runs[key])
        except ValueError:
            continue
    return runs


def keep(found: Comparison, folder: Path, language: str | None) -> None:
    """Write the tables, the two figures, the settings of each combination and the manifest."""
    run = found.asked.run
    with Deliverables(folder) as results:
        for name in ("differences", "curves", "runs"):
            results.table(f"{name}.{run.format}", getattr(found, name))
        results.figure("mobilisation", found.plot(language))
        results.figure("differences", found.plot_differences(language))
        files = {}
        for rank, one in enumerate(found.asked.combinations, start=1):
            files[one.name] = f"settings_{rank}.yaml"
            results.text(files[one.name], settings_text(one.configuration))
        results.finish(run, {**found.manifest, "settings": files})
