"""Banks of attendance: the one that comes with the model, and that of one's own partnership, made once beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.attendance.bank import AttendanceBank, load_bank, registers_of_records
from entente.analysis.attendance.forecast import MEETINGS_AHEAD
from entente.analysis.attendance.records import records_of_runs
from entente.commands.attendance.attendance import configure_with_attendance, most_invited, scenario_of
from entente.commands.run.run import RunResults, carry_out_run, load_run, values_of_call
from entente.commands.run.run_design import RunRequest
from entente.config.overrides import override_key
from entente.config.places import data_folder
from entente.results.checksums import values_digest
from entente.results.versions import model_hash
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.design_folder import design_folder
from entente.studies.plausible import SHIPPED, WORLD, read_sample
from entente.studies.progress import note_what_is_kept

BANK = data_folder("conf") / "attendance_bank.npz"
BANK_CHANNEL = "table"  # whose meetings the bank that comes with the model holds
BANK_WORDS = ("scenario=twenty_partners", "plausible=200", "replicates=800", "weeks=364", "attendance=true")
BANK_FILE = "attendance_bank.npz"  # of one's own partnership, in the folder of its runs
_USUAL = {"plausible": 200, "replicates": 800, "weeks": 364}  # unless stated: as the bank that comes with the model
_DECIDED = ("output", "overwrite")  # a bank stands beside its scenario, under the hash of what it was made with
_HASH_LENGTH = 10  # hexadecimal digits
_FEWEST_HELD = 6 + MEETINGS_AHEAD  # meetings of a run from which something can be foreseen and checked


@dataclass(frozen=True)
class ComparedRuns:
    """Runs that a register is compared with.

    Attributes:
        bank: their registers.
        settings: the plausible settings that its worlds are, a row each.
        scenario: the settings of one's own partnership; None for the bank that comes with the model.
    """

    bank: AttendanceBank
    settings: pd.DataFrame
    scenario: Settings | None = None


@dataclass(frozen=True)
class OwnBank:
    """The bank of one's own partnership: what is run for it, and where it stands.

    Attributes:
        request: the runs.
        folder: of the runs and of the bank.
    """

    request: RunRequest
    folder: Path

    @property
    def path(self) -> Path:
        """Return the file of the bank."""
        return self.folder / BANK_FILE

    @property
    def settings(self) -> Settings:
        """Return the settings of the partnership."""
        return self.request.configuration.settings

    def load(self) -> ComparedRuns | None:
        """Return the bank; None where it was not made yet.

        Raises:
            OSError: when it is there and cannot be read.
        """
        if not self.path.is_file():
            return None
        worlds = pd.DataFrame([dict(world) for world in self.request.worlds])
        return ComparedRuns(load_bank(self.path), worlds, self.settings)


@cache
def shipped_bank() -> AttendanceBank:
    """Return the bank that comes with the model: twenty partners, four lives in each of the plausible settings."""
    return load_bank(BANK)


def shipped_settings() -> pd.DataFrame:
    """Return the plausible settings that its worlds are, a row each."""
    return pd.DataFrame([dict(world) for world in read_sample(SHIPPED).worlds])


def shipped_runs() -> ComparedRuns:
    """Return the bank that comes with the model, with its settings."""
    return ComparedRuns(shipped_bank(), shipped_settings())


def bank_of_runs(result: RunResults, channel: str) -> AttendanceBank:
    """Return the bank of runs that kept who came to a channel of communication."""
    assert result.attendance is not None
    registers = registers_of_records(records_of_runs(result.attendance, channel))
    worlds = result.runs.sort_values("replicate")[WORLD].to_numpy()
    return AttendanceBank(registers, worlds, model_hash())


def own_bank(overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, said_by: str = "") -> OwnBank:
    """Return the bank of a partnership: beside the file of its scenario, else under ``results``.

    The name of its folder has a hash of all that decides its runs, the rules among them, so that one made with
    something else is never taken for it.

    Args:
        overrides: the scenario and what to change of it, in the grammar of the command line.
        values: the same as dotted paths with Python values.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with everything that is wrong.
    """
    said = {*map(override_key, overrides), *(values or {})}
    wrong = [Violation(key, message("this command decides it itself")) for key in _DECIDED if key in said]
    usual = {name: value for name, value in _USUAL.items() if name not in said}
    try:
        request = RunRequest(*configure_with_attendance(overrides, {**usual, **(values or {})}, said_by))
        if not request.worlds:
            wrong.append(Violation("plausible", message("a bank is spread over plausible settings")))
    except SettingsError as error:
        raise SettingsError([*wrong, *error.violations]) from error
    if wrong:
        raise SettingsError(wrong)
    asked = request.design_request
    digest = values_digest({**asked.whole_identity, "replicates": asked.design.replicates})[:_HASH_LENGTH]
    named = Path(scenario_of(overrides, values or {}) or request.configuration.settings.name).expanduser()
    place = named.parent if named.is_file() else Path("results")
    folder = place / f"{named.stem}-attendance-{digest}"
    configuration = replace(request.configuration, run=replace(request.configuration.run, output=str(folder)))
    return OwnBank(replace(request, configuration=configuration), folder)


def save_own_bank(own: OwnBank) -> Path:
    """Write the bank of the runs that are there, and return its file.

    Raises:
        SettingsError: when the runs hold too few meetings to foresee anything.
        OSError: when it cannot be written.
    """
    result = load_run(own.folder)
    bank = bank_of_runs(result, most_invited(result))
    held = bank.registers.shape[-1]
    if held < _FEWEST_HELD:
        problem = message("too few meetings in the runs to foresee any: {count}", count=held)
        wanted = message("at least {number}", number=_FEWEST_HELD)
        raise SettingsError([Violation("weeks", problem, wanted)])
    bank.save(own.path)
    return own.path


def make_attendance_bank(scenario: str | Path | None = None, *, overrides: Sequence[str] = (), **values: Any) -> Path:
    """Make the bank of attendance of one's own partnership, once, for ``forecast_attendance``; return its file.

    Args:
        scenario: the path of a YAML file (the bank stands beside it) or the name of a scenario.
        overrides: texts in the grammar of the command line.
        values: any setting by its name, and how to run: ``replicates`` (800), ``plausible`` (200), ``weeks`` (364). The
            same call again goes on where it was stopped.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when it cannot be written.
    """
    own = own_bank(overrides, values_of_call(scenario, values), "arguments")
    if own.path.is_file():
        return own.path
    with design_folder(own.request.design_request) as place:
        if not place.finished:
            with note_what_is_kept(place.folder):
                carry_out_run(place, own.request)
    return save_own_bank(own)
