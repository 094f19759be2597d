"""What is kept of every run, beside its summaries."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from entente.sim.model.measures import CONDITION_SERIES, CONDITIONS, ORGANISATION_SERIES, SERIES

if TYPE_CHECKING:
    from entente.analysis.matching.targets import Target

ANSWER_SERIES = tuple(f"{name}_{answer}" for name in CONDITIONS for answer in CONDITION_SERIES)
KEPT_SERIES = (*SERIES, *ANSWER_SERIES)  # what may be kept week by week: series, and shares of answers to conditions


@dataclass(frozen=True)
class Keep:
    """Which tables are made of runs, and which series they hold.

    Attributes:
        weeks: weekly series kept for every replicate.
        single_precision: whether those are written in single precision.
        missing_after_end: whether they are missing once a partnership has ended, unless they are counted
            (``ZERO_AFTER_END``); otherwise they stay as the engine leaves them.
        curves: weekly series of which the median and bands over the replicates of each point are kept.
        organisations: weekly series kept for every organisation.
        cases: whether cases are kept by territory and population.
        conditions: whether the answers to the six conditions are kept.
        event_log: whether the event log is kept with the names of those concerned.
        log_records: whether the event log is kept as the engine writes it, with ranks instead of names.
        groups: whether the series of sectors and territories are kept.
        attendance: whether who came to each channel is kept.
        figures: targets of which what each run gives is kept, whatever it is measured from.
    """

    weeks: tuple[str, ...] = ()
    single_precision: bool = False
    missing_after_end: bool = True
    curves: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    cases: bool = False
    conditions: bool = False
    event_log: bool = False
    log_records: bool = False
    groups: bool = False
    attendance: bool = False
    figures: "tuple[Target, ...]" = ()

    @property
    def by_organisation(self) -> bool:
        """Tell whether the engine must keep the weeks of every organisation."""
        return bool(self.organisations) or self.groups

    def as_values(self) -> dict[str, Any]:
        """Return it as built-in values."""
        return {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(self).items()}


def keep_of_run(*, by_organisation: bool, by_group: bool, attendance: bool) -> Keep:
    """Return what ``entente run`` keeps: every table, with everything that the engine gives."""
    return Keep(
        weeks=tuple(SERIES),
        missing_after_end=False,
        organisations=tuple(ORGANISATION_SERIES) if by_organisation else (),
        cases=True,
        conditions=True,
        event_log=True,
        groups=by_group,
        attendance=attendance,
    )
