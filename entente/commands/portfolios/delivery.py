"""Plans found or weighed, and all that is left of them in one folder: ``entente.portfolios`` and the commands."""

import importlib.util
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entente.analysis.plotting.style import save_figure
from entente.commands.portfolios.committee import committee_report
from entente.commands.portfolios.committee_page import committee_html, write_docx
from entente.commands.portfolios.live_page import write_live_page
from entente.commands.portfolios.plan_runs import PlanRuns, run_plans
from entente.commands.portfolios.portfolios import (
    PortfolioResults,
    begin_place,
    find_portfolios,
    place_of_spec,
    rounds_of,
)
from entente.commands.portfolios.rounds import carry_out_quietly
from entente.commands.portfolios.spec import PortfolioSpec, portfolio_spec
from entente.i18n import N_, default_language, say, say_number
from entente.results.csv_text import csv_text
from entente.results.files import write_text
from entente.results.notices import notices
from entente.sim.validation.messages import message
from entente.studies.axes import as_override
from entente.studies.progress import note_what_is_kept
from entente.studies.runner import DesignRun
from entente.terminal.design_progress import run_with_progress
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.progress import Interruption, Progress

REPORT, DOCUMENT, LIVE = "report.html", "report.docx", "live.html"
ROUND_NAMES = {
    "as": N_("As it is"), "1": N_("Each change by itself"), "beside": N_("Each change beside one that frees hours"),
    "2": N_("Portfolios, generation {number}"), "3": N_("Portfolios close to the best"),
    "4": N_("The best in fresh futures"), "plans": N_("Plans"),
    "5": N_("Hours of the smallest partners, and pathways between plans"),
}  # fmt: skip
STEP_OF_ROUND = {"1": "screen", "beside": "screen", "2": "search", "3": "search"}  # others are spent on fresh futures


class StoppedError(Exception):
    """A search stopped before its end."""

    def __init__(self, exit_code: int) -> None:
        """Keep the exit code that says so."""
        super().__init__(exit_code)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Delivery:
    """What goes into the folder beside the plans.

    Attributes:
        command: the line that gives all this again.
        texts: files to write before anything is run, by name.
        assumed: what was taken for granted of the partnership, one line each, for the report.
        dollars: what each organisation brings a year, by its name in the settings.
    """

    command: str
    texts: Mapping[str, str] = field(default_factory=dict)
    assumed: Sequence[str] = ()
    dollars: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivered:
    """What was left.

    Attributes:
        found: the plans.
        folder: where all is.
        reports: names of what is to be printed.
        seconds: what each step took: ``screen``, ``search``, ``futures``, ``report``.
    """

    found: PortfolioResults
    folder: Path
    reports: list[str]
    seconds: Mapping[str, float]


