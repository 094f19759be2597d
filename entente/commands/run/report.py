"""``entente run``: its progress, Ctrl-C, its folder, and the summary that it prints."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from entente.analysis.feasibility.feasibility import feasibility_notices
from entente.analysis.plotting.setting_names import change_texts
from entente.analysis.plotting.words import text_in
from entente.commands.run.run import load_run
from entente.commands.run.run_design import RunRequest, finish_run
from entente.config.changes import changed_settings
from entente.config.configuration import Configuration
from entente.config.places import GROUPS, LEVER
from entente.i18n import N_, NN_, number, percent, say, say_number, unit
from entente.i18n.option_names import GROUP_NAMES, option_label
from entente.results.deliverables import TO_DRAW, draw_figures, read_run_manifest
from entente.sim.model.measures import SUMMARIES
from entente.sim.validation.horizon import entries_after
from entente.studies.design_folder import DesignFolder, design_folder
from entente.studies.runner import RunsFailedError
from entente.terminal.account_tables import account_of_run
from entente.terminal.design_progress import print_already_there, run_with_progress
from entente.terminal.errors import print_notices
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.layout import card, table
from entente.terminal.progress import Interruption, Progress
from entente.terminal.quantities import spread_text

# What is shown, with its decimals; the rest is in the table of the runs.
SUMMARIES_SHOWN = {
    "peak": 2, "final": 2, "drop": 2, "half_life": 0, "weeks_sustained": 0, "area": 0, "active_share": 2,
    "trust_final": 2, "results": 1, "cases_answered": 2, "response_time": 1, "commitments_broken": 0, "departures": 0,
    "hours_partners": 0, "hours_coordinator": 0,
}  # fmt: skip
ENDS = {
    "goals_met": N_("goals met {share}"),
    "deserted": N_("deserted {share}"),
    "dormant": N_("dormant {share}"),
    "none": N_("still going {share}"),
}
FEW_REPLICATES = 10  # replicates under which nothing is known of their spread
_LOW, _MIDDLE, _HIGH = 0.05, 0.5, 0.95


def run_session(request: RunRequest, language: str) -> tuple[int, Path]:
    """Run what is left of a request, keep it and print its summary; return the exit code and the folder."""
    asked = request.configuration
    told = replace(asked, changes=changed_settings(asked))  # worked out once, for all that tell it
    request = replace(request, configuration=told)
    with design_folder(request.design_request) as place:
        settings = asked.settings
        print(run_head(told, language), flush=True)
        if place.finished:
            print(say("All {runs} runs were done already.", language, runs=number(place.run.design.runs, language, 0)))
            found = load_run(place.folder)
            if (read_run_manifest(place.folder) or {}).get(TO_DRAW):
                draw_figures(place.folder, {"mobilisation": partial(found.plot, language)})
            print("\n" + summary_text(found.runs, language))
            print("\n" + account_of_run(settings, float(found.runs["hours_partners"].mean()), language))
            print(say("Results: {folder}", language, folder=place.folder))
            return 0, place.folder
        print_notices(feasibility_notices(settings, language), language)
        print_already_there(place.run, language)
        with Interruption() as interruption:
            progress = Progress(place.run.design.runs - place.run.runs_found, language)
            session = run_with_progress(place.run.carry_out(), [settings], progress, interruption, language)
            if session.problem:
                print(f"\n{session.problem}", file=sys.stderr)
            stopped = interruption.heard or bool(session.problem)
            code = keep_run(place, request, stopped, FAILED if session.problem else INTERRUPTED, language)
            return code, place.folder


def keep_run(place: DesignFolder, request: RunRequest, stopped: bool, code: int, language: str) -> int:
    """Write what is done and print what came out; return 0, or the code of a run that was stopped."""
    if not place.run.store.batches_done():
        place.drop_if_nothing_is_done()
        print("\n" + say("Stopped before any replicate was done: nothing was kept.", language), file=sys.stderr)
        return code
    try:
        runs, failures = finish_run(place, request, interrupted=stopped, language=language)
    except RunsFailedError as error:
        place.drop_parts()
        print(f"\n{error}", file=sys.stderr)
        return FAILED
    if len(failures):
        text = say("{count} replicates failed; the first: {message}", language, count=len(failures),
                   message=failures["message"].iat[0])  # fmt: skip
        print(f"\n{text}", file=sys.stderr)
    if stopped:
        text = say("Stopped: {done} of {total} replicates done and kept in {folder}", language,
                   done=number(len(runs) + len(failures), language, 0),
                   total=number(place.run.design.replicates, language, 0), folder=place.folder)  # fmt: skip
        print(f"\n{text}", file=sys.stderr)
        return code
    print("\n" + summary_text(runs, language))
    hours = float(runs["hours_partners"].mean())
    print("\n" + account_of_run(request.configuration.settings, hours, language))
    print(say("Results: {folder}", language, folder=place.folder))
    return 0


def run_head(configuration: Configuration, language: str) -> str:
    """Return what is about to be run."""
    return card("", run_facts(configuration, language))


def run_facts(configuration: Configuration, language: str) -> list[tuple[str, str]]:
    """Return what is run as labelled facts, the scenario first."""
    settings, run, choices = configuration.settings, configuration.run, configuration.choices
    title = (settings.title.fr if language == "fr" else settings.title.en) or settings.name
    facts = [(say("Scenario", language), title if title == settings.name else f"{title} ({settings.name})")]
    facts += [
        (
            say(GROUP_NAMES[group], language),
            option_label(group, choices[group], language)
            if choices.get(group)
            else say("none: the defaults", language),
        )
        for group in GROUPS
    ]
    after = {one.entry for one in entries_after(settings)}
    levers = [
        text_in(one.name, language, option_label(LEVER, name, language))
        for name, one in settings.levers.items()
        if f"levers.{name}" not in after
    ]
    facts.append((say("Levers", language), "\n".join(levers)))
    changes = changed_settings(configuration, varying=(*GROUPS, LEVER))
    facts.append((say("Changed", language), "\n".join(change_texts(changes, language))))
    counted = NN_("{count} replicate of {weeks} weeks, seed {seed}", "{count} replicates of {weeks} weeks, seed {seed}")
    many = say_number(*counted, run.replicates, language, weeks=settings.weeks, seed=run.seed)
    many += spread_text(run, language)
    return [*facts, (say("Runs", language), many)]


def summary_text(runs: pd.DataFrame, language: str) -> str:
    """Return the summary of the table of the runs, as text."""
    shown = summary_frame(runs, language)
    rows = list(shown.itertuples(index=False, name=None))
    too_few = N_("{count} replicates are too few for 5–95% to mean much: ask for more, such as replicates=100.")
    few = [say(too_few, language, count=len(runs))] if 1 < len(runs) < FEW_REPLICATES else []
    return "\n".join([table(rows, list(shown), numbers=(2, 3, 4)), *few, "", ends_text(runs, language)])


def summary_frame(runs: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the summary of the table of the runs, one row for each measure, as text."""
    rows: list[tuple[str, ...]] = []
    for name, decimals in SUMMARIES_SHOWN.items():
        values = runs[name].dropna().astype("float64")
        if values.empty:
            continue
        low, middle, high = (
            number(float(values.quantile(level)), language, decimals) for level in (_LOW, _MIDDLE, _HIGH)
        )
        concerned = percent(len(values) / len(runs), language) if len(values) < len(runs) else ""
        measure = SUMMARIES[name]
        rows.append((measure.meaning(language), unit(measure.unit, language), middle, f"{low} – {high}", concerned))
    head = [
        say(key, language) for key in (N_("measure"), N_("unit"), N_("median"), N_("5–95%"), N_("replicates concerned"))
    ]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return pd.DataFrame(rows, columns=head)


def ends_text(runs: pd.DataFrame, language: str) -> str:
    """Return the share of replicates out of steam, and how those that ended did."""
    shares = runs["end_reason"].value_counts(normalize=True)
    reasons = [
        say(ENDS[reason], language, share=percent(shares[reason], language)) for reason in ENDS if reason in shares
    ]
    steam = say(
        "Ran out of steam: {share} of the replicates.",
        language,
        share=percent(float(runs["essoufflement"].mean()), language),
    )
    return steam + "\n" + say("How they ended: {reasons}.", language, reasons=", ".join(reasons))
