"""Targets of history matching: figures of the field, each with a tolerance, and how it is measured in runs.

A tolerance is one standard deviation: the sampling error of the figure together with how ill it fits what is measured
here. Where two tables give a figure, half of their difference and the bootstrap over organisations say how large it is.
The figures of the anchors are declared there, once: a target takes the middle of the band of its anchor, and a quarter
of the width of that band where nothing better is known of its tolerance.

Every figure says whether it is used as a target. The patterns never are: they stay tests of what was matched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from entente.analysis.anchors.anchors import ANCHORS, ORDINARY
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.run.arms import Arms
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.declare import DERIVED, MEASURED, Grade
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.situation import Settings, Text

_YEAR = 52
_COUNCIL_WEEKS = 7 * _YEAR
_ARM = "usual"  # the name under which anchors know their only arm
_Measure = str | Callable[[Arms], Paired]


def seven_years(base: Settings) -> tuple[str, ...]:
    """Return the override that lets runs last as long as the councils did."""
    del base
    return (f"weeks={_COUNCIL_WEEKS}",)


def no_overrides(base: Settings) -> tuple[str, ...]:
    """Return no override: the scenario is run as it is."""
    del base
    return ()


@dataclass(frozen=True)
class Target:
    """A figure of the field and how it is measured in runs.

    Attributes:
        name: its name in tables.
        text: what it is.
        value: the figure.
        tolerance: one standard deviation of all that keeps runs and the figure apart beside chance.
        source: where it comes from.
        scenario: on which it is measured.
        measure: a summary of runs, or from the arm ``usual`` one number per replicate, or two whose means are divided.
        unit: of the value.
        grade: how well the figure is founded.
        used: whether it is a target; otherwise it is listed with the reason.
        because: why it is not.
        overrides: from the scenario, what is changed to measure it.
        series: the weekly series that the measure reads.
    """

    name: str
    text: Text
    value: float
    tolerance: float
    source: str
    scenario: str
    measure: _Measure
    unit: str = "share"
    grade: Grade = MEASURED
    used: bool = True
    because: Text = field(default_factory=Text)
    overrides: Callable[[Settings], tuple[str, ...]] = no_overrides
    series: tuple[str, ...] = ()

    def measure_arm(self, arm: ArmResults) -> tuple[Numbers, Numbers]:
        """Return part and whole of each replicate: the figure is the ratio of their means; the whole may be 1."""
        found = arm.summary(self.measure) if isinstance(self.measure, str) else self.measure({_ARM: arm})
        part, whole = found if isinstance(found, tuple) else (found, np.ones(len(found)))
        return np.asarray(part, float), np.asarray(whole, float)


_COUNCILS = (
    "minutes of two technical councils (Academy Software Foundation 2019-2026, 24 organisations; Open Mainframe "
    "Project 2018-2026, 17), CC BY 4.0"
)
_SURVIVAL = "Feinberg, Bontempo & Greenberg 2008"
# Trust is the mean of answers from 1 to 4: of its maximum it is 81 %, from the lowest answer to the highest 75 %. Which
# of the two is meant here cannot be said, hence the middle, with half of that gap and about as much for one coalition.
_TRUST = "81 % of the maximum, 75 % of the scale from 1 to 4"
_INPUT = Text(en="it is an input of the model", fr="c'est une donnée d'entrée du modèle")
_PATTERN = Text(en="it is pattern P2, which stays a test", fr="c'est la régularité P2, qui reste une épreuve")


def _attendance(figure: str, tables: tuple[float, float], tolerance: float, grade: Grade = MEASURED) -> Target:
    """Return the target of one figure of the fingerprint of attendance: the middle of what two tables give."""
    name = f"attendance_{figure}"
    said = SUMMARIES[name]
    source = f"{_COUNCILS}: {tables[0]:g} and {tables[1]:g}"
    return Target(name, Text(en=said.en, fr=said.fr), sum(tables) / 2, tolerance, source, ORDINARY, name, grade=grade,
                  overrides=seven_years)  # fmt: skip


def _exits(arms: Arms) -> Paired:
    """Organisations that leave or lapse, and the years during which organisations were partners."""
    arm = arms[_ARM]
    return arm.count("left") + arm.count("lapsed"), np.nan_to_num(arm.weeks["partners"]).sum(axis=1) / _YEAR


def _from_anchor(
    name: str, tolerance: float | None = None, value: float | None = None, grade: Grade = MEASURED,
    because: Text | None = None, source: str = "",
) -> Target:  # fmt: skip
    """Return the target that an anchor makes.

    Args:
        name: of the anchor.
        tolerance: a quarter of the width of its band unless stated.
        value: the middle of its band unless stated.
        grade: how well the figure is founded.
        because: why it is no target, if it is none.
        source: added to that of the anchor.
    """
    anchor = ANCHORS[name]

    def overrides(base: Settings) -> tuple[str, ...]:
        return anchor.arms(base)[_ARM].overrides

    return Target(
        name,
        anchor.text,
        (anchor.low + anchor.high) / 2 if value is None else value,
        (anchor.high - anchor.low) / 4 if tolerance is None else tolerance,
        f"{source}; {anchor.source}" if source else anchor.source,
        anchor.scenario,
        anchor.of,
        anchor.unit,
        grade,
        because is None,
        because or Text(),
        overrides,
        anchor.series,
    )


_EVERY = (
    _attendance("mean", (0.573, 0.544), 0.05),
    _attendance("spread", (0.27, 0.24), 0.04),
    _attendance("after_presence", (0.757, 0.641), 0.06),
    _attendance("after_absence", (0.323, 0.415), 0.06),
    _attendance("identity", (0.246, 0.203), 0.06, DERIVED),
    _attendance("memory", (0.188, 0.024), 0.08, DERIVED),
    Target("exits", Text(en="Organisations that leave, by year", fr="Organisations qui partent, par année"),
           0.045, 0.02, f"{_COUNCILS}: 6 in 132 organisation-years of the first", ORDINARY, _exits, "per year",
           overrides=seven_years, series=("partners",)),
    # Survival: one half of a confidence interval would be .03; a council that sleeps is not quite one that has ended.
    _from_anchor("alive", 0.05, 0.90, source=_SURVIVAL),
    _from_anchor("alive_unfunded", 0.05, 0.90, source=_SURVIVAL),
    _from_anchor("partners", because=_INPUT),
    _from_anchor("turnover"),
    _from_anchor("turnover_none", because=_INPUT),
    _from_anchor("turnover_low", because=_INPUT),
    _from_anchor("turnover_high", because=_INPUT),
    _from_anchor("tenure_start", because=_INPUT),
    _from_anchor("tenure_later"),
    _from_anchor("vacancy", grade=DERIVED),
    _from_anchor("lead_exits", grade=DERIVED),
    _from_anchor("density", because=_INPUT),
    _from_anchor("centralisation", because=_INPUT),
    _from_anchor("trust_mature", because=_INPUT),
    _from_anchor("trust_mature_later", 0.04, 0.78, source=_TRUST),
    _from_anchor("trust_new_later", 0.04, 0.78, source=_TRUST),
    _from_anchor("trust_plateau", grade=DERIVED),
    _from_anchor("written", because=_PATTERN, grade=DERIVED),
    # Members called active by those who answer a survey are not quite those past a threshold of effort.
    _from_anchor("active", 0.05),
)  # fmt: skip
TARGETS: dict[str, Target] = {one.name: one for one in _EVERY}
