"""``entente attendance``: runs the scenario, compares, prints the table and writes it beside the figure."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from entente.analysis.attendance.fingerprint import FIGURES
from entente.commands.attendance.attendance import (
    AttendanceResults,
    AttendanceSpec,
    attendance_spec,
    compare_attendance,
)
from entente.commands.run.report import run_session
from entente.commands.run.run import load_run
from entente.commands.run.run_design import RunRequest
from entente.config.problems import Located
from entente.i18n import N_, number, percent, say
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.options import COMMAND_LINE

_DECIMALS = 2


def attendance_and_report(words: Sequence[str], channel: str | None, language: str) -> int:
    """Compare the attendance that words ask for and return the exit code."""

    def work() -> int:
        file, folder, overrides = split_words(words)
        spec = attendance_spec(file, folder, overrides, {}, channel, "command_line")
        print(field_text(spec, language), flush=True)
        if folder is not None:
            return report_comparison(spec, Path(folder).expanduser(), language)
        assert spec.configuration is not None
        assert spec.options is not None
        code, place = run_session(RunRequest(spec.configuration, spec.options), language)
        return code or report_comparison(replace(spec, result=load_run(place)), place, language)

    return exit_code_of(work, language)


def split_words(words: Sequence[str]) -> tuple[str, str | None, list[str]]:
    """Return the file, the folder of runs if any, and the overrides.

    Raises:
        SettingsError: when no file is named, or more than a file and a folder.
    """
    overrides = [word for word in words if "=" in word or word.startswith("~")]
    named = [word for word in words if word not in overrides]
    if not named:
        wanted = message("a file, such as register.csv")
        raise SettingsError([Located("attendance", message("there are no data"), wanted, origin=COMMAND_LINE)])
    if len(named) > 2:
        wanted = message("a file, and the folder of a run or name=value")
        raise SettingsError([Located(one, not_possible(one), wanted, origin=COMMAND_LINE) for one in named[2:]])
    return named[0], named[1] if len(named) > 1 else None, overrides


def report_comparison(spec: AttendanceSpec, place: Path, language: str) -> int:
    """Compare, print what was found and write it into the folder of the runs; return the exit code."""
    assert spec.result is not None
    found = compare_attendance(spec, spec.result)
    written = found.save(place, language)  # before anything is said: a reader may go away
    print(f"\n{compared_channel_text(spec, found, language)}\n\n{fingerprint_text(found, language)}\n")
    for path in written:
        print(say("Written: {path}", language, path=path))
    return 0


def field_text(spec: AttendanceSpec, language: str) -> str:
    """Return what was read."""
    field = spec.field
    return say(
        "{meetings} meetings of {organisations} organisations, {rows} expected in all ({file}, {encoding})",
        language,
        meetings=number(field.meetings, language, 0),
        organisations=number(field.organisations, language, 0),
        rows=number(len(field.records), language, 0),
        file=field.path,
        encoding=field.encoding,
    )


def compared_channel_text(spec: AttendanceSpec, found: AttendanceResults, language: str) -> str:
    """Return which meetings of the scenario are compared, and why those."""
    if spec.channel is not None:
        return say("Channel: {channel}", language, channel=found.channel)
    return say("Channel: {channel} (the one with most hours of invitations)", language, channel=found.channel)


def fingerprint_text(found: AttendanceResults, language: str) -> str:
    """Return the table of the figures, what it means, and the figures that the runs do not come up to."""
    head = [
        say(key, language) for key in (N_("measure"), N_("field"), N_("90%"), N_("runs"), N_("90%"), N_("runs below"))
    ]
    known = found.table[found.table[["field", "runs"]].notna().any(axis=1)]
    rows = [
        (say(FIGURES[row.figure], language), format_figure(row.field, language),
         format_ends(row.field_low, row.field_high, language), format_figure(row.runs, language),
         format_ends(row.runs_low, row.runs_high, language),
         percent(row.below, language) if pd.notna(row.below) else "–")
        for row in known.itertuples()
    ]  # fmt: skip
    notes = [
        say(
            "Field: interval by drawing its organisations again. Runs ({count}): mean, and what holds 90% of them. "
            "Runs below: share of them under the field.",
            language,
            count=number(len(found.result.runs), language, 0),
        )
    ]
    outside = known[(known["field"] < known["runs_low"]) | (known["field"] > known["runs_high"])]
    if len(outside):
        names = "; ".join(say(FIGURES[name], language) for name in outside["figure"])
        notes.append(say("The field is outside of what holds 90% of the runs: {names}.", language, names=names))
    return "\n".join([table(rows, head, numbers=(1, 3, 5)), "", *notes])


def format_figure(value: float, language: str) -> str:
    """Write a figure, or a dash where there is nothing to tell it from."""
    return number(round(value, _DECIMALS) + 0.0, language, _DECIMALS).replace("-", "−") if pd.notna(value) else "–"


def format_ends(low: float, high: float, language: str) -> str:
    """Write the ends of an interval."""
    if pd.isna(low):
        return "–"
    return say("[{low}, {high}]", language, low=format_figure(low, language), high=format_figure(high, language))
