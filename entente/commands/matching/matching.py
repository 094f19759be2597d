"""Matching from Python and from the command line: wave after wave, then the sample of what is plausible."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from entente.analysis.matching.emulator import takes_products
from entente.analysis.matching.implausibility import conflicts
from entente.analysis.matching.relevance import axes_that_matter, variance_shares
from entente.analysis.matching.targets import Target
from entente.analysis.matching.waves import (
    RANGE,
    Wave,
    choose_members,
    has_settled,
    make_wave,
    middle_member,
    propose,
    reach_table,
)
from entente.analysis.statistics.intervals import Numbers
from entente.analysis.sweep.designs import DesignKind, stretch_sample, unit_sample
from entente.commands.matching.spec import MatchSpec, match_spec, with_axes
from entente.commands.matching.wave_folder import (
    ORIGIN,
    drop_others,
    match_folder,
    read_means,
    read_next,
    read_next_points,
    read_points,
    wave_place,
    wave_run,
    write_next,
)
from entente.i18n import default_language, say
from entente.results.deliverables import sweep_unpublished
from entente.results.folder_lock import locked_folder
from entente.results.html import results_html
from entente.results.room import naming_the_folder
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis
from entente.studies.experiment_request import words_of_call
from entente.studies.runner import DesignRun
from entente.studies.study_files import read_manifest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SORTING = 2  # times as many settings sort the axes as a wave has
RunWave = Callable[[DesignRun, int], bool]  # does what is left of a wave, and tells whether it is whole


@dataclass(repr=False)
class MatchingResults:
    """What history matching found.

    Attributes:
        folder: where it is.
        spec: what was asked for, with the axes that were kept.
        shares: of the variance of each target, what each axis alone explains: what they were sorted by; may be empty.
        points: the settings of each wave, one row each: ``point``, ``origin``, the axes.
        runs: the waves.
        left: for each wave, ``volume`` (the share of the ranges that is left after it) and ``level``.
        settled: whether waves no longer change anything.
        whole: whether nothing is left to do.
    """

    folder: Path
    spec: MatchSpec
    shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    points: list[pd.DataFrame] = field(default_factory=list)
    runs: list[Wave] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)
    settled: bool = False
    whole: bool = False

    def __repr__(self) -> str:
        """Return what was found, on one line."""
        plausible, targets = len(self.plausible), len(self.spec.targets)
        return f"<MatchingResults of {targets} targets in {self.folder}: {plausible} plausible settings>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what was found, the waves."""
        language = default_language()
        counts = {"count": len(self.plausible), "targets": len(self.spec.targets)}
        title = say(
            "{count} plausible settings, by {targets} targets, in {folder}", language, folder=self.folder, **counts
        )
        return results_html(title, (), self.waves)

    @property
    def misses(self) -> int:
        """Return how many targets a kept setting may miss."""
        return self.spec.options.misses

    @property
    def shares_kept(self) -> list[float]:
        """Return the share of the settings of each wave that is kept, of those drawn evenly."""
        return [float(one.keeps(self.misses)[one.even].mean()) for one in self.runs]

    @property
    def waves(self) -> pd.DataFrame:
        """Return one row per wave: settings, how many are kept, their share, what is left of the ranges after it."""
        rows = [
            {"wave": number, "settings": len(one.unit), "kept": int(one.keeps(self.misses).sum()), "share": share,
             "volume": after.get("volume", np.nan), "level": after.get("level", np.nan)}
            for number, (one, share, after) in enumerate(
                zip(self.runs, self.shares_kept, [*self.left, {}][: len(self.runs)], strict=True), 1)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["wave", "settings", "kept", "share", "volume", "level"])

    @property
    def settings(self) -> pd.DataFrame:
        """Return every setting: ``wave``, ``point``, ``origin``, ``kept``, the axes."""
        parts = [table.assign(wave=number, kept=wave.keeps(self.misses))
                 for number, (table, wave) in enumerate(zip(self.points, self.runs, strict=True), 1)]  # fmt: skip
        whole = pd.concat(parts, ignore_index=True)
        return whole[["wave", "point", ORIGIN, "kept", *(one.key for one in self.spec.axes)]]

    @property
    def implausibility(self) -> pd.DataFrame:
        """Return the implausibility of every setting for each target: ``wave``, ``point``, ``kept``, the targets."""
        names = [one.name for one in self.spec.targets]
        away = pd.DataFrame(np.concatenate([one.away for one in self.runs]), columns=names)
        return pd.concat([self.settings[["wave", "point", "kept"]], away], axis=1)

    @property
    def targets(self) -> pd.DataFrame:
        """Return one row per target: the figure, how settings reach it, what those kept give (``reach_table``)."""
        said = [
            {"target": one.name, "value": one.value, "tolerance": one.tolerance, "unit": one.unit,
             "grade": str(one.grade), "scenario": one.scenario, "source": one.source}
            for one in self.spec.targets
        ]  # fmt: skip
        return pd.DataFrame(said).merge(reach_table(self.runs, self.spec.targets, self.misses), on="target")

    @property
    def conflicts(self) -> pd.DataFrame:
        """Return the pairs of targets that settings reach one at a time and never together."""
        away = np.concatenate([one.away for one in self.runs])
        return conflicts(away, [one.name for one in self.spec.targets])

    @cached_property
    def member_ranks(self) -> np.ndarray:
        """Return the ranks of the members of the sample among all settings."""
        kept = np.flatnonzero(np.concatenate([one.keeps(self.misses) for one in self.runs]))
        return choose_members(kept, self.spec.options.members, self.spec.run.seed)

    @property
    def plausible(self) -> pd.DataFrame:
        """Return the sample of plausible settings: ``point`` (from 0) and the axes, as other commands take them."""
        keys = [one.key for one in self.spec.axes]
        found = self.settings.loc[self.member_ranks, keys].reset_index(drop=True)
        found.insert(0, "point", np.arange(len(found)))
        return found

    @property
    def means(self) -> pd.DataFrame:
        """Return what each member of the sample gives of each target."""
        mean = np.concatenate([one.found.mean for one in self.runs])[self.member_ranks]
        return pd.DataFrame(mean, columns=[one.name for one in self.spec.targets])

    @property
    def middle(self) -> dict[str, Any] | None:
        """Return the values of the member nearest the figures of the field; None when nothing is plausible."""
        if not len(self.member_ranks):
            return None
        row = self.plausible.iloc[self.middle_rank]
        return {one.key: int(row[one.key]) if one.is_whole else float(row[one.key]) for one in self.spec.axes}

    @property
    def middle_rank(self) -> int:
        """Return the rank, in the sample, of the member nearest the figures of the field."""
        return middle_member(np.concatenate([one.away for one in self.runs])[self.member_ranks])

    @property
    def nearest(self) -> pd.Series:
        """Return the implausibility of each target in the setting whose worst that counts is least."""
        return self.implausibility.iloc[self._least_implausible].loc[[one.name for one in self.spec.targets]]

    @property
    def nearest_means(self) -> pd.DataFrame:
        """Return what that setting gives of each target, in one row."""
        mean = np.concatenate([one.found.mean for one in self.runs])[[self._least_implausible]]
        return pd.DataFrame(mean, columns=[one.name for one in self.spec.targets])

    @property
    def _least_implausible(self) -> int:
        """Return the rank of the setting whose worst target that counts is least missed, then all of them together."""
        away = np.concatenate([one.away for one in self.runs])
        ordered = np.sort(away, axis=1)[:, : max(1, away.shape[1] - self.misses)]
        return int(np.lexsort((ordered.sum(axis=1), ordered[:, -1]))[0])

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of what is left of the range of each setting, in ``fr`` or ``en``."""
        from entente.commands.matching.drawing import ranges_of

        return ranges_of(self, language or default_language())

    def plot_targets(self, language: str | None = None) -> "Figure":
        """Return the figure of the targets beside what the sample gives, in ``fr`` or ``en``."""
        from entente.commands.matching.drawing import targets_of

        return targets_of(self, language or default_language())


def match(
    *names: str, targets: Sequence[Target] | None = None, overrides: Sequence[str] = (), model: type | None = None,
    language: str | None = None, **values: Any,
) -> MatchingResults:  # fmt: skip
    """Find the settings that no figure of the field rules out, and leave them in a folder; the same call goes on.

    Args:
        names: of targets, such as ``"exits"``; all that are used as targets when none is named.
        targets: one's own ``entente.analysis.matching.targets.Target``, instead of those that are declared.
        overrides: texts in the grammar of the command line, such as ``"trust.contacts=interval(1,10)"``.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        language: of the figures.
        values: any setting by its name, ``entente.Interval(1, 10)`` for those that vary (none: the parameters declared
            as assumed that matter); ``points``, ``waves``, ``misses``, ``members``, ``replicates``, ``seed``,
            ``threads``, ``engine``, ``output``, ``overwrite``.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    from entente.commands.matching.keeping import keep_matching

    spec = match_spec(words_of_call(names, overrides, values), targets, model, said_by="arguments")

    def run_wave(run: DesignRun, number: int) -> bool:
        del number
        if not run.complete:
            for _ in run.carry_out():
                pass
        return True

    with claimed_matching(spec) as folder:
        found = carry_out_matching(spec, folder, run_wave, lambda _: None)
        keep_matching(found, language or default_language())
    return found


