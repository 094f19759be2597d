"""``entente patterns``: do the expected patterns come out of the rules?"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.forest_figure import forest_figure
from entente.analysis.patterns.pattern import PATTERN_SETTINGS, Pattern
from entente.analysis.patterns.verdict_words import word
from entente.commands.patterns.page import page
from entente.commands.patterns.report import PatternResult, by_pattern, contrasts_table, groups_of, pattern_row
from entente.commands.patterns.trials import findings, pattern_trials
from entente.i18n import N_, default_language, say
from entente.results.deliverables import Deliverables
from entente.studies.design_folder import DesignRequest
from entente.studies.experiment import Experiment, ExperimentEnd, Trial, call_experiment, experiment_design
from entente.studies.experiment_request import (
    ExperimentRequest,
    experiment_request,
    request_values,
    words_of_call,
)
from entente.studies.plausible import worlds_used
from entente.terminal.experiment import run_experiment
from entente.terminal.layout import table

OF_WORLDS = N_(
    "plausible settings: share of them in which every contrast is as expected on all scenarios, by the mean of its own "
    "replicates, so that chance counts too where these are few."
)
_SCENARIOS, _REPLICATES, _QUICK = ("twenty_partners", "lethbridge"), 200, 40


def patterns_command(words: Sequence[str], quick: bool, language: str) -> int:
    """Test patterns and return the exit code."""
    return run_experiment(N_("Patterns"), lambda: pattern_design(words, quick), report_patterns, language)


def pattern_design(
    words: Sequence[str], quick: bool, model: type | None = None
) -> tuple[ExperimentRequest, list[Trial[Pattern]], DesignRequest]:
    """Return the request, the trials of the patterns, and their design.

    Raises:
        SettingsError: with everything that is wrong.
    """
    scenarios, replicates = (_SCENARIOS[:1], _QUICK) if quick else (_SCENARIOS, _REPLICATES)
    request = experiment_request(words, PATTERNS, scenarios=scenarios, replicates=replicates, decided=PATTERN_SETTINGS)
    request = replace(request, model=model)
    trials = pattern_trials([PATTERNS[name] for name in request.names], request.bases)
    bases = {base.name: base.settings for base in request.bases}
    return request, trials, experiment_design("patterns", request, trials, bases)


def tested_patterns(experiment: Experiment, request: ExperimentRequest) -> list[PatternResult]:
    """Return the patterns whose arms are all there, with what is found of each."""
    found = [one for trial, arms in experiment.results() for one in findings(trial, arms)]
    return by_pattern(found, [PATTERNS[name] for name in request.names], [base.name for base in request.bases])


def report_patterns(experiment: Experiment, request: ExperimentRequest, end: ExperimentEnd, language: str) -> None:
    """Print and keep what the patterns say whose arms are all there, and name the others."""
    every = tested_patterns(experiment, request)
    missing = [name for name in request.names if name not in {one.pattern.key for one in every}]
    if every:
        print(f"\n{patterns_text(every, language)}")
        keep_patterns(every, request, end, language)
    if missing:
        print(say("Not reached: {names}", language, names=", ".join(missing)), file=sys.stderr)


def patterns(
    *names: str, overrides: Sequence[str] = (), quick: bool = False, model: type | None = None, **values: Any
) -> pd.DataFrame:
    """Test whether the patterns of the field come out of the rules, and return every contrast, one row each.

    Args:
        names: of patterns, such as ``"P9"``; all of them when none is named.
        overrides: texts in the grammar of the command line, such as ``"scenario=lethbridge"``.
        quick: whether one scenario and fewer replicates are enough.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, and how to run: ``replicates``, ``seed``, ``threads``, ``engine``. With
            ``output`` the table, the figure and the page are also kept, and the same call goes on with what is there.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    request, trials, design = pattern_design(words_of_call(names, overrides, values), quick, model)

    def find(experiment: Experiment) -> list[PatternResult]:
        return tested_patterns(experiment, request)

    def keep(every: Sequence[PatternResult], end: ExperimentEnd) -> None:
        keep_patterns(every, request, end, default_language())

    return contrasts_table(call_experiment(design, trials, find, keep))


def patterns_text(every: Sequence[PatternResult], language: str) -> str:
    """Return the table of the patterns and the count of their verdicts, as text."""
    spread = any(one.share_holding is not None for one in every)
    head = [
        say(key, language)
        for key in (
            N_("pattern"),
            N_("verdict"),
            N_("contrasts"),
            *((N_("plausible settings"),) if spread else ()),
            N_("effect"),
            N_("95% interval"),
            N_("what decides"),
            N_("Source"),
        )
    ]
    counts = Counter(one.verdict for one in every)
    parts = [
        say("{verdict} {count}", language, count=count, verdict=word(verdict, language))
        for verdict, count in counts.items()
    ]
    rows = [pattern_row(one, spread, language) for one in every]
    total = say("Verdicts: {parts}.", language, parts=", ".join(parts))
    text = f"{table(rows, head, numbers=(4,) if spread else (3,))}\n\n{total}"
    return f"{text}\n{say(OF_WORLDS, language)}" if spread else text


def keep_patterns(
    every: Sequence[PatternResult], request: ExperimentRequest, end: ExperimentEnd, language: str
) -> None:
    """Write the table, the figure, the page and the manifest."""
    with Deliverables(end.folder) as results:
        results.table("patterns.csv", contrasts_table(every))
        scenarios = {base.name: base.title(language) for base in request.bases}
        replicates = request.run.replicates
        worlds = worlds_used(request.run, replicates)
        groups = groups_of(every, language)
        results.figure("patterns", partial(forest_figure, groups, scenarios, replicates, language, worlds))
        results.page("patterns.html", "patterns", partial(page, every, request, end.interrupted, language))
        verdicts = {one.pattern.key: str(one.verdict) for one in every}
        results.finish(request.run, {**request_values(request), **end.values(), "verdicts": verdicts})
