"""``entente compare``: every combination of some settings under the same luck, and what sets them apart."""

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from entente.commands.comparison.comparison import Comparison, Lives, comparison, keep, progress
from entente.commands.comparison.spec import Question, question
from entente.i18n import N_, number, say
from entente.results.folders import claimed_folder
from entente.sim.validation.messages import number_between
from entente.terminal.compilation import announce_compilation
from entente.terminal.experiment import guarded
from entente.terminal.layout import table
from entente.terminal.options import half_width, whole
from entente.terminal.progress import Interruption, Progress
from entente.terminal.quantities import decimal, decimals_of, title, written

INTERRUPTED = 130
MANY = 24  # combinations beyond which figures cannot show them all
PRECISE = N_("Precise enough after {replicates} replicates: ± {half} at the most ({name}), ± {wished} wished for.")
IMPRECISE = N_("Not as precise as wished after {replicates} replicates: ± {half} ({name}), ± {wished} wished for.")


def compare_command(
    overrides: Sequence[str], against: str | None, measures: Sequence[str], until: str | None, most: str | None,
    language: str,
) -> int:  # fmt: skip
    """Compare what the overrides ask for and return the exit code."""

    def work() -> int:
        asked = question(overrides, against=against, measures=measures, until=half_width("until", until),
                         most=whole("most", most, None, number_between(1, 10_000_000, whole=True)))  # fmt: skip
        with claimed_folder(asked.run, "compare") as folder:
            return compared(asked, folder, language)

    return guarded(work, language)


def compared(asked: Question, folder: Path, language: str) -> int:
    """Run every combination, keep and tell what sets them apart; return the exit code."""
    print(head(asked, language), flush=True)
    if len(asked.combinations) > MANY:
        print(
            say(
                "entente: {count} combinations: the tables hold them all, the figures the first {most}",
                language,
                count=len(asked.combinations),
                most=MANY,
            ),
            file=sys.stderr,
        )
    lives, start = Lives(asked), time.perf_counter()
    with Interruption() as interruption:
        try:
            live(lives, language)
        except KeyboardInterrupt:
            interruption.heard = True
        interruption.holding = True  # what was done is written even if Ctrl-C comes again
        if not lives.whole():
            print("\n" + say("Stopped before any replicate was done: nothing was kept.", language), file=sys.stderr)
            return INTERRUPTED
        seconds = round(time.perf_counter() - start, 3)
        found = comparison(lives, {"interrupted": interruption.heard, "wall_time": seconds})
        keep(found, folder, language)
        print(f"\n{told(found, language)}")
        if interruption.heard:
            done = say(
                "Stopped: {done} of {total} replicates done and kept in {folder}",
                language,
                done=found.replicates,
                total=asked.run.replicates,
                folder=folder,
            )
            print(f"\n{done}", file=sys.stderr)
            return INTERRUPTED
        print(say("Results: {folder}", language, folder=folder))
        return 0


def live(lives: Lives, language: str) -> None:
    """Live every replicate, with progress."""
    asked = lives.asked
    total = len(asked.combinations) * (asked.run.replicates if asked.until is None else asked.most)
    those = [one.configuration.settings for one in asked.combinations]
    with announce_compilation(those, language), closing(Progress(total, language)) as bar:
        for replicates in progress(asked, lives):
            bar.advance(replicates)


def head(asked: Question, language: str) -> str:
    """Return what is about to be compared."""
    counts = {"count": len(asked.combinations), "replicates": number(asked.run.replicates, language, 0)}
    lines = [
        say("{count} combinations × {replicates} replicates, seed {seed}", language, seed=asked.run.seed, **counts)
    ]
    if asked.until is not None:
        lines.append(
            say(
                "Until every interval of final mobilisation is within ± {half}, or {most} replicates",
                language,
                half=decimal(asked.until, language),
                most=number(asked.most, language, 0),
            )
        )
    return "\n".join([*lines, say("Compared with: {name}", language, name=asked.against)])


def told(found: Comparison, language: str) -> str:
    """Return the table of the differences, and what became of the precision wished for."""
    columns = (N_("combination"), N_("mean"), N_("difference"), N_("95% interval"), N_("unpaired"))
    rows: list[tuple[str, ...]] = []
    for measure, part in found.differences.groupby("measure", sort=False):
        rows.append((title(str(measure), language), *[""] * (len(columns) - 1)))
        rows += [cells(one, language) for _, one in part.iterrows()]
    parts = [
        table(rows, [say(key, language) for key in columns], numbers=(1, 2, 4)),
        say(
            "unpaired: replicates of each that independent seeds would have needed for the same "
            "precision, instead of {replicates}.",
            language,
            replicates=number(found.replicates, language, 0),
        ),
    ]
    if wish := found.manifest["precision"]:
        key = PRECISE if wish["reached"] else IMPRECISE
        half = "–" if wish["half_width"] is None else decimal(wish["half_width"], language)
        parts.append(say(key, language, replicates=number(found.replicates, language, 0), half=half, name=wish["of"],
                         wished=decimal(wish["wished"], language)))  # fmt: skip
    return "\n\n".join(parts)


def cells(one: "pd.Series[Any]", language: str) -> tuple[str, ...]:
    """Write one difference as the cells of a row."""
    decimals = decimals_of(one["measure"])
    mean, effect, low, high = (written(one[key], language, decimals) for key in ("mean", "effect", "low", "high"))
    apart = say("[{low}, {high}]", language, low=low, high=high)
    return f"  {one['combination']}", mean, effect, apart, written(one["n_independent"], language, 0)
