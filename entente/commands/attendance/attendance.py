"""Attendance of the field beside that of runs: ``entente.attendance``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.analysis.attendance.fingerprint import fingerprint_table
from entente.analysis.attendance.records import records_of_runs
from entente.commands.attendance.attendance_file import FieldAttendance, read_attendance
from entente.commands.draw.draw import save_figure_and_table
from entente.commands.run.run import RunResults, load_run, run, values_of_call
from entente.config.changes import changed_settings
from entente.config.overrides import override_key
from entente.config.problems import Origin, attempt, locate, sort_by_origin, unknown_names
from entente.i18n import N_, default_language, number, say
from entente.results.figure_names import FINGERPRINT
from entente.results.folders import existing_results
from entente.results.html import results_html
from entente.sim.inputs import channels_by_stretch, turning_weeks
from entente.sim.model.situation import Settings
from entente.sim.rules.communication import COUNTED
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.identity import check_model
from entente.studies.run_request import configure_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from entente.config.configuration import Configuration
    from entente.studies.options import ExecutorOptions

WHO_CAME = "attendance"  # the choice of how to run that the command makes itself


@dataclass(frozen=True)
class AttendanceSpec:
    """What is asked for.

    Attributes:
        field: attendance of the field.
        channel: whose meetings are compared; None: the one with most hours of invitations.
        result: the runs, where they are there already.
        configuration: what is run, where they are not.
        options: what carries it out.
        scenario: as it was named, if it was.
    """

    field: FieldAttendance
    channel: str | None
    result: RunResults | None = None
    configuration: "Configuration | None" = None
    options: "ExecutorOptions | None" = None
    scenario: str | None = None


@dataclass(frozen=True, repr=False)
class AttendanceResults:
    """Attendance of the field beside that of runs.

    Attributes:
        field: what was read.
        result: the runs.
        channel: whose meetings are compared.
        runs: records of these meetings (``analysis.attendance.records``).
        table: one row per figure, with intervals (``analysis.attendance.fingerprint.fingerprint_table``).
        changes: what the runs change of their scenario.
    """

    field: FieldAttendance
    result: RunResults
    channel: str
    runs: pd.DataFrame
    table: pd.DataFrame
    changes: Mapping[str, str]

    def __repr__(self) -> str:
        """Return what was compared, on one line."""
        return (
            f"<AttendanceResults of {self.field.meetings} meetings of {self.field.organisations} organisations with "
            f"{len(self.result.runs)} replicates of {self.result.settings.name}, channel {self.channel}>"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what was compared, the figures of both, their figure."""
        language = default_language()
        text = N_(
            "Attendance of {channel}: {meetings} meetings of {organisations} organisations, replicates: {replicates}"
        )
        title = say(text, language, channel=self.channel, meetings=number(self.field.meetings, language, 0),
                    organisations=number(self.field.organisations, language, 0),
                    replicates=number(len(self.result.runs), language, 0))  # fmt: skip
        return results_html(title, (), self.table, self.plot(language))

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure, in ``fr`` or ``en`` (None: the language of the environment)."""
        from entente.analysis.attendance.fingerprint_figure import FingerprintHeading, fingerprint_figure

        settings = self.result.settings
        heading = FingerprintHeading(
            settings.title, settings.name, self.changes, self.channel, self.field.path.name, len(self.result.runs)
        )
        return fingerprint_figure(self.table, self.field.records, self.runs, heading, language or default_language())

    def save(self, folder: str | Path, language: str | None = None) -> list[Path]:
        """Write the table (csv) and the figure (svg, png) into a folder; return what was written.

        Raises:
            OSError: when they cannot be written.
        """
        return save_figure_and_table(Path(folder).expanduser() / FINGERPRINT, partial(self.plot, language), self.table)


def attendance(
    data: str | Path | pd.DataFrame, scenario: str | Path | None = None, *, overrides: Sequence[str] = (),
    channel: str | None = None, language: str | None = None, model: type | None = None, **values: Any,
) -> AttendanceResults:  # fmt: skip
    """Compare attendance of the field with that of a scenario.

    Args:
        data: who came to which meeting: a table, or the path of a file of one (``attendance_file.read_attendance``).
        scenario: the name of a scenario or the path of a YAML file, None for the default one; or the folder that a run
            with ``attendance=True`` left.
        overrides: texts in the grammar of the command line.
        channel: whose meetings are compared; None: the one with most hours of invitations.
        language: of the figure that is written with ``output``.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, and how to run, as ``entente.run`` takes them. With ``output`` the run and the
            comparison are also saved.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    folder = str(scenario) if scenario is not None and Path(scenario).expanduser().is_dir() else None
    given = values if folder else values_of_call(scenario, values)
    if model is not None:
        check_model(model)
        given = {**given, "model": model} if folder else given
    spec = attendance_spec(data, folder, overrides, given, channel, "arguments")
    result = spec.result or run(overrides=overrides, model=model, **given, attendance=True)
    found = compare_attendance(spec, result)
    if (output := result.manifest["run"]["output"]) is not None and spec.result is None:
        found.save(output, language)
    return found


