"""What the commands of experiments share: refusals, progress, Ctrl-C that keeps what is done, the folder."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from entente.i18n import N_, say, translate
from entente.i18n.system_errors import reason_of
from entente.sim.validation.validate import SettingsError
from entente.terminal.errors import violations_text
from entente.terminal.exit_codes import FAILED, INTERRUPTED, WRONG
from entente.terminal.progress import Interruption, Progress

if TYPE_CHECKING:
    from entente.config.run_settings import Run
    from entente.sim.model.situation import Settings
    from entente.studies.design_folder import DesignFolder, DesignRequest
    from entente.studies.experiment import Experiment, ExperimentEnd, Trial
    from entente.studies.experiment_request import BaseScenario, ExperimentRequest

    Report = Callable[[Experiment, ExperimentRequest, ExperimentEnd, str], None]

_Found = TypeVar("_Found")


def folder_in_words(words: Sequence[str]) -> str:
    """Return the folder of results that the words of a command name: ``output=``, else a folder; else ``results``."""
    outputs = [word.removeprefix("output=") for word in words if word.startswith("output=")]
    folders = [word for word in words[:1] if "=" not in word and Path(word).is_dir()]
    return (folders or outputs[-1:] or ["results"])[0]


def exit_code_of(work: Callable[[], int], language: str, words: Sequence[str] = ()) -> int:
    """Do what a command of these words does, or print what is wrong with it or with the disk; return the exit code."""
    try:
        return work()
    except SettingsError as error:
        print(violations_text(error.violations, language), file=sys.stderr)
        return WRONG
    except OSError as error:
        place = error.filename or folder_in_words(words)
        reason = translate(reason_of(error), language)
        text = say("entente: the results cannot be written to {place}: {reason}", language, place=place, reason=reason)
        print(text, file=sys.stderr)
        return FAILED


def arms_text(arms: int, run: "Run", language: str) -> str:
    """Return how many arms an experiment has, and how each is run."""
    from entente.terminal.quantities import spread_text

    counts = {"arms": arms, "replicates": run.replicates, "seed": run.seed}
    return say("{arms} arms of {replicates} replicates, seed {seed}", language, **counts) + spread_text(run, language)


def print_heading(what: str, bases: "Iterable[BaseScenario]", arms: str, language: str) -> None:
    """Print which experiment begins, on which scenarios, and with which arms."""
    titles = say("; ", language).join(base.title(language) for base in bases)
    print(say("{what} on {scenarios}: {arms}", language, what=what, scenarios=titles, arms=arms), flush=True)


def report_of(
    find: "Callable[[Experiment], list[_Found]]",
    text: "Callable[[Sequence[_Found], str], str]",
    keep: "Callable[[Sequence[_Found], ExperimentRequest, ExperimentEnd, str], None]",
) -> "Report":
    """Return what prints and keeps what an experiment gives, as far as its arms are there.

    Args:
        find: returns what the arms give; nothing when they are not there yet.
        text: returns that as text.
        keep: writes it into the folder; takes the request, where and how it ended, and the language.
    """

    def report(experiment: "Experiment", request: "ExperimentRequest", end: "ExperimentEnd", language: str) -> None:
        if found := find(experiment):
            print(f"\n{text(found, language)}")
            keep(found, request, end, language)

    return report


def run_experiment(
    title: str,
    prepare: "Callable[[], tuple[ExperimentRequest, Sequence[Trial[Any]], DesignRequest]]",
    report: "Report",
    language: str,
) -> int:
    """Run what is left of an experiment, and report all that is there; return the exit code.

    Args:
        title: what is tried, in English.
        prepare: returns the request, the trials and their design.
        report: prints and keeps what the arms give: takes the experiment, its request, where and how it ended, and the
            language.
        language: of what is said.
    """
    from entente.studies.design_folder import design_folder
    from entente.studies.experiment import Experiment, arms_of

    def work() -> int:
        request, trials, design = prepare()
        with design_folder(design) as place:
            arms = arms_text(len(arms_of(trials)), request.run, language)
            used = {trial.scenario for trial in trials}
            bases = [base for base in request.bases if base.name in used]
            print_heading(say(title, language), bases, arms, language)
            experiment = Experiment(trials, place.run)

            def finish(end: "ExperimentEnd") -> None:
                report(experiment, request, end, language)

            return carry_out_experiment(place, experiment, [base.settings for base in request.bases], language, finish)

    return exit_code_of(work, language)


def carry_out_experiment(
    place: "DesignFolder",
    experiment: "Experiment",
    bases: "Sequence[Settings]",
    language: str,
    finish: "Callable[[ExperimentEnd], None]",
) -> int:
    """Run what is left of an experiment, and finish with all that is there, even after Ctrl-C; return the exit code.

    Args:
        place: its folder.
        experiment: what is run there.
        bases: settings whose rules may have to be compiled first.
        language: of what is said.
        finish: prints and keeps what the experiment says, given where and how it ended.
    """
    from entente.studies.experiment import ExperimentEnd
    from entente.terminal.design_progress import print_already_there, run_with_progress

    run = experiment.run
    print_already_there(run, language)
    place.write_state(finished=False)
    with Interruption() as interruption:
        progress = Progress(run.design.runs - run.runs_found, language)
        session = run_with_progress(run.carry_out(), bases, progress, interruption, language)
        if session.problem:
            print(f"\n{session.problem}", file=sys.stderr)
        stopped = interruption.heard or bool(session.problem)
        if not run.store.batches_done():
            place.drop_if_nothing_is_done()
            print("\n" + say("Stopped before any replicate was done: nothing was kept.", language), file=sys.stderr)
            return FAILED if session.problem else INTERRUPTED
        finish(ExperimentEnd(place, stopped))
        key = N_("Stopped: what was done is kept in {folder}") if stopped else N_("Results: {folder}")
        print(say(key, language, folder=place.folder), file=sys.stderr if stopped else sys.stdout)
        place.write_state(finished=not stopped)
        return (FAILED if session.problem else INTERRUPTED) if stopped else 0
