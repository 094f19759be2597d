"""``entente ablation``: each mechanism switched off, and what changes."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from entente.analysis.ablation.ablation import COMPARED_SUMMARIES, Shift, idle_mechanisms, largest_shift
from entente.analysis.ablation.ablation_figure import ablation_figure
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import PATTERN_SETTINGS
from entente.commands.ablation.ablation import Ablation, shifts_table, verdicts_table
from entente.commands.patterns.testing import Finding
from entente.experiments.asked import asked_for, asked_values
from entente.i18n import N_, number, percent, say
from entente.results.deliverables import Deliverables
from entente.results.folders import claimed_folder
from entente.sim.model.measures import SUMMARIES as MEASURES
from entente.sim.model.parameters import MECHANISMS
from entente.terminal.experiment import gathered, guarded
from entente.terminal.layout import table

SCENARIOS = ("twenty_partners", "lethbridge")
REPLICATES, OF_PATTERNS = 200, 24
QUICK, QUICK_OF_PATTERNS = 40, 12
FEW_ARMS = ("P1", "P2", "P3", "P8", "P9", "P10", "P13", "P14", "T1")  # what a quick look tests: at most three arms each


def command(words: Sequence[str], quick: bool, language: str) -> int:
    """Switch off the mechanisms asked for and return the exit code."""

    def work() -> int:
        scenarios, replicates = (SCENARIOS[:1], QUICK) if quick else (SCENARIOS, REPLICATES)
        asked = asked_for(words, MECHANISMS, scenarios=scenarios, replicates=replicates, decided=PATTERN_SETTINGS)
        patterns = [PATTERNS[key] for key in (FEW_ARMS if quick else PATTERNS)]
        ablation = Ablation(asked, patterns, QUICK_OF_PATTERNS if quick else OF_PATTERNS)
        with claimed_folder(asked.run, "ablation") as folder:
            return ablated(ablation, folder, language)

    return guarded(work, language)


def ablated(ablation: Ablation, folder: Path, language: str) -> int:
    """Run the arms, keep and tell what changes; return the exit code."""
    asked = ablation.asked
    arms = say(
        "{total} replicates in all, seed {seed}",
        language,
        total=number(ablation.total, language, 0),
        seed=asked.run.seed,
    )
    scenarios = ", ".join(base.name for base in asked.bases)
    what = say("Ablation", language)
    print(say("{what} on {scenarios}: {arms}", language, what=what, scenarios=scenarios, arms=arms), flush=True)

    def place(one: Shift) -> tuple[int, ...]:
        scenario = [base.name for base in asked.bases].index(one.scenario)
        return asked.names.index(one.mechanism), scenario, COMPARED_SUMMARIES.index(one.summary)

    def finish(found: list[Shift | Finding], seconds: float, interrupted: bool) -> int:
        shifts = sorted((one for one in found if isinstance(one, Shift)), key=place)
        said = [one for one in found if isinstance(one, Finding)]
        verdicts = verdicts_table(said, ablation.patterns, asked.names)
        print(f"\n{ablation_text(shifts, verdicts, ablation, interrupted, language)}")
        keep(shifts, verdicts, ablation, folder, seconds, interrupted, language)
        key = N_("Stopped: what was done is kept in {folder}") if interrupted else N_("Results: {folder}")
        print(say(key, language, folder=folder), file=sys.stderr if interrupted else sys.stdout)
        return 0

    return gathered(ablation.parts(), ablation.total, asked.bases, language, finish)


def changed_by(verdicts: pd.DataFrame) -> dict[str, list[str]]:
    """Return the patterns whose verdict changes, by mechanism."""
    some = verdicts[verdicts["changed"].astype(bool)]
    return {str(name): list(rows["pattern"]) for name, rows in some.groupby("mechanism", sort=False)}


def ablation_text(
    shifts: Sequence[Shift], verdicts: pd.DataFrame, ablation: Ablation, interrupted: bool, language: str
) -> str:
    """Return the table of the mechanisms, and those without which nothing changes, as text."""
    changed = changed_by(verdicts)
    rows = []
    for name in dict.fromkeys(one.mechanism for one in shifts):
        most = largest_shift(one for one in shifts if one.mechanism == name)
        cells = ("", "", "")
        if most.clear:
            measure = MEASURES[most.summary].meaning(language)
            scaled = (
                "∞"
                if abs(most.in_deviations) == float("inf")
                else number(most.in_deviations, language).replace("-", "−")
            )
            share = percent(abs(most.relative), language) if most.relative == most.relative else ""
            sign = "−" if most.change.effect < 0 else "+"
            cells = (scaled, f"{sign}{share}" if share else "", f"{measure} ({most.scenario})")
        rows.append((name, *cells, ", ".join(changed.get(name, []))))
    head = [
        say(key, language)
        for key in (
            N_("mechanism"),
            N_("largest effect (in sd)"),
            N_("relative"),
            N_("measure"),
            N_("verdicts that change"),
        )
    ]
    lines = [table(rows, head, numbers=(1, 2)), ""]
    nothing = idle_mechanisms(shifts, changed)
    if not interrupted:
        names = ", ".join(nothing)
        lines.append(
            say("Without these, nothing changes: {names}.", language, names=names)
            if nothing
            else say("No mechanism is without effect.", language)
        )
    return "\n".join(lines)


def keep(
    shifts: Sequence[Shift], verdicts: pd.DataFrame, ablation: Ablation, folder: Path, seconds: float,
    interrupted: bool, language: str,
) -> None:  # fmt: skip
    """Write the tables, the figure and the manifest."""
    asked = ablation.asked
    with Deliverables(folder) as results:
        every = shifts_table(shifts)
        nothing = idle_mechanisms(shifts, changed_by(verdicts))
        results.table("ablation.csv", every)
        results.table("ablation_patterns.csv", verdicts)
        french = language == "fr"
        seen = set(every["mechanism"])
        mechanisms = {name: MECHANISMS[name][french] for name in asked.names if name in seen}
        names = {name: MEASURES[name].meaning(language) for name in COMPARED_SUMMARIES if name in set(every["summary"])}
        counts = (asked.run.replicates, ablation.fewer.replicates)
        shown = verdicts[verdicts["mechanism"].isin(mechanisms)]
        results.figure("ablation", ablation_figure(every, shown, mechanisms, names, nothing, counts, language))
        about = {"replicates_of_patterns": counts[1], "patterns": [one.key for one in ablation.patterns],
                 "nothing_changes_without": nothing}  # fmt: skip
        results.finish(
            asked.run, {**asked_values(asked), "interrupted": interrupted, "wall_time": round(seconds, 3), **about}
        )
