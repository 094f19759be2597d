"""One run from the command line: its progress, Ctrl-C, its folder, its summary."""

import sys

from entente.commands.run.run import load_run
from entente.commands.run.run_design import RunRequest, finish_run
from entente.commands.run.summary import run_head, summary_text
from entente.i18n import number, say
from entente.studies.design_folder import DesignFolder, design_folder
from entente.studies.runner import RunsFailedError
from entente.terminal.design_progress import print_already_there, run_with_progress
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.progress import Interruption, Progress


def run_session(request: RunRequest, language: str) -> int:
    """Run what is left of a request, keep it and print its summary; return the exit code."""
    with design_folder(request.design_request) as place:
        print(run_head(request.configuration, language), flush=True)
        if place.finished:
            print(say("All {runs} runs were done already.", language, runs=number(place.run.design.runs, language, 0)))
            print("\n" + summary_text(load_run(place.folder).runs, language))
            print(say("Results: {folder}", language, folder=place.folder))
            return 0
        print_already_there(place.run, language)
        with Interruption() as interruption:
            progress = Progress(place.run.design.runs - place.run.runs_found, language)
            session = run_with_progress(
                place.run.carry_out(), [request.configuration.settings], progress, interruption, language
            )
            if session.problem:
                print(f"\n{session.problem}", file=sys.stderr)
            stopped = interruption.heard or bool(session.problem)
            return keep_run(place, request, stopped, FAILED if session.problem else INTERRUPTED, language)


def keep_run(place: DesignFolder, request: RunRequest, stopped: bool, code: int, language: str) -> int:
    """Write what is done and print what came out; return 0, or the code of a run that was stopped."""
    if not place.run.store.batches_done():
        place.drop_parts()
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
        done = len(runs) + len(failures)
        text = say("Stopped: {done} of {total} replicates done and kept in {folder}", language, done=done,
                   total=place.run.design.replicates, folder=place.folder)  # fmt: skip
        print(f"\n{text}", file=sys.stderr)
        return code
    print("\n" + summary_text(runs, language))
    print(say("Results: {folder}", language, folder=place.folder))
    return 0
