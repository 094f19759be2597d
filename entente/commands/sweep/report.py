"""``entente sweep``: every point of a design, in a folder that goes on whenever the command is given again."""

import sys
import time
from collections.abc import Sequence

import pandas as pd

from entente.analysis.plotting.setting_names import level_title
from entente.analysis.statistics.measures import MEASURES
from entente.config.overrides import replace_overrides
from entente.config.problems import SUMMARY_NAMES, locate, unknown_names
from entente.i18n import N_, say, translate
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import comma_notices
from entente.studies.plan import StudyPlan, plan_study
from entente.studies.points import settings_at
from entente.studies.runner import DesignRun
from entente.studies.study import Study
from entente.studies.study_files import study_folder
from entente.studies.study_folder import bytes_needed, study_run
from entente.terminal.design_progress import Session, run_with_progress
from entente.terminal.errors import print_notices, violation_text
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.options import COMMAND_LINE
from entente.terminal.progress import Interruption, Progress
from entente.terminal.quantities import count, duration_text, format_interval, format_rounded, megabytes, spread_text

STAGES = {"settings": N_("settings"), "run": N_("run"), "engine": N_("engine")}  # where a point failed
FAILURES_SHOWN = 5  # failures listed in the terminal; all are in the table of runs


def sweep_command(overrides: Sequence[str], uncertain: Sequence[str], measures: Sequence[str], language: str) -> int:
    """Run what is left of a study and return the exit code: 1 when every run failed."""

    def work() -> int:
        plan = plan_of(overrides, uncertain, measures)
        code, study = run_sweep(plan, language)
        if code:
            return code
        study.draw(language)
        print(_effects_text(study, language))
        return sweep_report(plan, study, language)

    return exit_code_of(work, language, overrides)


def plan_of(overrides: Sequence[str], uncertain: Sequence[str], measures: Sequence[str]) -> StudyPlan:
    """Return what the command line asks for: axes, or the folder of a study to go on with.

    Raises:
        SettingsError: with everything that is wrong.
    """
    if folder := study_folder(overrides):
        study = Study(folder)
        more = [f"output={folder}", *overrides[1:]]
        return plan_study(replace_overrides(study.manifest["command"], more), uncertain=study.manifest["uncertain"],
                       outcomes=study.manifest["outcomes"])  # fmt: skip
    wrong = [locate(one, COMMAND_LINE) for one in unknown_names("measure", measures, MEASURES, SUMMARY_NAMES)]
    try:
        plan = plan_study(overrides, uncertain=uncertain, outcomes=[one for one in measures if one in MEASURES])
    except SettingsError as error:
        raise SettingsError([*wrong, *error.violations]) from error
    if wrong:
        raise SettingsError(wrong)
    return plan


def run_sweep(plan: StudyPlan, language: str) -> tuple[int, Study]:
    """Run what is left of a study, showing its progress; return the exit code and the study."""
    with study_run(plan) as run:
        print_notices(comma_notices([one.key for one in plan.axes], (*plan.words, *plan.uncertain)), language)
        print(sweep_head(plan, run, language), flush=True)
        if run.complete:
            print(say("All {runs} runs were done already.", language, runs=count(plan.runs, language)))
            return 0, Study(run.folder, plan)
        code, session = finish_study(plan, run, language)
        study = Study(run.folder, plan)
    if not code:
        text = say(
            "{runs} runs in {time}: {rate} a second",
            language,
            runs=count(session.runs, language),
            time=duration_text(session.seconds, language),
            rate=count(session.runs / session.seconds, language),
        )
        print("\n" + text)
    return code, study


def finish_study(plan: StudyPlan, run: DesignRun, language: str) -> tuple[int, Session]:
    """Do what is left of a study that is open; return the exit code and what was done."""
    with Interruption() as interruption:
        those = [base.settings for base in plan.bases]
        session = run_with_progress(run.carry_out(), those, StudyProgress(plan, run, language), interruption, language)
        if run.complete:
            return 0, session
        if session.problem:
            print("\n" + session.problem, file=sys.stderr)
        text = say(
            "Stopped: {done} of {runs} runs are kept in {folder}. The same command goes on with them.",
            language,
            done=count(run.runs_found + session.runs, language),
            runs=count(plan.runs, language),
            folder=run.folder,
        )
        print("\n" + text, file=sys.stderr)
        return INTERRUPTED if interruption.heard else FAILED, session


