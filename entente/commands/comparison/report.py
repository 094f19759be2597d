"""``entente compare``: every combination of some settings with common random numbers, and what sets them apart."""

import math
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from entente.analysis.feasibility.feasibility import feasibility_notices
from entente.commands.comparison.comparison import (
    ComparisonResults,
    ComparisonRun,
    comparison,
    comparison_request,
    figure_heading,
    keep_files,
)
from entente.commands.comparison.spec import ComparisonSpec, comparison_spec
from entente.i18n import N_, number, percent, say
from entente.sim.validation.messages import number_between
from entente.studies.axes import comma_notices
from entente.studies.design_folder import DesignFolder, design_folder
from entente.terminal.account_tables import accounts_compared
from entente.terminal.design_progress import print_already_there, run_with_progress
from entente.terminal.errors import print_notices
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.opening import open_file
from entente.terminal.options import half_width, whole
from entente.terminal.progress import Interruption, Progress
from entente.terminal.quantities import decimal, decimals_of, format_interval, format_rounded, spread_text, title

NAMED_AT_MOST = 3  # combinations that one notice names
MOST_SHOWN = 24  # combinations beyond which figures cannot show them all
PRECISE = N_("Precise enough after {replicates} replicates: ± {half} at the most ({name}), ± {wished} wished for.")
FEW_OF_EACH = N_(
    "plausible settings: share of the {count} in which the difference has this sign; replicates in each: {replicates}, "
    "so that chance counts too."
)
PLENTY_OF_EACH = N_(
    "plausible settings: share of the {count} in which the difference has this sign; replicates in each: {replicates}; "
    "clearly: the 95% interval of these alone leaves out 0."
)
IMPRECISE = N_("Not as precise as wished after {replicates} replicates: ± {half} ({name}), ± {wished} wished for.")

SAVED_BY_PAIRING = N_(
    "unpaired: replicates of each that independent seeds would have needed for the same precision, instead of "
    "{replicates}."
)
NO_INTERVALS = N_("{replicates} replicates of each are too few for intervals: ask for more, such as replicates=100.")


def compare_command(
    overrides: Sequence[str], against: str | None, measures: Sequence[str], until: str | None, most: str | None,
    language: str, *, opened: bool = False,
) -> int:  # fmt: skip
    """Compare what the overrides ask for, open its first figure when that is wished, and return the exit code."""

    def work() -> int:
        spec = comparison_spec(overrides, against=against, measures=measures, until=half_width("until", until),
                         most=whole("most", most, None, number_between(1, 10_000_000, whole=True)))  # fmt: skip
        with design_folder(comparison_request(spec)) as place:
            code = compare_in(place, spec, language)
        if opened and code == 0:
            open_file(place.folder / "mobilisation.svg", language)
        return code

    return exit_code_of(work, language, overrides)


def compare_in(place: DesignFolder, spec: ComparisonSpec, language: str) -> int:
    """Run what is left of every combination, keep and print what sets them apart; return the exit code."""
    print_what_is_compared(place, spec, language)
    running = ComparisonRun(spec, place.run)
    print_already_there(place.run, language)
    place.write_state(finished=False)
    most = len(spec.combinations) * max(place.run.design.replicates, spec.most if spec.until is not None else 0)
    with Interruption() as interruption:
        progress = Progress(most - place.run.runs_found, language)
        those = [one.configuration.settings for one in spec.combinations]
        session = run_with_progress(running.carry_out(), those, progress, interruption, language)
        if session.problem:
            print(f"\n{session.problem}", file=sys.stderr)
        stopped = interruption.heard or bool(session.problem)
        if not place.run.store.batches_done():
            place.drop_if_nothing_is_done()
            print("\n" + say("Stopped before any replicate was done: nothing was kept.", language), file=sys.stderr)
            return FAILED if session.problem else INTERRUPTED
        done = keep_comparison(place, running, stopped, language)
        if stopped:
            text = say("Stopped: {done} of {total} replicates done and kept in {folder}", language,
                       done=number(done, language, 0), total=number(place.run.design.replicates, language, 0),
                       folder=place.folder)  # fmt: skip
            print(f"\n{text}", file=sys.stderr)
            return FAILED if session.problem else INTERRUPTED
        print(say("Results: {folder}", language, folder=place.folder))
        return 0 if done else FAILED


def keep_comparison(place: DesignFolder, running: ComparisonRun, stopped: bool, language: str) -> int:
    """Write and print what sets the combinations apart; return how many replicates all of them have."""
    done = len(running.replicates())
    if done:
        seconds = round(sum(one["seconds"] for one in place.sessions), 3)
        found = comparison(running, {"interrupted": stopped, "wall_time": seconds})
        keep_files(found, place.folder, language)
        print(f"\n{comparison_text(found, language)}")
    place.write_state(finished=not stopped)
    return done


def print_what_is_compared(place: DesignFolder, spec: ComparisonSpec, language: str) -> None:
    """Print what is about to be compared and, unless all is done already, what cannot work in it."""
    print_notices(comma_notices(spec.axes, spec.overrides), language)
    print(comparison_head(spec, language), flush=True)
    if len(spec.combinations) > MOST_SHOWN:
        print(
            say(
                "entente: {count} combinations: the tables hold them all, the figures the first {most}",
                language,
                count=len(spec.combinations),
                most=MOST_SHOWN,
            ),
            file=sys.stderr,
        )
    if not place.finished:
        print_notices(feasibility_of_each(spec, language), language)


