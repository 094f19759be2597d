"""``entente patterns``: do the expected patterns come out of the rules?"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.forest_figure import forest_figure
from entente.analysis.patterns.pattern import PATTERN_SETTINGS, Pattern
from entente.analysis.patterns.verdict_words import word
from entente.commands.patterns.page import page
from entente.commands.patterns.report import Tested, by_pattern, contrasts_table, groups_of, pattern_row
from entente.commands.patterns.testing import Finding, findings, prepared
from entente.experiments.asked import Asked, asked_for, asked_values
from entente.experiments.bench import Trial, jobs_of
from entente.i18n import N_, say
from entente.results.deliverables import Deliverables
from entente.results.folders import claimed_folder
from entente.terminal.experiment import gathered, guarded
from entente.terminal.layout import table

SCENARIOS, REPLICATES, QUICK = ("twenty_partners", "lethbridge"), 200, 40


def command(words: Sequence[str], quick: bool, language: str) -> int:
    """Test the patterns asked for and return the exit code."""

    def work() -> int:
        scenarios, replicates = (SCENARIOS[:1], QUICK) if quick else (SCENARIOS, REPLICATES)
        asked = asked_for(words, PATTERNS, scenarios=scenarios, replicates=replicates, decided=PATTERN_SETTINGS)
        trials = prepared([PATTERNS[name] for name in asked.names], asked.bases)
        with claimed_folder(asked.run, "patterns") as folder:
            return tested(asked, trials, folder, language)

    return guarded(work, language)


def tested(asked: Asked, trials: Sequence[Trial[Pattern]], folder: Path, language: str) -> int:
    """Run the arms, keep and tell what they say; return the exit code."""
    jobs = len(jobs_of(trials))
    arms = say(
        "{arms} arms of {replicates} replicates, seed {seed}",
        language,
        arms=jobs,
        replicates=asked.run.replicates,
        seed=asked.run.seed,
    )
    scenarios = ", ".join(base.name for base in asked.bases)
    what = say("Patterns", language)
    print(say("{what} on {scenarios}: {arms}", language, what=what, scenarios=scenarios, arms=arms), flush=True)

    def finish(found: list[Finding], seconds: float, interrupted: bool) -> int:
        every = by_pattern(found, [PATTERNS[name] for name in asked.names], [base.name for base in asked.bases])
        print(f"\n{patterns_text(every, language)}")
        keep(every, asked, folder, seconds, interrupted, language)
        missing = [name for name in asked.names if name not in {one.pattern.key for one in every}]
        if missing:
            print(say("Not reached: {names}", language, names=", ".join(missing)), file=sys.stderr)
        key = N_("Stopped: what was done is kept in {folder}") if interrupted else N_("Results: {folder}")
        print(say(key, language, folder=folder), file=sys.stderr if interrupted else sys.stdout)
        return 0

    many = asked.run.replicates
    parts = ((many, found) for found in findings(trials, asked.run))
    return gathered(parts, many * jobs, asked.bases, language, finish)


def patterns_text(every: Sequence[Tested], language: str) -> str:
    """Return the table of the patterns and the count of their verdicts, as text."""
    head = [
        say(key, language)
        for key in (
            N_("pattern"),
            N_("verdict"),
            N_("contrasts"),
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
    rows = [pattern_row(one, language) for one in every]
    total = say("Of {count} patterns: {parts}.", language, count=len(every), parts=", ".join(parts))
    return f"{table(rows, head, numbers=(3,))}\n\n{total}"


def keep(every: Sequence[Tested], asked: Asked, folder: Path, seconds: float, interrupted: bool, language: str) -> None:
    """Write the table, the figure, the page and the manifest."""
    with Deliverables(folder) as results:
        results.table("patterns.csv", contrasts_table(every))
        scenarios = {base.name: base.name for base in asked.bases}
        drawn = results.figure(
            "patterns", forest_figure(groups_of(every, language), scenarios, asked.run.replicates, language)
        )
        results.text("patterns.html", page(every, drawn, asked, interrupted, language))
        verdicts = {one.pattern.key: str(one.verdict) for one in every}
        results.finish(
            asked.run,
            {**asked_values(asked), "interrupted": interrupted, "wall_time": round(seconds, 3), "verdicts": verdicts},
        )
