"""What is drawn from: the results of a run; and what is drawn: a figure with the table behind it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pandas as pd

from entente.sim.validation.validate import SettingsError, Violation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from entente.config.configuration import Configuration
    from entente.sim.model.situation import Settings


class DrawnRun(Protocol):
    """The results of a run, as far as figures need them; ``entente.load`` returns one."""

    configuration: "Configuration"
    weeks: pd.DataFrame
    runs: pd.DataFrame
    conditions: pd.DataFrame | None
    event_log: pd.DataFrame | None
    organisations: pd.DataFrame | None
    groups: pd.DataFrame | None

    @property
    def settings(self) -> "Settings":
        """Return the settings of the run."""


class Drawing(NamedTuple):
    """A figure, and the table behind it."""

    figure: "Figure"
    table: pd.DataFrame


def raise_violations(violations: Iterable[Violation | None]) -> None:
    """Raise what is wrong, if anything is.

    Raises:
        SettingsError: with every violation.
    """
    if wrong := [one for one in violations if one is not None]:
        raise SettingsError(wrong)
