"""``entente calibrate`` on an attendance register: what it says, whom to call, the next six meetings."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from entente.analysis.attendance.fingerprint import FIGURES
from entente.analysis.attendance.records import count_turnouts, records_of_runs
from entente.analysis.attendance.return_rule import MEETINGS_AHEAD, RECENT_MEETINGS
from entente.analysis.attendance.scores import FORECASTERS, MODEL_FORECASTER, split_meetings
from entente.analysis.plotting.setting_names import setting_title
from entente.analysis.plotting.words import text_in
from entente.commands.attendance.attendance import configure_with_attendance, existing_runs, most_invited
from entente.commands.attendance.report import format_ends, format_figure
from entente.commands.calibration.attendance_bank import ComparedRuns, OwnBank, own_bank, save_own_bank
from entente.commands.calibration.forecasting import ForecastResults, learn_from_register
from entente.commands.calibration.register_file import AttendanceRegister
from entente.commands.calibration.register_names import match_names, match_text, name_as_scenario
from entente.commands.run.report import run_session
from entente.commands.run.run import load_run
from entente.commands.run.run_design import RunRequest
from entente.config.overrides import override_key
from entente.config.problems import Located, attempt
from entente.i18n import N_, NN_, number, percent, say, say_number
from entente.sim.model.situation import Settings
from entente.sim.turnout import make_fingerprint
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError
from entente.terminal.layout import table
from entente.terminal.options import COMMAND_LINE

_BY_CHANCE = 0.05  # how often chance alone would do as much, from which almost nothing is said to be learnt
_MOST_MOVED = 4  # parameters listed: those that the register moved most
_MORE_FIGURES = {
    "first_fifth_of_meetings": N_("First fifth of the meetings"),
    "last_fifth_of_meetings": N_("Last fifth of the meetings"),
}


def forecast_and_report(
    seen: AttendanceRegister, words: Sequence[str], names: bool, language: str, *, bank: bool = False
) -> int:
    """Say what a register says; return the exit code.

    Args:
        seen: the register.
        words: what to change of a scenario, whose bank it is compared with if there is one, and whose own attendance is
            set beside it; or the folder of a run; ``output=``.
        names: whether the tables that are written name the organisations.
        language: of the texts.
        bank: whether the bank of the scenario is made where it is not there yet.

    Raises:
        SettingsError: with everything that is wrong.
    """
    output = next((word.partition("=")[2] for word in words if override_key(word) == "output"), None)
    others = [word for word in words if override_key(word) != "output"]
    refuse_ranges(others)
    print(register_text(seen, language), flush=True)
    if bank and (code := bank_and_report(others, language)):
        return code
    compared = bank_of_words(others)
    settings, own = compared.scenario if compared else None, None
    if others and compared is None:
        code, settings, own = own_fingerprint(others, output, language)
        if code:
            return code
    if settings is not None:
        matched = match_names(seen, settings, language)
        print("\n" + match_text(matched, language), flush=True)
        seen = name_as_scenario(seen, matched)
    found = learn_from_register(seen, compared)
    written = found.save(output, names, language) if output else []  # before anything is said: a reader may go away
    print("\n" + "\n\n".join(forecast_parts(found, own, language)))
    print("\n" + privacy_text(written, names, language))
    return 0


def refuse_ranges(words: Sequence[str]) -> None:
    """Refuse ranges of settings, which the other kind of data takes.

    Raises:
        SettingsError: where there are some.
    """
    if ranges := [word for word in words if "interval(" in word]:
        wanted = message("no range: the plausible settings are compared with the register")
        raise SettingsError([Located(override_key(word), message("this is an attendance register"), wanted,
                                     origin=COMMAND_LINE) for word in ranges])  # fmt: skip


def bank_of_words(words: Sequence[str]) -> ComparedRuns | None:
    """Return the bank of the scenario that words name; None where they name none, or it has no bank."""
    if not words or any("=" not in word for word in words):
        return None
    own, _ = attempt(lambda: own_bank(words, said_by="command_line"))  # what is wrong is said where it is run
    return own.load() if own else None


def bank_and_report(words: Sequence[str], language: str) -> int:
    """Make the bank of attendance of a scenario, going on where it was stopped; return the exit code.

    Raises:
        SettingsError: with everything that is wrong.
    """
    if folders := [word for word in words if "=" not in word]:
        wanted = message("a scenario, such as scenario=mine.yaml")
        raise SettingsError([Located("bank", message("a bank is made of a scenario"), wanted, tuple(folders),
                                     origin=COMMAND_LINE)])  # fmt: skip
    own = own_bank(words, said_by="command_line")
    if not own.path.is_file():
        code, _ = run_session(own.request, language)
        if code:
            return code
        save_own_bank(own)
    print("\n" + bank_text(own, language), flush=True)
    return 0


def bank_text(own: OwnBank, language: str) -> str:
    """Return where the bank of a scenario is, and what it is for."""
    run = own.request.configuration.run
    return say("Bank of {scenario}, in {path}: runs {replicates}, plausible settings {worlds}. Registers that are "
               "given with the same scenario are compared with it.", language,
               scenario=text_in(own.settings.title, language, own.settings.name),
               replicates=number(run.replicates, language, 0), worlds=number(len(own.request.worlds), language, 0),
               path=own.path)  # fmt: skip


def own_fingerprint(
    words: Sequence[str], output: str | None, language: str
) -> tuple[int, Settings | None, dict[str, float]]:  # fmt: skip
    """Return the exit code of the runs of a scenario, its settings, and the mean of their fingerprints."""
    folders, overrides = [word for word in words if "=" not in word], [word for word in words if "=" in word]
    if folders:
        result = existing_runs(folders[0], [*folders[1:], *map(override_key, overrides)])
    else:
        values = {"output": str(Path(output) / "scenario")} if output else {}
        configuration, options = configure_with_attendance(overrides, values, "command_line")
        code, place = run_session(RunRequest(configuration, options), language)
        if code:
            return code, None, {}
        result = load_run(place)
    records = records_of_runs(result.attendance, most_invited(result))
    figures = make_fingerprint(count_turnouts(records))._asdict()
    return 0, result.settings, {name: float(np.nanmean(values)) if np.isfinite(values).any() else np.nan
               for name, values in figures.items()}  # fmt: skip


def register_text(seen: AttendanceRegister, language: str) -> str:
    """Return what was read, what was dropped, and what marks were taken for."""
    organisations, meetings = seen.register.shape
    lines = [say("{meetings} meetings of {organisations} organisations ({file}, {encoding})", language,
                 meetings=number(meetings, language, 0), organisations=number(organisations, language, 0),
                 file=seen.path, encoding=seen.encoding)]  # fmt: skip
    if seen.dropped:
        lines.append(say("Not read, and kept nowhere: {names}.", language, names=", ".join(seen.dropped)))
    if seen.excused:
        excused = NN_("{count} absence was excused; it counts as an absence.",
                      "{count} absences were excused; they count as absences.")  # fmt: skip
        lines.append(say_number(*excused, seen.excused, language))
    lines.append(
        say("Empty cells: absent.", language) if seen.blank == "absent"
        else say("Empty cells: no partner at that meeting, since absences are marked.", language)
    )  # fmt: skip
    return "\n".join(lines)


def forecast_parts(found: ForecastResults, own: dict[str, float] | None, language: str) -> Iterator[str]:
    """Yield each part of what is said."""
    figures = found.fingerprint.assign(scenario=found.fingerprint["figure"].map(own)) if own else found.fingerprint
    yield fingerprint_part(figures, source_note(found, own, language), language)
    yield learnt_text(found, language)
    yield from slipping_lines(found, language)
    yield next_meetings_text(found, language)
    yield scores_text(found, language)


def fingerprint_part(figures: pd.DataFrame, note: str, language: str) -> str:
    """Return the fingerprint of the register beside the others, that of a scenario too where there is such a column."""
    head = [N_("figure"), N_("your table"), N_("council A"), N_("council B"), N_("plausible settings"), N_("90%")]
    columns, more = ["register", "council_a", "council_b", "plausible"], "scenario" in figures
    names = {**FIGURES, **_MORE_FIGURES}
    rows = []
    for _, row in figures.iterrows():
        cells = [say(names[row["figure"]], language), *(format_figure(row[one], language) for one in columns),
                 format_ends(row["plausible_low"], row["plausible_high"], language)]  # fmt: skip
        rows.append((*cells, format_figure(row["scenario"], language)) if more else tuple(cells))
    titles = [say(one, language) for one in [*head, *([N_("your scenario")] if more else [])]]
    told = say("Councils A and B: public minutes of two technical councils (docs/attendance.md). Plausible settings: "
               "twenty partners, as many meetings.", language)  # fmt: skip
    return "\n".join(
        [table(rows, titles, numbers=(1, 2, 3, 4, 6) if more else (1, 2, 3, 4)), told, *filter(None, [note])]
    )


def source_note(found: ForecastResults, own: dict[str, float] | None, language: str) -> str:
    """Return which runs the rest is learnt from, where a scenario was named; else nothing."""
    if found.compared.scenario is not None:
        return say("All that follows is learnt from the bank of your scenario.", language)
    text = N_("All that follows is learnt from the runs that come with the model; --bank makes those of your scenario, "
              "once.")  # fmt: skip
    return say(text, language) if own else ""


def learnt_text(found: ForecastResults, language: str) -> str:
    """Return what the register says of the parameters, or that it says almost nothing."""
    chance = percent(found.nothing_learnt, language)
    if found.nothing_learnt > _BY_CHANCE:
        return say("The register teaches almost nothing of the parameters: settings dealt out at random would seem to "
                   "have taught as much in {chance} of the cases.", language, chance=chance)  # fmt: skip
    most = found.posterior.sort_values("moved", ascending=False).head(_MOST_MOVED)
    rows = [
        (setting_title(row.parameter, language), number(row.before_median, language, 2),
         say("[{low}, {high}]", language, low=number(row.before_low, language, 2),
             high=number(row.before_high, language, 2)),
         number(row.median, language, 2),
         say("[{low}, {high}]", language, low=number(row.low, language, 2), high=number(row.high, language, 2)))
        for row in most.itertuples()
    ]  # fmt: skip
    head = [say(one, language) for one in (N_("parameter"), N_("before"), N_("90%"), N_("after"), N_("90%"))]
    note = say("What the register moved most; the other {count} parameters less. Settings dealt out at random would "
               "have moved as far in {chance} of the cases.", language,
               count=len(found.posterior) - len(most), chance=chance)  # fmt: skip
    return f"{table(rows, head, numbers=(1, 3))}\n{note}"


def slipping_lines(found: ForecastResults, language: str) -> Iterator[str]:
    """Yield whom it is worth calling, in the order of the register."""
    said = []
    for place, line in enumerate(np.flatnonzero(found.current)):
        if found.slipping[line]:
            marks = found.seen.register[line][found.seen.register[line] >= 0]
            before, recent = marks[:-RECENT_MEETINGS], marks[-RECENT_MEETINGS:]
            low, _, high = found.next.times[place]
            text = N_("  {name}: came to {came} of {count} meetings, then to {recent} of the last {few}. With such a "
                      "record, {low} to {high} of the next {ahead}.")  # fmt: skip
            said.append(say(text, language, name=found.seen.organisations[line], came=int(before.sum()),
                            count=len(before), recent=int(recent.sum()), few=len(recent), low=int(low), high=int(high),
                            ahead=MEETINGS_AHEAD))  # fmt: skip
    if said:
        title = say("Worth a call, to hear how they are rather than to hold them to account (in the order of the "
                    "register):", language)  # fmt: skip
        yield "\n".join([title, *said])
    else:
        yield say(
            "Nobody who came to half of the meetings has come to far fewer of the last {few}.",
            language,
            few=RECENT_MEETINGS,
        )


def next_meetings_text(found: ForecastResults, language: str) -> str:
    """Return the next meetings, for each organisation and for the whole table."""
    lines = np.flatnonzero(found.current)
    rows = [
        (found.seen.organisations[line], *(percent(one, language) for one in found.next.chances[place]),
         say("{low} to {high}", language, low=int(found.next.times[place, 0]), high=int(found.next.times[place, 2])))
        for place, line in enumerate(lines)
    ]  # fmt: skip
    count = len(lines)
    for title, column in ((N_("Present, in all"), 1), (N_("at least (95%)"), 0), (N_("at most (95%)"), 2)):
        cells = (number(count * one, language, 0) for one in found.next.whole[:, column])
        rows.append((say(title, language), *cells, ""))
    head = [say(N_("chance to come"), language), *(f"+{k + 1}" for k in range(MEETINGS_AHEAD)),
            say(N_("of the six (90%)"), language)]  # fmt: skip
    text = table(rows, head, numbers=range(1, MEETINGS_AHEAD + 1))
    gone = len(found.current) - count
    if gone:
        text += "\n" + say_number(
            "{count} organisation that was expected at none of the last {few} meetings is left out.",
            "{count} organisations that were expected at none of the last {few} meetings are left out.",
            gone, language, few=RECENT_MEETINGS,
        )  # fmt: skip
    return text


def scores_text(found: ForecastResults, language: str) -> str:
    """Return the scores of forecasts, and which rules of thumb do as well as the model."""
    scores = found.scores
    rows = [(say(FORECASTERS[row.forecaster], language), number(row.brier, language, 3), number(row.log, language, 3))
            for row in scores.itertuples()]  # fmt: skip
    head = [say(one, language) for one in (N_("forecast of the next meeting"), N_("Brier"), N_("log"))]
    meetings = found.seen.register.shape[1]
    note = say("Scored on the last {late} of {meetings} meetings ({count} forecasts), from the meetings before each; "
               "less is better, 0.25 and 0.69 are a coin.", language,
               late=meetings - split_meetings(found.seen.register), meetings=meetings,
               count=number(scores["forecasts"].iloc[0], language, 0))  # fmt: skip
    rules = scores[scores["forecaster"] != MODEL_FORECASTER]
    better = rules[rules["worse_high"] < 0]
    alike = rules[(rules["worse_low"] <= 0) & (rules["worse_high"] >= 0)]
    said = [f"{table(rows, head, numbers=(1, 2))}", note]
    more = N_("Foresee better than the model here: {names}. Rather trust them than the model.")
    same = N_("Do as well as the model here, as far as these meetings tell: {names}.")
    for group, text in ((better, more), (alike, same)):
        if len(group):
            names = "; ".join(say(FORECASTERS[one], language) for one in group["forecaster"])
            said.append(say(text, language, names=names))
    if not len(better) and not len(alike):
        said.append(say("The model foresees better than each rule of thumb here.", language))
    return "\n".join(said)


def privacy_text(written: Sequence[Path], names: bool, language: str) -> str:
    """Return what was written, and where names stand."""
    if not written:
        return say("Nothing was written, and nothing leaves this machine. output=folder writes the tables, without "
                   "names.", language)  # fmt: skip
    lines = [say("Written: {path}", language, path=path) for path in written]
    lines.append(
        say("Names of organisations stand in {path}: these files are not to be shared.", language,
            path=written[0].with_suffix(".*")) if names
        else say("No name stands in these files: an organisation is the rank of its line in the register.", language)
    )  # fmt: skip
    return "\n".join(lines)
