"""``entente calibrate``: settings that could have given what was observed, and whether that can be believed."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import numpy as np

from entente.analysis.plotting.setting_names import name_in_sentence, setting_title
from entente.commands.calibration.calibration import (
    DRAWS,
    POINTS,
    CalibrationResults,
    again,
    calibration,
    save_calibration,
    with_curves,
)
from entente.commands.calibration.forecast_report import bank_and_report, forecast_and_report
from entente.commands.calibration.register_file import read_register
from entente.commands.calibration.spec import CalibrationSpec, calibration_spec
from entente.commands.sweep.report import run_sweep
from entente.config.problems import Located
from entente.i18n import N_, number, percent, say, say_number, unit
from entente.sim.validation.messages import message, not_possible, number_between
from entente.sim.validation.validate import SettingsError
from entente.studies.study import Study
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.options import COMMAND_LINE
from entente.terminal.quantities import series_title

FEWEST_DRAWS, MOST_DRAWS = 50, 100_000
_BEYOND_LISTED = 5  # observations that no run reaches, listed in the terminal; all are in the table
LEAST_HELD = 0.85  # share of the truths that 90 % intervals hold, under which they are said to be too narrow
TOGETHER = 0.3  # correlation from which two parameters are said to go together


def calibrate_and_report(
    overrides: Sequence[str], start: str | None, draws: str | None, names: bool, bank: bool, language: str
) -> int:
    """Calibrate what the overrides ask for and return the exit code."""

    def work() -> int:
        named = [word for word in overrides if "=" not in word]
        if bank and not named:
            return bank_and_report(overrides, language)
        others = [*named[1:], *(word for word in overrides if "=" in word)]
        begin, count = parse_options(named, start, draws)
        if (register := read_register(Path(named[0]).expanduser())) is not None:
            return forecast_and_report(register, others, names, language, bank=bank)
        if bank:
            refuse_bank(named[0])
        spec = calibration_spec(named[0], others, start=begin)
        print(observed_data_text(spec, language), flush=True)
        code, study = (0, Study(spec.folder)) if spec.folder else run_sweep(spec.plan, language)
        return code or run_calibration(spec, study, count, language)

    return exit_code_of(work, language, overrides)


def refuse_bank(file: str) -> NoReturn:
    """Refuse a bank of attendance for data that are no register.

    Raises:
        SettingsError: always.
    """
    problem = message("{name} holds no attendance register", name=file)
    wanted = message("organisations in lines and dates in columns, or the other way, with x, 1, P or A")
    raise SettingsError([Located("bank", problem, wanted, origin=COMMAND_LINE)])


def parse_options(named: Sequence[str], start: str | None, draws: str | None) -> tuple[date | None, int]:
    """Return the start and the number of draws.

    Raises:
        SettingsError: with everything that is wrong with them, or when no file is named.
    """
    wrong, begin, count = [], None, DRAWS
    if not named:
        wrong.append(
            Located(
                "calibrate", message("there are no data"), message("a file, such as observed.csv"), origin=COMMAND_LINE
            )
        )
    if start is not None:
        try:
            begin = date.fromisoformat(start)
        except ValueError:
            wanted = message("a date such as 2024-03-15")
            wrong.append(Located("start", message("{text} cannot be read", text=start), wanted, origin=COMMAND_LINE))
    if draws is not None:
        count = int(draws) if draws.isdecimal() else 0
        if not FEWEST_DRAWS <= count <= MOST_DRAWS:
            wanted = number_between(FEWEST_DRAWS, MOST_DRAWS, whole=True)
            wrong.append(Located("draws", not_possible(draws), wanted, origin=COMMAND_LINE))
    if wrong:
        raise SettingsError(wrong)
    return begin, count


def run_calibration(spec: CalibrationSpec, study: Study, draws: int, language: str) -> int:
    """Learn from a bank, run settings drawn from the posterior, keep and print what was found; return the exit code."""
    found = calibration(study, spec, draws)
    print(
        "\n"
        + say(
            "{draws} settings drawn from what the data say, to be run once each:",
            language,
            draws=number(draws, language, 0),
        ),
        flush=True,
    )
    code, replayed = run_sweep(again(found), language)
    if code:
        return code
    found = with_curves(found, replayed)
    save_calibration(found, spec, language)
    print(f"\n{calibration_text(found, language)}\n")
    if doubts := [*doubts_of(found, language)]:
        print("\n".join(doubts), file=sys.stderr)
    places = {"scenario": found.folder / "calibrated.yaml", "points": found.folder / POINTS}
    print(say("As a scenario: scenario={scenario}. As points: design={points}.", language, **places))
    print(say("Results: {folder}", language, folder=found.folder))
    return 0


def observed_data_text(spec: CalibrationSpec, language: str) -> str:
    """Return what was read."""
    seen = spec.seen.observations
    names = ", ".join(series_title(one, language) for one in seen.series)
    return say_number(
        "{count} observation of {series}, weeks {first} to {last} ({file}, {encoding})",
        "{count} observations of {series}, weeks {first} to {last} ({file}, {encoding})",
        len(seen.table),
        language,
        series=names,
        first=seen.weeks[0],
        last=seen.weeks[-1],
        file=spec.seen.path,
        encoding=spec.seen.encoding,
    )


def calibration_text(found: CalibrationResults, language: str) -> str:
    """Return what was found and whether it can be believed."""
    names = (N_("parameter"), N_("median"), N_("50%"), N_("90%"), N_("narrower"), N_("90% held"))
    rows = []
    for row in found.parameters.itertuples():
        called = setting_title(row.parameter, language)
        name = f"{called} ({unit(row.unit, language)})" if row.unit else called
        decimals = decimals_for(row.prior_high - row.prior_low)
        ends = [
            say("[{low}, {high}]", language, low=number(low, language, decimals), high=number(high, language, decimals))
            for low, high in ((row.low_50, row.high_50), (row.low_90, row.high_90))
        ]
        rows.append((name, number(row.median, language, decimals), *ends, percent(max(0.0, row.narrower), language),
                     percent(row.coverage_90, language)))  # fmt: skip
    parts = [table(rows, [say(key, language) for key in names], numbers=(1, 4))]
    parts.append(
        say(
            "narrower: how much narrower the 90% interval is than before the data. 90% held: of {tries} "
            "runs held out, those whose true value was in their own 90% interval.",
            language,
            tries=number(len(found.checked.misfits), language, 0),
        )
    )
    ranks = found.ranks
    parts.append(
        say(
            "Ranks of the true values in their own posteriors: uniform ones would be as far from uniform in {least} to "
            "{most} of such trials (simulation-based calibration; under 1%, intervals are not to be believed).",
            language,
            least=percent(ranks["kolmogorov_p"].min(), language),
            most=percent(ranks["kolmogorov_p"].max(), language),
        )
    )
    parts.append(
        say(
            "Fit: {share} of the runs held out are at least as far from the runs like them as the data "
            "are (under 5%, the model hardly gives such data).",
            language,
            share=percent(found.checked.share, language),
        )
    )
    outside = int((~found.observations["inside"]).sum())
    parts.append(
        say(
            "Outside of what 90% of the calibrated runs would have shown: {out} of {count} observations (about "
            "{expected} expected).",
            language,
            out=outside,
            count=len(found.observations),
            expected=number(0.1 * len(found.observations), language, 0),
        )
    )
    if pairs := correlated_pairs(found, language):
        parts.append(
            say("Go together, so that the data do not tell them apart: {pairs}.", language, pairs="; ".join(pairs))
        )
    return "\n\n".join(parts)


def decimals_for(span: float) -> int:
    """Return the decimals that tell apart some hundred parts of a range."""
    return max(0, int(np.ceil(-np.log10(span / 100))))


def correlated_pairs(found: CalibrationResults, language: str) -> list[str]:
    """Return the pairs of parameters that the data do not tell apart, with their correlation."""
    near = found.correlations
    keys = list(near)
    return [f"{setting_title(one, language)} ~ {setting_title(other, language)} "
            f"({number(near.loc[one, other], language)})".replace("-", "−")
            for k, one in enumerate(keys) for other in keys[k + 1 :]
            if abs(near.loc[one, other]) >= TOGETHER]  # fmt: skip


def doubts_of(found: CalibrationResults, language: str) -> Iterator[str]:
    """Yield why what was found may not be believed."""
    if found.checked.strange:
        yield say(
            "The data are hardly what the model gives anywhere in these ranges: widen them, free another "
            "parameter, or distrust what was found.",
            language,
        )
    if len(found.beyond):
        yield say("No run of the bank comes up to {count} of the observations:", language, count=len(found.beyond))
    for row in found.beyond.head(_BEYOND_LISTED).itertuples():
        value, least, most = (number(one, language) for one in (row.value, row.least, row.most))
        yield say(
            "  {series}, week {week}: {value}; the bank gives {least} to {most}",
            language,
            series=series_title(row.series, language),
            week=row.week,
            value=value,
            least=least,
            most=most,
        )
    if narrow := found.parameters.loc[found.parameters["coverage_90"] < LEAST_HELD, "parameter"].tolist():
        yield say(
            "The intervals of {names} hold the truth less often than they say: make a larger bank (points=).",
            language,
            names=", ".join(name_in_sentence(one, language) for one in narrow),
        )