class StudyProgress(Progress):
    """Progress of a study: rate, time left and failures, now and then when there is no terminal."""

    EVERY = 30.0  # seconds between two lines where there is no terminal

    def __init__(self, plan: StudyPlan, run: DesignRun, language: str) -> None:
        """Begin where an earlier session stopped."""
        super().__init__(plan.runs - run.runs_found, language)
        self.failed, self.start, self.last_line = 0, time.monotonic(), time.monotonic()
        self.before = run.runs_found

    def advance(self, runs: int, failed: int = 0) -> None:
        """Count some more runs."""
        self.done += runs
        self.failed += failed
        spent = time.monotonic() - self.start
        if self.bar is not None:
            if self.failed:
                self.bar.set_postfix_str(say("; {count} failed", self.language, count=self.failed).strip("; "))
            self.bar.update(runs)
        elif self.done == self.total or time.monotonic() - self.last_line > self.EVERY:
            self.last_line = time.monotonic()
            rate = self.done / max(spent, 1e-9)
            failures = say("; {count} failed", self.language, count=self.failed) if self.failed else ""
            progress = {"done": count(self.before + self.done, self.language), "rate": count(rate, self.language),
                    "total": count(self.before + self.total, self.language), "failures": failures,
                    "left": duration_text((self.total - self.done) / rate, self.language)}  # fmt: skip
            print(
                say("{done} of {total} runs, {rate} a second, {left} left{failures}", self.language, **progress),
                file=sys.stderr,
                flush=True,
            )


def sweep_head(plan: StudyPlan, run: DesignRun, language: str) -> str:
    """Return what is about to be run, how large it will be, and what is there already."""
    counts = {"points": count(len(plan.design), language), "replicates": count(plan.run.replicates, language),
              "runs": count(plan.runs, language)}  # fmt: skip
    lines = [
        say(
            "{points} points × {replicates} replicates = {runs} runs, seed {seed}; about {size} on the disk",
            language,
            seed=plan.run.seed,
            size=megabytes(bytes_needed(plan), language),
            **counts,
        )
    ]
    if spread := spread_text(plan.run, language).removeprefix(", "):
        lines.append(spread[0].upper() + spread[1:])
    if plan.axes:
        lines.append(say("Varying: {names}", language, names=", ".join(one.name(language) for one in plan.axes)))
    if "future" in plan.design:
        choices, futures = plan.design["choice"].nunique(), plan.design["future"].nunique()
        lines.append(
            say(
                "{choices} choices × {futures} futures",
                language,
                choices=count(choices, language),
                futures=count(futures, language),
            )
        )
    lines.append(say("In {folder}", language, folder=run.folder))
    if 0 < run.runs_found < plan.runs:
        lines.append(
            say(
                "{done} of {runs} runs were done already",
                language,
                done=count(run.runs_found, language),
                runs=counts["runs"],
            )
        )
    return "\n".join(lines)


def sweep_report(plan: StudyPlan, study: Study, language: str) -> int:
    """Tell where the study is and what failed; return 1 when every run failed."""
    failures = study.failures()
    if len(failures):
        print(failures_text(plan, study, failures, language), file=sys.stderr)
    print(say("Results: {folder}", language, folder=study.folder))
    return FAILED if len(failures) == len(study.design) * study.replicates else 0


def _effects_text(study: Study, language: str) -> str:
    """Return the first outcome along each axis, as text."""
    outcome = study.outcomes[0]
    found = study.effects(outcome)
    names = {one.key: one.name(language) for one in study.axes}
    rows, last = [], ""
    for one in found.itertuples(index=False):
        ends = format_interval(one.low, one.high, language)
        level = level_title(one.axis, one.level, language) if one.level else format_interval(one[2], one[3], language)
        rows.append(("" if one.axis == last else names[one.axis], level, format_rounded(one.mean, language), ends))
        last = one.axis
    head = [say(key, language) for key in (N_("axis"), N_("level"), N_("mean"), N_("95% interval"))]
    title = say("{measure} along each axis:", language, measure=MEASURES[outcome].meaning(language))
    return f"\n{title}\n\n{table(rows, head, numbers=(2,))}\n" if rows else ""


def failures_text(plan: StudyPlan, study: Study, failures: pd.DataFrame, language: str) -> str:
    """Return how many runs failed, and the first points where they did, each with its stage and what was said."""
    first = failures.drop_duplicates("point").head(FAILURES_SHOWN)
    counts = {"count": count(len(failures), language), "runs": count(len(study.design) * study.replicates, language),
            "points": count(failures["point"].nunique(), language)}  # fmt: skip
    lines = [say("{count} of {runs} runs failed, at {points} points. The first:", language, **counts)]
    lines += [
        say(
            "  point {point} ({stage}): {message}",
            language,
            point=one.point,
            stage=say(STAGES[one.failed], language),
            message=why(plan, one.point, one.message, language),
        )
        for one in first.itertuples()
    ]
    return "\n".join(lines)


def why(plan: StudyPlan, number: int, message: str, language: str) -> str:
    """Return why a point failed, in one language where we know it."""
    point = plan.points()[number]
    try:
        settings_at(plan.bases[point.base].settings, point.values)
    except SettingsError as error:
        return "; ".join(violation_text(one, language) for one in error.violations)
    return translate(message, language)