@contextmanager
def claimed_matching(spec: MatchSpec) -> Iterator[Path]:
    """Find or make the folder of a matching, and have it for oneself.

    Raises:
        SettingsError: when it holds something else, or another command is at work there.
        OSError: when it cannot be made.
    """
    folder = match_folder(spec)
    with locked_folder(folder), naming_the_folder(folder):
        drop_others(spec, folder)
        sweep_unpublished(folder)
        yield folder


def carry_out_matching(
    spec: MatchSpec, folder: Path, run_wave: RunWave, tell: Callable[[MatchingResults], None]
) -> MatchingResults:  # fmt: skip
    """Do what is left of a matching.

    Args:
        spec: what is asked for.
        folder: where it goes.
        run_wave: does what is left of a wave; False when it was stopped, which ends it all.
        tell: hears of the matching after each wave.
    """
    found = MatchingResults(folder, spec)
    if spec.sorts:
        shares = _sort_axes(spec, folder, run_wave)
        if shares is None:
            return found
        found.shares = shares
        found.spec = with_axes(spec, axes_that_matter(shares.to_numpy()))
        if not found.spec.axes:
            raise SettingsError([Violation("match", message("no setting matters for these targets"),
                                           message("axes, such as trust.contacts=interval(1,10)"))])  # fmt: skip
        tell(found)
    for number in range(1, spec.options.waves + 1):
        points = None if read_manifest(wave_place(folder, number)) else _points_of_wave(found, number)
        run = wave_run(found.spec, folder, number, points)
        if not run_wave(run, number):
            return found
        _add_wave(found, run, number)
        tell(found)
        enough = len(found.member_ranks) >= spec.options.members or not found.shares_kept[-1]
        if found.settled and enough:
            break
    found.whole = True
    return found