def attendance_spec(
    data: str | Path | pd.DataFrame, folder: str | None, overrides: Sequence[str], values: Mapping[str, Any],
    channel: str | None, said_by: str,
) -> AttendanceSpec:  # fmt: skip
    """Return what is asked for.

    Args:
        data: attendance of the field, or the path of a file of it.
        folder: of runs that are there already, or None.
        overrides: texts in the grammar of the command line.
        values: the same as dotted paths with Python values.
        channel: whose meetings are compared, or None.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with everything that is wrong.
    """
    field, wrong = attempt(lambda: read_attendance(data))
    if folder is not None:
        result, refused = attempt(lambda: existing_runs(folder, [*map(override_key, overrides), *values]))
        configured, settings = None, result.settings if result is not None else None
    else:
        configured, refused = attempt(lambda: configure_with_attendance(overrides, values, said_by))
        result, settings = None, configured[0].settings if configured is not None else None
    unknown = unknown_channel(channel, settings) if channel is not None and settings is not None else ()
    found = [locate(one, Origin(said_by)) for one in (*wrong, *refused, *unknown)]
    if found or field is None:
        raise SettingsError(sort_by_origin(found))
    configuration, options = configured or (None, None)
    return AttendanceSpec(field, channel, result, configuration, options, scenario_of(overrides, values))


def unknown_channel(channel: str, settings: Settings) -> Iterator[Violation]:
    """Yield what is wrong with the name of a channel."""
    return unknown_names("channel", [channel], dict.fromkeys(name for name, _, _ in channel_hours(settings)))


def existing_runs(folder: str, changes: Sequence[str]) -> RunResults:
    """Return the runs that are in a folder, with who came.

    Raises:
        SettingsError: when there are none, or they lack that table; or when something is to be changed of them.
    """
    wrong = [Violation(one, message("the runs are there already"), message("the folder alone")) for one in changes]
    result = load_run(existing_results(folder))
    if result.attendance is None:
        missing = message("these results hold no table {name}", name="attendance")
        wrong.append(Violation(folder, missing, message("a run with attendance=true")))
    if wrong:
        raise SettingsError(wrong)
    return result


def configure_with_attendance(
    overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> "tuple[Configuration, ExecutorOptions]":
    """Return the configuration asked for, that keeps who came, and what carries it out.

    Raises:
        SettingsError: with everything that is wrong.
    """
    decided = WHO_CAME in {*map(override_key, overrides), *values}
    texts = [text for text in overrides if override_key(text) != WHO_CAME]
    wrong: list[Violation] = [Violation(WHO_CAME, message("this command decides it itself"))] if decided else []
    try:
        found = configure_run(texts, {**values, WHO_CAME: True}, said_by)
    except SettingsError as error:
        raise SettingsError([*wrong, *error.violations]) from error
    if wrong:
        raise SettingsError(wrong)
    return found


def scenario_of(overrides: Sequence[str], values: Mapping[str, Any]) -> str | None:
    """Return the scenario that overrides or values name, or None."""
    texts = [text.partition("=")[2] for text in overrides if override_key(text) == "scenario"]
    named = [*texts, *([str(values["scenario"])] if "scenario" in values else [])]
    return named[-1] if named else None


def compare_attendance(spec: AttendanceSpec, result: RunResults) -> AttendanceResults:
    """Return the attendance of the field beside that of runs.

    Raises:
        SettingsError: when nobody was invited to anything that could be compared.
    """
    channel = spec.channel or most_invited(result)
    runs = records_of_runs(result.attendance, channel)
    if runs.empty:
        problem = message("nobody was invited to {channel} in these runs", channel=channel)
        raise SettingsError([Violation("channel", problem, message("another channel, or more weeks"))])
    changes = changed_settings(result.configuration, spec.scenario)
    return AttendanceResults(spec.field, result, channel, runs, fingerprint_table(spec.field.records, runs), changes)


def most_invited(result: RunResults) -> str:
    """Return the channel to which most hours of invitations go, among those that count as attendance.

    Raises:
        SettingsError: when none of them does.
    """
    assert result.attendance is not None
    invited = result.attendance[result.attendance["expected"] == 1]
    hours = dict.fromkeys((name for name, _, each in channel_hours(result.settings) if each >= COUNTED), 0.0)
    for name, (first, last), each in channel_hours(result.settings):
        if name in hours:
            held = (invited["channel"] == name) & invited["week"].between(first, last)
            hours[name] += each * held.sum()
    if not hours:
        wanted = message("a channel of {hours} h or more", hours=f"{COUNTED:g}")
        raise SettingsError([Violation("communication.channels", message("none counts as attendance"), wanted)])
    return max(hours, key=hours.__getitem__)


def channel_hours(settings: Settings) -> list[tuple[str, tuple[int, int], float]]:
    """Return each channel, once for each stretch of weeks in which it keeps its length: name, weeks, hours."""
    stretches = channels_by_stretch(settings, turning_weeks(settings))
    return [(name, (one.start, one.stop), one.hours) for name, one in stretches]
