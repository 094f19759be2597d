"""How large a study may be, counted before anything of it is made."""

from collections.abc import Iterator, Sequence
from math import prod

from entente.analysis.sweep.designs import DesignKind, sample_size
from entente.sim.validation.messages import Count, message
from entente.sim.validation.validate import Violation
from entente.studies.axes import Axis, Role
from entente.studies.options import StudyOptions, usual_points
from entente.studies.placing import design_of
from entente.studies.table import Table

MOST_POINTS = 1_000_000  # the table of a million points of ten settings takes 80 MB
MOST_NUMBERS = 50_000_000_000  # of the weekly tables of a run: 400 GB before they are compressed
MOST_RUNS_IN_ALL = 100_000_000  # half a day of a hundred cores, and 20 GB of summaries


def too_many_numbers(replicates: int, numbers: int) -> Iterator[Violation]:
    """Yield that the weekly tables of a run, each of whose replicates holds so many numbers, would be too large."""
    if replicates * numbers > MOST_NUMBERS:
        problem = message("{replicates} replicates make tables of {numbers} numbers", replicates=Count(replicates),
                          numbers=Count(replicates * numbers))  # fmt: skip
        most = Count(MOST_NUMBERS // numbers)
        yield Violation("replicates", problem, message("at most {most} replicates, or fewer tables", most=most))


def too_many_points(axes: Sequence[Axis], options: StudyOptions) -> Iterator[Violation]:
    """Yield that a design would have too many points."""
    if options.design is None or options.design in list(DesignKind):
        count = count_points(axes, options)
        if count > MOST_POINTS:
            wanted = message("at most {most}: fewer values, fewer axes or points=", most=Count(MOST_POINTS))
            yield Violation("points", message("{count} points", count=Count(count)), wanted)


def count_points(axes: Sequence[Axis], options: StudyOptions, table: Table | None = None) -> int:
    """Return how many points a design has, without making any but those of a table that is read already."""
    if table is not None:
        return len(table.design)
    uncertain = [one for one in axes if one.role is Role.UNCERTAINTY]
    placed = uncertain or axes
    crossed = [one for one in axes if one.role is Role.LEVER] if uncertain else []
    design = design_of(placed, options)
    if design is DesignKind.GRID:
        crossed, own = [*crossed, *placed], 1
    else:
        own = sample_size(design, usual_points(design, options.points), len(placed))
    return own * prod(len(one.labels) for one in crossed)


def too_many_runs(points: int, replicates: int) -> Iterator[Violation]:
    """Yield that a design would have too many runs."""
    if points * replicates > MOST_RUNS_IN_ALL:
        problem = message("{points} points of {replicates} replicates make {runs} runs", points=Count(points),
                          replicates=Count(replicates), runs=Count(points * replicates))  # fmt: skip
        most = Count(MOST_RUNS_IN_ALL // points)
        yield Violation("replicates", problem, message("at most {most} replicates, or fewer points", most=most))
