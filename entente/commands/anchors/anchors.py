"""``entente anchors``: figures of the field beside what the defaults give."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from entente.analysis.anchors.anchors import ANCHOR_SETTINGS, ANCHORS, MATURE, ORDINARY, RUNS, Anchor
from entente.analysis.anchors.anchors_figure import PLACES, AnchorRow, anchors_figure
from entente.analysis.patterns.pattern import CALENDAR
from entente.analysis.statistics.intervals import Estimate, Numbers
from entente.i18n import N_, default_language, number, percent, say, unit
from entente.results.deliverables import Deliverables
from entente.studies.design_folder import DesignRequest
from entente.studies.experiment import (
    ArmSpec,
    Experiment,
    ExperimentEnd,
    Trial,
    call_experiment,
    compose_arm,
    experiment_design,
    merge_arms,
)
from entente.studies.experiment_request import (
    ExperimentRequest,
    experiment_request,
    request_values,
    words_of_call,
)
from entente.studies.plausible import worlds_used
from entente.terminal.experiment import report_of, run_experiment
from entente.terminal.layout import table

OF_SETTINGS = N_(
    "Intervals are over the plausible settings. 90% of the settings: between which values they are; settings that "
    "agree: share of them whose own replicates agree with the field, so that chance counts too where these are few."
)
ENOUGH_RUNS = 20  # replicates of each world from which the share of its runs can agree with the field or not
_SCENARIOS, _REPLICATES, _QUICK = (ORDINARY, MATURE), 200, 40


@dataclass(frozen=True)
class AnchorFinding:
    """What is given of one figure of the field.

    Attributes:
        anchor: the figure.
        given: the mean, and its interval.
        by_world: the value in each plausible setting over which the replicates are spread, in order; none without any.
    """

    anchor: Anchor
    given: Estimate
    by_world: Numbers

    @property
    def place(self) -> str:
        """Return whether the interval is inside of the target, outside, or astride."""
        return self.anchor.place(self.given)

    @property
    def inside(self) -> float:
        """Return the share of the plausible settings whose value agrees with the field; nan without enough runs."""
        known = self.by_world[np.isfinite(self.by_world)]
        coarse = self.anchor.unit == RUNS and self.given.replicates < ENOUGH_RUNS * len(known)
        if coarse or not len(known):
            return math.nan
        return float(((self.anchor.low <= known) & (known <= self.anchor.high)).mean())

    def inside_text(self, language: str) -> str:
        """Write that share."""
        return "–" if math.isnan(self.inside) else percent(self.inside, language)

    @property
    def spread(self) -> tuple[float, float]:
        """Return between which values 90 % of the plausible settings are; nan without any."""
        known = self.by_world[np.isfinite(self.by_world)]
        low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (math.nan, math.nan)
        return float(low), float(high)


def anchors_command(words: Sequence[str], quick: bool, language: str) -> int:
    """Compare figures of the field with the model and return the exit code."""
    return run_experiment(
        N_("Anchors"), lambda: anchor_design(words, quick), report_of(estimates, anchors_text, keep_anchors), language
    )


def anchor_design(
    words: Sequence[str], quick: bool, model: type | None = None
) -> tuple[ExperimentRequest, list[Trial[Anchor]], DesignRequest]:
    """Return the request, the trials of the anchors, and their design.

    Raises:
        SettingsError: with everything that is wrong.
    """
    many = _QUICK if quick else _REPLICATES
    request = experiment_request(words, ANCHORS, scenarios=_SCENARIOS, replicates=many, decided=ANCHOR_SETTINGS)
    request = replace(request, model=model)
    bases = {base.name: base for base in request.bases}
    trials = []
    for name in request.names:
        anchor = ANCHORS[name]
        mine = (*bases[anchor.scenario].words, *CALENDAR)
        kept = ("", frozenset(anchor.series), frozenset(anchor.organisations))
        arms = anchor.arms(compose_arm(mine)).items()
        trials.append(
            Trial(anchor, anchor.scenario, {arm: ArmSpec((*mine, *one.overrides), *kept) for arm, one in arms})
        )
    trials = merge_arms(trials)
    settings = {base.name: base.settings for base in request.bases}
    return request, trials, experiment_design("anchors", request, trials, settings)


def estimates(experiment: Experiment) -> list[AnchorFinding]:
    """Return the anchors whose arms are all there with what the defaults give, in their usual order."""
    order = list(ANCHORS)
    found = [
        AnchorFinding(trial.what, trial.what.estimate(arms), trial.what.by_world(arms))
        for trial, arms in experiment.results()
    ]
    return sorted(found, key=lambda one: order.index(one.anchor.name))


def anchors(
    *names: str, overrides: Sequence[str] = (), quick: bool = False, model: type | None = None, **values: Any
) -> pd.DataFrame:
    """Compare figures of the field with what the defaults give, and return every anchor, one row each.

    Args:
        names: of anchors, such as ``"turnover"``; all of them when none is named.
        overrides: texts in the grammar of the command line.
        quick: whether fewer replicates are enough.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, and how to run: ``replicates``, ``seed``, ``threads``, ``engine``. With
            ``output`` the table and the figure are also kept, and the same call goes on with what is there.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    request, trials, design = anchor_design(words_of_call(names, overrides, values), quick, model)

    def keep(found: Sequence[AnchorFinding], end: ExperimentEnd) -> None:
        keep_anchors(found, request, end, default_language())

    return anchors_table(call_experiment(design, trials, estimates, keep))