def _sort_axes(spec: MatchSpec, folder: Path, run_wave: RunWave) -> pd.DataFrame | None:
    """Return the share of the variance of each target that each axis alone explains; None when it was stopped."""
    place = wave_place(folder, 0)
    points = None
    if read_manifest(place) is None:
        count = max(_SORTING * spec.options.points, 5 * len(spec.axes))
        points = even_points(spec.axes, count, spec.run.seed)
    run = wave_run(spec, folder, 0, points)
    if not run_wave(run, 0):
        return None
    table = read_points(place)
    means = read_means(run, spec.targets, len(table)).mean
    keys = [one.key for one in spec.axes]
    shares = variance_shares(unit_values(spec.axes, table), means)
    return pd.DataFrame(shares, index=keys, columns=[one.name for one in spec.targets])


def _points_of_wave(found: MatchingResults, number: int) -> pd.DataFrame:
    """Return the points of a wave that is about to begin."""
    if number == 1:
        return even_points(found.spec.axes, found.spec.options.points, found.spec.run.seed)
    return read_next_points(wave_place(found.folder, number - 1))


def _add_wave(found: MatchingResults, run: DesignRun, number: int) -> None:
    """Add a wave that was run, and what is left after it."""
    spec, place = found.spec, wave_place(found.folder, number)
    table = read_points(place)
    unit = unit_values(spec.axes, table)
    means = read_means(run, spec.targets, len(table))
    found.points.append(table)
    found.runs.append(make_wave(unit, table[ORIGIN].tolist(), means, spec.targets))
    found.__dict__.pop("member_ranks", None)
    after = read_next(place)
    if after is None:
        products = takes_products(spec.options.points, len(spec.axes))
        left = [(one["volume"], one["level"]) for one in found.left]
        proposal = propose(found.runs, left, spec.targets, found.misses, products, spec.run.seed)
        after = {"volume": proposal.volume, "level": proposal.level}
        write_next(place, points_table(spec.axes, proposal.unit, proposal.origins), after)
    found.left.append(after)
    volumes, levels = ([one[name] for one in found.left] for name in ("volume", "level"))
    found.settled = has_settled(volumes, levels, found.shares_kept)


def even_points(axes: Sequence[Axis], count: int, seed: int) -> pd.DataFrame:
    """Return settings spread evenly over the ranges: a Latin hypercube."""
    return points_table(axes, unit_sample(DesignKind.LHS, count, len(axes), seed), [RANGE] * count)


def points_table(axes: Sequence[Axis], unit: Numbers, origins: Sequence[str]) -> pd.DataFrame:
    """Return settings from 0 to 1 as a table of points: ``point``, ``origin``, the axes in their own units."""
    columns: dict[str, Any] = {"point": np.arange(len(unit)), ORIGIN: list(origins)}
    for k, one in enumerate(axes):
        assert one.interval is not None
        columns[one.key] = stretch_sample(unit[:, k], *one.interval, whole=one.is_whole)
    return pd.DataFrame(columns)


def unit_values(axes: Sequence[Axis], table: pd.DataFrame) -> Numbers:
    """Return the settings of a table of points from 0 to 1; whole numbers in the middle of their share of the range."""
    columns = []
    for one in axes:
        assert one.interval is not None
        low, high = one.interval
        values = table[one.key].to_numpy(float)
        if one.is_whole:
            low, high, values = np.ceil(low), np.floor(high) + 1, values + 0.5
        columns.append((values - low) / (high - low))
    return np.stack(columns, axis=1)
