"""``entente anchors``: figures of the field beside what the defaults give."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from entente.analysis.anchors.anchors import ANCHOR_SETTINGS, ANCHORS, MATURE, ORDINARY, Anchor
from entente.analysis.anchors.anchors_figure import PLACES, AnchorRow, anchors_figure
from entente.analysis.patterns.pattern import CALENDAR
from entente.analysis.statistics.intervals import Estimate
from entente.commands.patterns.report import said
from entente.experiments.asked import Asked, asked_for, asked_values
from entente.experiments.bench import Job, Trial, answered, composed, jobs_of, merged
from entente.i18n import N_, number, say, unit
from entente.results.deliverables import Deliverables
from entente.results.folders import claimed_folder
from entente.terminal.experiment import gathered, guarded
from entente.terminal.layout import table

SCENARIOS, REPLICATES, QUICK = (ORDINARY, MATURE), 200, 40
Given = tuple[Anchor, Estimate]


def command(words: Sequence[str], quick: bool, language: str) -> int:
    """Compare the figures asked for and return the exit code."""

    def work() -> int:
        many = QUICK if quick else REPLICATES
        asked = asked_for(words, ANCHORS, scenarios=SCENARIOS, replicates=many, decided=ANCHOR_SETTINGS)
        trials = prepared(asked)
        with claimed_folder(asked.run, "anchors") as folder:
            return compared(asked, trials, folder, language)

    return guarded(work, language)


def prepared(asked: Asked) -> list[Trial[Anchor]]:
    """Return the trials of the anchors asked for."""
    bases = {base.name: base for base in asked.bases}
    trials = []
    for name in asked.names:
        anchor = ANCHORS[name]
        words = (*bases[anchor.scenario].words, *CALENDAR)
        kept = ("", frozenset(anchor.series), frozenset(anchor.organisations))
        arms = anchor.arms(composed(words)).items()
        jobs = {arm: Job((*words, *one.overrides), *kept) for arm, one in arms}
        trials.append(Trial(anchor, anchor.scenario, jobs))
    return merged(trials)


def compared(asked: Asked, trials: Sequence[Trial[Anchor]], folder: Path, language: str) -> int:
    """Run the arms, keep and tell what they give; return the exit code."""
    jobs = len(jobs_of(trials))
    arms = say(
        "{arms} arms of {replicates} replicates, seed {seed}",
        language,
        arms=jobs,
        replicates=asked.run.replicates,
        seed=asked.run.seed,
    )
    scenarios = ", ".join(dict.fromkeys(trial.scenario for trial in trials))
    what = say("Anchors", language)
    print(say("{what} on {scenarios}: {arms}", language, what=what, scenarios=scenarios, arms=arms), flush=True)

    def parts() -> Iterator[tuple[int, list[Given]]]:
        for whole in answered(trials, asked.run):
            yield asked.run.replicates, [(trial.what, trial.what.estimate(outcomes)) for trial, outcomes in whole]

    def finish(found: list[Given], seconds: float, interrupted: bool) -> int:
        order = list(ANCHORS)
        found = sorted(found, key=lambda one: order.index(one[0].name))
        print(f"\n{anchors_text(found, language)}")
        keep(found, asked, folder, seconds, interrupted, language)
        key = N_("Stopped: what was done is kept in {folder}") if interrupted else N_("Results: {folder}")
        print(say(key, language, folder=folder), file=sys.stderr if interrupted else sys.stdout)
        return 0

    return gathered(parts(), jobs * asked.run.replicates, asked.bases, language, finish)


def anchors_text(found: Sequence[Given], language: str) -> str:
    """Return the table of the anchors and the count of their places, as text."""
    head = [
        say(key, language)
        for key in (N_("anchor"), N_("unit"), N_("field"), N_("given"), N_("95% interval"), N_("place"), N_("Source"))
    ]
    rows = [
        (said(anchor.text, language), unit(anchor.unit, language), target_text(anchor, language),
         number(given.effect, language), interval_text(given, language),
         say(PLACES[anchor.place(given)], language), anchor.source)
        for anchor, given in found
    ]  # fmt: skip
    counts = Counter(anchor.place(given) for anchor, given in found)
    places = {place: counts[place] for place in PLACES}
    counts = say(
        "Of {count} figures of the field: {inside} inside, {straddles} astride, {outside} outside.",
        language,
        count=len(found),
        **places,
    )
    return f"{table(rows, head, numbers=(2, 3))}\n\n{counts}"


def target_text(anchor: Anchor, language: str) -> str:
    """Write what agrees with the field."""
    return f"{number(anchor.low, language)} – {number(anchor.high, language)}"


def interval_text(given: Estimate, language: str) -> str:
    """Write the interval of what is given."""
    return say("[{low}, {high}]", language, low=number(given.low, language), high=number(given.high, language))


def keep(found: Sequence[Given], asked: Asked, folder: Path, seconds: float, interrupted: bool, language: str) -> None:
    """Write the table, the figure and the manifest."""
    with Deliverables(folder) as results:
        results.table("anchors.csv", anchors_table(found))
        rows = [
            AnchorRow(said(anchor.text, language), (anchor.low, anchor.high), given.effect, (given.low, given.high),
                target_text(anchor, language),
                f"{number(given.effect, language)} {interval_text(given, language)}", anchor.place(given))
            for anchor, given in found
        ]  # fmt: skip
        results.figure("anchors", anchors_figure(rows, asked.run.replicates, language))
        places = {anchor.name: anchor.place(given) for anchor, given in found}
        results.finish(
            asked.run,
            {**asked_values(asked), "interrupted": interrupted, "wall_time": round(seconds, 3), "places": places},
        )


def anchors_table(found: Sequence[Given]) -> pd.DataFrame:
    """Return every anchor, one row each."""
    rows = [
        {"anchor": anchor.name, "unit": anchor.unit, "target_low": anchor.low, "target_high": anchor.high,
         "mean": given.effect, "low": given.low, "high": given.high, "place": anchor.place(given),
         "scenario": anchor.scenario, "formula": anchor.formula, "replicates": given.replicates,
         "missing": given.missing, "source": anchor.source}
        for anchor, given in found
    ]  # fmt: skip
    return pd.DataFrame(rows)