def feasibility_of_each(spec: ComparisonSpec, language: str) -> Iterator[str]:
    """Yield what cannot work, once each, with the combinations in which it cannot where that is not all of them."""
    found: dict[str, list[str]] = {}
    shown = spec.combinations[:MOST_SHOWN]
    for one in shown:
        for notice in feasibility_notices(one.configuration.settings, language):
            found.setdefault(notice, []).append(one.name)
    for notice, names in found.items():
        if len(names) == len(shown):
            yield notice
        else:
            listed = ", ".join(names[:NAMED_AT_MOST]) + (", …" if len(names) > NAMED_AT_MOST else "")
            yield say("{names}: {notice}", language, names=listed, notice=notice)


def comparison_head(spec: ComparisonSpec, language: str) -> str:
    """Return what is about to be compared."""
    counts = {"count": len(spec.combinations), "replicates": number(spec.run.replicates, language, 0)}
    head = say("{count} combinations × {replicates} replicates, seed {seed}", language, seed=spec.run.seed, **counts)
    lines = [head + spread_text(spec.run, language)]
    if spec.until is not None:
        lines.append(
            say(
                "Until every interval of final mobilisation is within ± {half}, or {most} replicates",
                language,
                half=decimal(spec.until, language),
                most=number(spec.most, language, 0),
            )
        )
    name = f"{figure_heading(spec, spec.run.replicates).name(spec.against, language)} ({spec.against})"
    return "\n".join([*lines, say("Compared with: {name}", language, name=name)])


def comparison_text(found: ComparisonResults, language: str) -> str:
    """Return the table of the differences, and what became of the precision wished for."""
    columns, rows = difference_rows(found, language)
    parts = [
        table(rows, [say(key, language) for key in columns], numbers=(1, 2, 4)),
        say(SAVED_BY_PAIRING if found.differences["high"].map(math.isfinite).all() else NO_INTERVALS, language,
            replicates=number(found.replicates, language, 0)),
    ]  # fmt: skip
    if found.worlds is not None:
        counts = {"count": number(found.worlds["worlds"].max(), language, 0),
                  "replicates": number(found.worlds["replicates_of_each"].min(), language, 0)}  # fmt: skip
        parts.append(say(FEW_OF_EACH if found.worlds["clearly_alike"].isna().all() else PLENTY_OF_EACH, language,
                         **counts))  # fmt: skip
    if wish := found.manifest["precision"]:
        key = PRECISE if wish["reached"] else IMPRECISE
        half = "–" if wish["half_width"] is None else decimal(wish["half_width"], language)
        parts.append(say(key, language, replicates=number(found.replicates, language, 0), half=half,
                         name=found.head().name(wish["of"], language),
                         wished=decimal(wish["wished"], language)))  # fmt: skip
    return "\n\n".join([*parts, costs_text(found, language)])


def costs_text(found: ComparisonResults, language: str) -> str:
    """Return what each combination costs."""
    named = found.head()
    those = {named.name(one.name, language): one.configuration.settings for one in found.spec.combinations}
    return accounts_compared(those, language)


def difference_rows(found: ComparisonResults, language: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the names of the columns, and the rows of the differences, measure by measure."""
    columns = [N_("combination"), N_("mean"), N_("difference"), N_("95% interval"), N_("unpaired")]
    by_world = None if found.worlds is None else found.worlds.set_index(["combination", "measure"])
    if by_world is not None:
        columns.append(N_("plausible settings"))
    rows: list[tuple[str, ...]] = []
    named = found.head()
    for measure, part in found.differences.groupby("measure", sort=False):
        rows.append((title(str(measure), language), *[""] * (len(columns) - 1)))
        for _, one in part.iterrows():
            cells = difference_cells(named.name(one["combination"], language), one, language)
            if by_world is not None:
                cells.append(share_of_worlds(by_world.loc[(one["combination"], measure)], language))
            rows.append(tuple(cells))
    return columns, rows


def share_of_worlds(one: "pd.Series[Any]", language: str) -> str:
    """Write in what share of the plausible settings a difference has its sign, and in what share it clearly does."""
    if not math.isfinite(one["alike"]):
        return "–"
    key = N_("higher in {share}") if one["effect"] > 0 else N_("lower in {share}")
    text = say(key, language, share=percent(one["alike"], language))
    if not math.isfinite(one["clearly_alike"]):
        return text
    return text + say(", clearly in {share}", language, share=percent(one["clearly_alike"], language))


def difference_cells(name: str, one: "pd.Series[Any]", language: str) -> list[str]:
    """Write the difference of a combination of this name as the cells of a row."""
    decimals = decimals_of(one["measure"])
    mean, effect = (format_rounded(one[key], language, decimals) for key in ("mean", "effect"))
    apart = format_interval(one["low"], one["high"], language, decimals)
    needed = one["n_independent"] if math.isfinite(one["high"]) else math.nan
    alone = format_rounded(needed if math.isfinite(needed) else math.nan, language, 0)
    return [f"  {name}", mean, effect, apart, alone]
