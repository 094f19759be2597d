"""What a register says: its fingerprint, what is left of the plausible settings, the next meetings, their scores."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.attendance.bank import measure_registers
from entente.analysis.attendance.fingerprint import FIGURES
from entente.analysis.attendance.forecast import (
    AttendanceForecast,
    chance_of_learning_nothing,
    current_partners,
    forecast_register,
    posterior_of_settings,
    slipping_partners,
    weigh_runs,
)
from entente.analysis.attendance.public_registers import PUBLIC_REGISTERS
from entente.analysis.attendance.return_rule import MEETINGS_AHEAD
from entente.analysis.attendance.scores import score_forecasts
from entente.commands.calibration.attendance_bank import ComparedRuns, own_bank, shipped_bank, shipped_runs
from entente.commands.calibration.register_file import AttendanceRegister, read_register
from entente.commands.calibration.register_names import match_names, name_as_scenario
from entente.commands.run.run import values_of_call
from entente.config.problems import Located, Origin
from entente.i18n import default_language
from entente.results.csv_text import csv_text
from entente.results.deliverables import write_figure
from entente.results.files import write_text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORECAST = "forecast"  # name of the figure and of its table
_MEASURED = tuple(FIGURES)[:6]  # the figures that any register has


@dataclass(frozen=True, repr=False)
class ForecastResults:
    """What a register says.

    Attributes:
        seen: the register.
        fingerprint: a row per figure: ``figure``, ``register``, ``council_a``, ``council_b``, ``plausible`` with
            ``plausible_low`` and ``plausible_high`` (90 % of the runs of the bank that comes with the model); the same
            of ``scenario`` with a bank of one's own partnership; and ``fitted`` (of the runs kept).
        posterior: what is left of each parameter (``analysis.attendance.forecast.posterior_of_settings``).
        nothing_learnt: how often settings dealt out at random would have moved as far.
        scores: of forecasts of the last third (``analysis.attendance.scores.score_forecasts``).
        current: which organisations are partners still.
        slipping: which of the organisations come far less than they did.
        next: of those that are current, the next meetings.
        compared: the runs that it was compared with.
    """

    seen: AttendanceRegister
    fingerprint: pd.DataFrame
    posterior: pd.DataFrame
    nothing_learnt: float
    scores: pd.DataFrame
    current: NDArray[np.bool_]
    slipping: NDArray[np.bool_]
    next: AttendanceForecast
    compared: ComparedRuns

    def __repr__(self) -> str:
        """Return what was read, on one line."""
        organisations, meetings = self.seen.register.shape
        return f"<ForecastResults of {organisations} organisations and {meetings} meetings>"

    @property
    def forecast(self) -> pd.DataFrame:
        """Return the next meetings: a row per organisation that is a partner still, then one for the whole table.

        ``organisation``, ``line`` (its rank in the register), ``slipping``; of the next six meetings ``times``,
        ``times_low`` and ``times_high`` (how many it comes to; of the whole, nothing), ``chance_1`` to ``chance_6``, of
        the whole with ``low_1``... and ``high_1``... for the share present.
        """
        lines = np.flatnonzero(self.current)
        low, median, high = self.next.times.T
        found = pd.DataFrame({
            "organisation": [self.seen.organisations[line] for line in lines], "line": lines + 1,
            "slipping": self.slipping[lines], "times": median, "times_low": low, "times_high": high,
        })  # fmt: skip
        whole = {"organisation": "", "line": 0, "slipping": False}
        for k in range(MEETINGS_AHEAD):
            found[f"chance_{k + 1}"] = self.next.chances[:, k]
            whole |= dict(zip((f"low_{k + 1}", f"chance_{k + 1}", f"high_{k + 1}"), self.next.whole[k], strict=True))
        return pd.concat([found, pd.DataFrame([whole])], ignore_index=True)

    def plot(self, language: str | None = None, names: bool = True) -> "Figure":
        """Return the figure of the next meetings.

        Args:
            language: ``fr`` or ``en``; None: that of the environment.
            names: whether the organisations are named; else they have the rank of their line.
        """
        from entente.analysis.attendance.forecast_figure import DrawnForecast, forecast_figure

        lines = np.flatnonzero(self.current)
        named = tuple(self.seen.organisations[line] for line in lines) if names else None
        drawn = DrawnForecast(self.seen.register, self.next, lines, self.slipping[lines], named)
        return forecast_figure(drawn, language or default_language())

    def save(self, folder: str | Path, names: bool = False, language: str | None = None) -> list[Path]:
        """Write the tables (csv, and all of them in forecast.json) and the figure; return what was written.

        Args:
            folder: made where it is missing.
            names: whether the organisations are named; else they have the rank of their line alone.
            language: of the figure.

        Raises:
            OSError: when they cannot be written.
        """
        place = Path(folder).expanduser()
        place.mkdir(parents=True, exist_ok=True)
        forecast = self.forecast if names else self.forecast.drop(columns="organisation")
        tables = {FORECAST: forecast, "forecast_scores": self.scores, "fingerprint": self.fingerprint,
                  "posterior": self.posterior}  # fmt: skip
        for name, table in tables.items():
            write_text(place / f"{name}.csv", csv_text(table, float_format="%.6g"))
        whole = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
        about = {"meetings": self.seen.register.shape[1], "chance_of_learning_nothing": self.nothing_learnt}
        write_text(place / f"{FORECAST}.json", json.dumps({**about, **whole}, indent=2, ensure_ascii=False) + "\n")
        drawn = write_figure(place / FORECAST, partial(self.plot, language, names))
        figure = [place / f"{FORECAST}.{end}" for end in ("svg", "png")] if drawn else []
        return [place / f"{FORECAST}.csv", place / f"{FORECAST}.json", *figure,
                *(place / f"{name}.csv" for name in tables if name != FORECAST)]  # fmt: skip


def forecast_attendance(
    data: str | Path, scenario: str | Path | None = None, *, overrides: Sequence[str] = (), **values: Any
) -> ForecastResults:
    """Read the attendance register of a table, and foresee its next six meetings.

    Args:
        data: path of a CSV file or a workbook: organisations × dates, either way round, or one line for each
            organisation expected at a meeting.
        scenario: one's own partnership, of which ``make_attendance_bank`` made a bank with the same arguments; None:
            the bank that comes with the model.
        overrides: texts in the grammar of the command line, as the bank was made with.
        values: any setting by its name, as the bank was made with.

    Raises:
        SettingsError: with everything that is wrong, or when there is no such bank.
    """
    path = Path(data).expanduser()
    seen = read_register(path)
    if seen is None:
        problem = message("no attendance was found in it")
        wanted = message("organisations in lines and dates in columns, or the other way, with x, 1, P or A")
        raise SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path))])
    if scenario is None and not overrides and not values:
        return learn_from_register(seen)
    own = own_bank(overrides, values_of_call(scenario, values), "arguments")
    compared = own.load()
    if compared is None:
        problem, wanted = message("it has no bank of attendance"), message("make_attendance_bank, with the same words")
        raise SettingsError([Located("scenario", problem, wanted, origin=Origin("arguments"))])
    matched = match_names(seen, own.settings, default_language())
    return learn_from_register(name_as_scenario(seen, matched), compared)


def learn_from_register(seen: AttendanceRegister, compared: ComparedRuns | None = None) -> ForecastResults:
    """Return what a register says, compared with runs (None: those that come with the model).

    Raises:
        SettingsError: when none of its organisations is a partner still.
    """
    compared, current = compared or shipped_runs(), current_partners(seen.register)
    if not current.any():
        problem = message("nobody was expected at the last meetings")
        raise SettingsError([Located(seen.path.name, problem, origin=Origin("file", seen.path))])
    bank = compared.bank
    weights = weigh_runs(bank, seen.register)
    return ForecastResults(
        seen,
        _fingerprints(seen, compared, weights),
        posterior_of_settings(compared.settings, bank.worlds, weights),
        chance_of_learning_nothing(compared.settings, bank.worlds, weights),
        score_forecasts(bank, seen.register),
        current,
        slipping_partners(seen.register) & current,
        forecast_register(bank, weights, seen.register[current]),
        compared,
    )


def _fingerprints(seen: AttendanceRegister, compared: ComparedRuns, weights: NDArray[np.float64]) -> pd.DataFrame:
    """Return the fingerprint of a register beside those of the public ones, of banks and of what was kept of one."""
    figures, meetings = list(_MEASURED), seen.register.shape[-1]
    own = measure_registers(seen.register[None]).iloc[0]
    found = pd.DataFrame({"figure": figures, "register": own[figures].to_numpy()})
    for name, public in PUBLIC_REGISTERS.items():
        found[name] = [public[figure] for figure in figures]
    runs = measure_registers(compared.bank.registers[..., :meetings])[figures]
    banks = {"plausible": measure_registers(shipped_bank().registers[..., :meetings])[figures]}
    if compared.scenario is not None:
        banks["scenario"] = runs
    for name, measured in banks.items():
        found[name] = measured.mean().to_numpy()
        found[f"{name}_low"], found[f"{name}_high"] = measured.quantile([0.05, 0.95]).to_numpy()
    kept = runs.notna().mul(weights, axis=0).sum()
    found["fitted"] = (runs.mul(weights, axis=0).sum() / kept.where(kept > 0)).to_numpy()
    first, last = (seen.register[:, part] for part in _fifths(seen.register.shape[1]))
    waning = {"figure": "first_fifth_of_meetings", "register": _share(first)}, {
        "figure": "last_fifth_of_meetings", "register": _share(last)}  # fmt: skip
    return pd.concat([found, pd.DataFrame(waning)], ignore_index=True)


def _fifths(meetings: int) -> tuple[slice, slice]:
    """Return the first and the last fifth of the meetings."""
    size = max(1, meetings // 5)
    return slice(0, size), slice(meetings - size, meetings)


def _share(register: NDArray[np.int8]) -> float:
    """Return the share of the occasions attended; nan without any."""
    count = (register >= 0).sum()
    return float((register == 1).sum() / count) if count else float("nan")