def anchors_text(found: Sequence[AnchorFinding], language: str) -> str:
    """Return the table of the anchors and the count of their places, as text."""
    spread = any(len(one.by_world) for one in found)
    more = (N_("90% of the settings"), N_("settings that agree")) if spread else ()
    head = [
        say(key, language)
        for key in (N_("anchor"), N_("unit"), N_("field"), N_("given"), N_("95% interval"), N_("place"), *more,
                    N_("Source"))
    ]  # fmt: skip
    rows = [
        (one.anchor.text.in_language(language), unit(one.anchor.unit, language), target_text(one.anchor, language),
         number(one.given.effect, language), interval_of(one.given.low, one.given.high, language),
         say(PLACES[one.place], language),
         *((interval_of(*one.spread, language), one.inside_text(language)) if spread else ()), one.anchor.source)
        for one in found
    ]  # fmt: skip
    counts = Counter(one.place for one in found)
    places = {place: counts[place] for place in PLACES}
    counts = say(
        "Figures of the field: {inside} of {count} inside, {straddles} astride, {outside} outside.",
        language,
        count=len(found),
        **places,
    )
    text = f"{table(rows, head, numbers=(2, 3, 7) if spread else (2, 3))}\n\n{counts}"
    return f"{text}\n{say(OF_SETTINGS, language)}" if spread else text


def target_text(anchor: Anchor, language: str) -> str:
    """Write what agrees with the field."""
    return f"{number(anchor.low, language)} – {number(anchor.high, language)}"


def interval_of(low: float, high: float, language: str) -> str:
    """Write an interval."""
    return say("[{low}, {high}]", language, low=number(low, language), high=number(high, language))


def keep_anchors(found: Sequence[AnchorFinding], request: ExperimentRequest, end: ExperimentEnd, language: str) -> None:
    """Write the table, the figure and the manifest."""
    with Deliverables(end.folder) as results:
        results.table("anchors.csv", anchors_table(found))
        worlds = worlds_used(request.run, request.run.replicates)
        rows = [anchor_row(one, language) for one in found]
        results.figure("anchors", partial(anchors_figure, rows, request.run.replicates, language, worlds))
        places = {one.anchor.name: one.place for one in found}
        results.finish(request.run, {**request_values(request), **end.values(), "places": places})


def anchor_row(one: AnchorFinding, language: str) -> AnchorRow:
    """Return the row of the figure of one anchor."""
    anchor, given = one.anchor, one.given
    said = f"{number(given.effect, language)} {interval_of(given.low, given.high, language)}"
    row = AnchorRow(anchor.text.in_language(language), (anchor.low, anchor.high), given.effect,
                    (given.low, given.high), target_text(anchor, language), said, one.place)  # fmt: skip
    if not len(one.by_world):
        return row
    return replace(row, spread=one.spread, share=one.inside_text(language))


def anchors_table(found: Sequence[AnchorFinding]) -> pd.DataFrame:
    """Return every anchor, one row each."""
    rows = [
        {"anchor": (anchor := one.anchor).name, "unit": anchor.unit, "target_low": anchor.low,
         "target_high": anchor.high, "mean": (given := one.given).effect, "low": given.low, "high": given.high,
         "place": one.place, "worlds": len(one.by_world), "world_low": one.spread[0], "world_high": one.spread[1],
         "share_inside": one.inside, "scenario": anchor.scenario, "formula": anchor.formula,
         "replicates": given.replicates, "missing": given.missing, "source": anchor.source}
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows)
