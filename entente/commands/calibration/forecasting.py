"""What a register says: its fingerprint, what is left of the plausible settings, the next meetings, their scores."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.attendance.bank import measure_registers
from entente.analysis.attendance.fingerprint import FIGURES
from entente.analysis.attendance.forecast import (
    MEETINGS_AHEAD,
    AttendanceForecast,
    chance_of_learning_nothing,
    current_partners,
    forecast_register,
    posterior_of_settings,
    slipping_partners,
    weigh_runs,
)
from entente.analysis.attendance.public_registers import PUBLIC_REGISTERS
from entente.analysis.attendance.scores import score_forecasts
from entente.commands.calibration.attendance_bank import shipped_bank, shipped_settings
from entente.commands.calibration.register_file import AttendanceRegister, read_register
from entente.config.problems import Located, Origin
from entente.results.csv_text import csv_text
from entente.results.files import write_text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError

_MEASURED = tuple(FIGURES)[:6]  # the figures that any register has


@dataclass(frozen=True, repr=False)
class ForecastResults:
    """What a register says.

    Attributes:
        seen: the register.
        fingerprint: a row per figure: ``figure``, ``register``, ``council_a``, ``council_b``, ``plausible`` with
            ``plausible_low`` and ``plausible_high`` (90 % of the runs of the bank), and ``fitted`` (of those kept).
        posterior: what is left of each parameter (``analysis.attendance.forecast.posterior_of_settings``).
        nothing_learnt: how often settings dealt out at random would have moved as far.
        scores: of forecasts of the last third (``analysis.attendance.scores.score_forecasts``).
        current: which organisations are partners still.
        slipping: which of the organisations come far less than they did.
        next: of those that are current, the next meetings.
    """

    seen: AttendanceRegister
    fingerprint: pd.DataFrame
    posterior: pd.DataFrame
    nothing_learnt: float
    scores: pd.DataFrame
    current: NDArray[np.bool_]
    slipping: NDArray[np.bool_]
    next: AttendanceForecast

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

    def save(self, folder: str | Path, names: bool = False) -> list[Path]:
        """Write the tables into a folder; return what was written.

        Args:
            folder: made where it is missing.
            names: whether the organisations are named; else they have the rank of their line alone.

        Raises:
            OSError: when they cannot be written.
        """
        place = Path(folder).expanduser()
        place.mkdir(parents=True, exist_ok=True)
        forecast = self.forecast if names else self.forecast.drop(columns="organisation")
        tables = {"forecast": forecast, "forecast_scores": self.scores, "fingerprint": self.fingerprint,
                  "posterior": self.posterior}  # fmt: skip
        for name, table in tables.items():
            write_text(place / f"{name}.csv", csv_text(table, float_format="%.6g"))
        return [place / f"{name}.csv" for name in tables]


def forecast_attendance(data: str | Path) -> ForecastResults:
    """Read the attendance register of a table, and foresee its next six meetings.

    Args:
        data: path of a CSV file or a workbook: organisations × dates, either way round, or one line for each
            organisation expected at a meeting.

    Raises:
        SettingsError: with everything that is wrong.
    """
    path = Path(data).expanduser()
    seen = read_register(path)
    if seen is None:
        problem = message("no attendance was found in it")
        wanted = message("organisations in lines and dates in columns, or the other way, with x, 1, P or A")
        raise SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path))])
    return learn_from_register(seen)


def learn_from_register(seen: AttendanceRegister) -> ForecastResults:
    """Return what a register says.

    Raises:
        SettingsError: when none of its organisations is a partner still.
    """
    bank, sample, current = shipped_bank(), shipped_settings(), current_partners(seen.register)
    if not current.any():
        problem = message("nobody was expected at the last meetings")
        raise SettingsError([Located(seen.path.name, problem, origin=Origin("file", seen.path))])
    weights = weigh_runs(bank, seen.register)
    return ForecastResults(
        seen,
        _fingerprints(seen, weights),
        posterior_of_settings(sample, bank.worlds, weights),
        chance_of_learning_nothing(sample, bank.worlds, weights),
        score_forecasts(bank, seen.register),
        current,
        slipping_partners(seen.register) & current,
        forecast_register(bank, weights, seen.register[current]),
    )


def _fingerprints(seen: AttendanceRegister, weights: NDArray[np.float64]) -> pd.DataFrame:
    """Return the fingerprint of a register beside those of the public ones, of the bank and of what was kept of it."""
    own = measure_registers(seen.register[None]).iloc[0]
    runs = measure_registers(shipped_bank().registers[..., : seen.register.shape[-1]])
    found = pd.DataFrame({"figure": _MEASURED, "register": own[list(_MEASURED)].to_numpy()})
    for name, figures in PUBLIC_REGISTERS.items():
        found[name] = [figures[figure] for figure in _MEASURED]
    found["plausible"] = runs[list(_MEASURED)].mean().to_numpy()
    found["plausible_low"], found["plausible_high"] = runs[list(_MEASURED)].quantile([0.05, 0.95]).to_numpy()
    kept = runs[list(_MEASURED)].notna().mul(weights, axis=0).sum()
    found["fitted"] = (runs[list(_MEASURED)].mul(weights, axis=0).sum() / kept.where(kept > 0)).to_numpy()
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