def portfolios(
    scenario: str | None = None, *, envelope: float | Sequence[float] = (), goals: Sequence[str] = (),
    levers: Sequence[str] = (), options: str | Path | None = None, quick: bool = False, overrides: Sequence[str] = (),
    model: type | None = None, **values: Any,
) -> PortfolioResults:  # fmt: skip
    """Find plans worth discussing, or weigh named ones, in many futures.

    Args:
        scenario: its name, or the path of its file.
        envelope: dollars to spend in each year, or a list of them, year by year.
        goals: what a plan that holds meets, such as ``"final>=0.4"``.
        levers: that may be added; all that the sources advise unless stated.
        options: a file of named plans to weigh instead of a search.
        quick: whether a coarse search in few futures is enough.
        overrides: texts in the grammar of the command line.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: settings by name and how to run: ``replicates`` (futures), ``seed``, ``threads``, ``engine``. With
            ``output``, all that the command leaves is left in that folder, and the same call goes on with it.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    asked = {"envelope": envelope, "goals": goals, "levers": levers, "options": options, "quick": quick,
             "overrides": overrides, "model": model, **values}  # fmt: skip
    spec = request_of_call(scenario, **asked)
    if spec.run.output is None:
        return find_portfolios(spec, rounds_of(spec, None))
    named = () if scenario is None else (str(scenario),)
    return deliver_plans(
        spec, Delivery(call_text("portfolios", *named, **asked)), default_language(), shown=False
    ).found


def request_of_call(
    scenario: str | None = None, *, envelope: float | Sequence[float] = (), goals: Sequence[str] = (),
    levers: Sequence[str] = (), options: str | Path | None = None, quick: bool = False, overrides: Sequence[str] = (),
    model: type | None = None, **values: Any,
) -> PortfolioSpec:  # fmt: skip
    """Return what a call of ``portfolios`` with the same arguments asks for.

    Raises:
        SettingsError: with everything that is wrong.
    """
    words = [*([f"scenario={scenario}"] if scenario else []), *overrides,
             *(f"{key}={as_override(value)}" for key, value in values.items())]  # fmt: skip
    envelopes = (envelope,) if isinstance(envelope, int | float) else tuple(envelope)
    return portfolio_spec(words, envelopes=envelopes, goals=goals, levers=levers, options=options, quick=quick,
                          said_by="arguments", model=model)  # fmt: skip


def call_text(name: str, *given: str, **named: Any) -> str:
    """Return a call from Python as it would be typed again, without what is left at nothing."""
    nothing = [repr(one) for one in (None, False, (), [])]
    stated = {key: value for key, value in named.items() if repr(value) not in nothing}
    shown = {key: value.__name__ if isinstance(value, type) else repr(str(value) if isinstance(value, Path) else value)
             for key, value in stated.items()}  # fmt: skip
    return f"entente.{name}({', '.join([*map(repr, given), *(f'{key}={text}' for key, text in shown.items())])})"


def deliver_plans(spec: PortfolioSpec, asked: Delivery, language: str, *, shown: bool = True) -> Delivered:
    """Find or weigh plans and leave everything in one folder.

    Args:
        spec: the request.
        asked: what goes into the folder beside the plans.
        language: ``fr`` or ``en``.
        shown: whether the progress of each round is shown.

    Raises:
        SettingsError: when the folder holds something else.
        StoppedError: when it was stopped, which is said; the same request goes on where it was.
        OSError: when something cannot be written.
    """
    with place_of_spec(spec, always=True) as place, note_what_is_kept(place.folder if place else None):
        assert place is not None
        for name, text in asked.texts.items():
            write_text(place.folder / name, text)
        seconds = dict.fromkeys(("screen", "search", "futures", "report"), 0.0)
        rounds = rounds_of(spec, place.folder)

        def carry_out(run: DesignRun, name: str) -> None:
            begun = time.perf_counter()
            carry_out_round(run, name, spec, language) if shown else carry_out_quietly(run, name)
            seconds[STEP_OF_ROUND.get(round_key(name), "futures")] += time.perf_counter() - begun

        rounds.carry_out = carry_out
        place.write_state(finished=False)
        begun = time.perf_counter()
        try:
            begin_place(place, rounds)
            found = find_portfolios(spec, rounds)
        except StoppedError:
            print(say("Stopped: what was done is kept in {folder}", language, folder=place.folder), file=sys.stderr)
            raise
        between = "search" if spec.named is None else "futures"  # rounds: what chooses
        seconds[between] += time.perf_counter() - begun - sum(seconds.values())
        begun = time.perf_counter()
        found.keep(place.folder, language, {})
        reports = write_report(found, place.folder, asked, language)
        place.write_state(finished=True)
        seconds["report"] = time.perf_counter() - begun
        return Delivered(found, place.folder, reports, seconds)


def round_key(name: str) -> str:
    """Return the first word of the name of a round, which says what kind of round it is."""
    return name.replace(" ", "-").partition("-")[0]


def carry_out_round(run: DesignRun, name: str, spec: PortfolioSpec, language: str) -> None:
    """Do what is left of a round, showing its progress.

    Raises:
        StoppedError: when it is stopped before its end.
    """
    left = sum(one.runs for one in run.batches_left())
    if not left:
        return
    title = say(ROUND_NAMES[round_key(name)], language, number=name.rpartition("-")[2].lstrip("0"))
    print(say_number("{title}: {count} run", "{title}: {count} runs", left, language, title=title), flush=True)
    with Interruption() as interruption:
        progress = Progress(left, language)
        session = run_with_progress(run.carry_out(), [spec.situation.settings], progress, interruption, language)
        if session.problem:
            print(f"\n{session.problem}", file=sys.stderr)
            raise StoppedError(FAILED)
        if interruption.heard:
            raise StoppedError(INTERRUPTED)


def write_behind(runs: PlanRuns, folder: Path, language: str) -> None:
    """Write the curves and the conditions of each plan, as tables and as figures.

    Raises:
        OSError: when they cannot be written.
    """
    for name, frame in (("curves", runs.curves), ("conditions", runs.conditions)):
        write_text(folder / f"{name}.csv", csv_text(frame, float_format="%.6g"))
    save_figure(runs.plot_curves(language), folder / "curves")
    save_figure(runs.plot_wheel(language), folder / "wheel")


def write_report(found: PortfolioResults, folder: Path, asked: Delivery, language: str) -> list[str]:
    """Write the report and the live page into a folder, and return the names of what is to be printed.

    Raises:
        OSError: when they cannot be written.
    """
    live = "" if found.spec.model is not None else LIVE  # the page lives the compiled rules
    if live:
        write_live_page(found, folder / live, language)
    runs = run_plans(found)
    write_behind(runs, folder, language)
    report = committee_report(found, runs, asked.command, language, asked.assumed, asked.dollars)
    write_text(folder / REPORT, committee_html(report, folder, live, language))
    if importlib.util.find_spec("docx") is None:
        notices.warning(message("no report for Word: python-docx is missing (pip install 'entente-abm[plan]')"))
        return [REPORT]
    write_docx(report, folder / "plans.png", folder / DOCUMENT)
    return [REPORT, DOCUMENT]
