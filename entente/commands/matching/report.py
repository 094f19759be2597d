"""``entente match``: wave after wave, then what is plausible, what is structural, what is in conflict."""

import sys
from collections.abc import Sequence

import numpy as np

from entente.analysis.matching.implausibility import LIMIT
from entente.analysis.matching.targets import TARGETS
from entente.analysis.matching.targets_figure import REACH_WORDS
from entente.analysis.plotting.setting_names import setting_title
from entente.commands.matching.keeping import MATCHED, PLAUSIBLE, keep_matching
from entente.commands.matching.matching import MatchingResults, carry_out_matching, claimed_matching
from entente.commands.matching.spec import MatchSpec, match_spec
from entente.i18n import N_, number, percent, say, unit
from entente.studies.runner import DesignRun
from entente.terminal.design_progress import run_with_progress
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.progress import Interruption, Progress
from entente.terminal.quantities import count, format_rounded

_SHOWN = 10  # conflicts listed in the terminal; all are in the table


def match_command(words: Sequence[str], language: str) -> int:
    """Match the targets asked for and return the exit code."""

    def work() -> int:
        spec = match_spec(words)
        print(spec_text(spec, language), flush=True)
        with claimed_matching(spec) as folder, Interruption() as interruption:
            session = _Session(spec, interruption, language)
            found = carry_out_matching(spec, folder, session.run_wave, session.tell)
            interruption.holding = True
            keep_matching(found, language)
            return session.finish(found)

    return exit_code_of(work, language, words)


class _Session:
    """One command at work on a matching: its progress, its waves told as they go, why it stopped."""

    def __init__(self, spec: MatchSpec, interruption: Interruption, language: str) -> None:
        """Begin with no wave."""
        self.spec, self.interruption, self.language = spec, interruption, language
        self.problem = ""

    def run_wave(self, run: DesignRun, wave: int) -> bool:
        """Do what is left of a wave, showing its progress; tell whether it is whole."""
        if run.complete:
            return True
        runs, done = (count(one, self.language) for one in (run.design.runs, run.runs_found))
        if wave:
            said = say("Wave {wave}: {runs} runs", self.language, wave=wave, runs=runs)
        else:
            said = say("Sorting the settings: {runs} runs", self.language, runs=runs)
        if run.runs_found:
            said += say(", of which {done} were done already", self.language, done=done)
        print(said, flush=True)
        progress = Progress(run.design.runs - run.runs_found, self.language)
        compiled_for = [arm.settings for arm in self.spec.arms]
        session = run_with_progress(run.carry_out(), compiled_for, progress, self.interruption, self.language)
        self.problem = session.problem
        stopped = bool(self.interruption.heard or session.problem)
        self.interruption.holding = False
        return not stopped

    def tell(self, found: MatchingResults) -> None:
        """Tell what a wave left."""
        print(wave_text(found, self.language) if found.runs else sorting_text(found, self.language), flush=True)

    def finish(self, found: MatchingResults) -> int:
        """Tell what was found and where it is; return the exit code."""
        if found.runs:
            print(f"\n{matching_text(found, self.language)}\n")
        if found.whole:
            print(say("Results: {folder}", self.language, folder=found.folder))
            return 0
        if self.problem:
            print(f"\n{self.problem}", file=sys.stderr)
        text = say("Stopped: what was done is kept in {folder}. The same command goes on.", self.language,
                   folder=found.folder)  # fmt: skip
        print(text, file=sys.stderr)
        return FAILED if self.problem else INTERRUPTED


def spec_text(spec: MatchSpec, language: str) -> str:
    """Return what is about to be matched."""
    return say(
        "{targets} targets in {arms} arms, {axes} settings that vary; {points} points a wave, {replicates} replicates "
        "each, seed {seed}",
        language,
        targets=len(spec.targets),
        arms=len(spec.arms),
        axes=len(spec.axes),
        points=count(spec.options.points, language),
        replicates=count(spec.run.replicates, language),
        seed=spec.run.seed,
    )


def sorting_text(found: MatchingResults, language: str) -> str:
    """Return which settings are kept of those that were sorted."""
    most = found.shares.max(axis=1)
    names = ", ".join(
        f"{setting_title(one.key, language)} ({percent(most[one.key], language)})" for one in found.spec.axes
    )
    return say(
        "{kept} of {count} settings matter (share of the variance of some target that each alone explains): {names}",
        language,
        kept=len(found.spec.axes),
        count=len(most),
        names=names,
    )


def wave_text(found: MatchingResults, language: str) -> str:
    """Return what the last wave kept, what is left of the ranges, and which targets none has reached by now."""
    last = found.waves.iloc[-1]
    parts = [
        say(
            "  {kept} of {settings} settings kept; {volume} of the ranges left",
            language,
            kept=count(last["kept"], language),
            settings=count(last["settings"], language),
            volume=volume_text(last["volume"], language),
        )
    ]
    if last["level"] > LIMIT:
        parts.append(say("; none is foreseen under 3: the best are looked at, down to {level}", language,
                         level=format_rounded(last["level"], language)))  # fmt: skip
    targets = found.targets
    if len(never := targets.loc[targets["reached"] == 0, "target"]):
        parts.append(
            say("; reached by none: {names}", language, names=", ".join(target_label(one, language) for one in never))
        )
    return "".join(parts)


def volume_text(share: float, language: str) -> str:
    """Write a share of a volume, however small."""
    if share >= 0.01:
        return percent(share, language)
    text = f"{share:.1e}"
    return text.replace(".", ",") if language == "fr" else text


def matching_text(found: MatchingResults, language: str) -> str:
    """Return what is plausible, the table of the targets, what is structural and what is in conflict."""
    parts = [targets_text(found, language), *_structural_text(found, language), *_conflicts_text(found, language)]
    if len(found.member_ranks):
        kept = int(found.implausibility["kept"].sum())
        parts.append(
            say(
                "{kept} settings are plausible (at most {misses} targets missed); {members} of them are the sample: "
                "{sample}, and {matched} for the one nearest the figures of the field.",
                language,
                kept=count(kept, language),
                misses=found.misses,
                members=count(len(found.member_ranks), language),
                sample=found.folder / PLAUSIBLE,
                matched=found.folder / MATCHED,
            )
        )
    else:
        parts.append(_none_text(found, language))
    if found.whole and not found.settled:
        parts.append(say("What is left still changed at the last wave: more waves would say more (waves=).", language))
    return "\n\n".join(parts)


def target_label(name: str, language: str) -> str:
    """Return what a target is called."""
    return TARGETS[name].text.in_language(language)


def targets_text(found: MatchingResults, language: str) -> str:
    """Return the table of the targets."""
    rows = []
    any_kept = bool(len(found.member_ranks))
    for one, target in zip(found.targets.itertuples(), found.spec.targets, strict=True):
        given = "–"
        if any_kept and np.isfinite(one.mean):
            ends = say("[{low}, {high}]", language, low=number(one.low, language), high=number(one.high, language))
            given = f"{number(one.mean, language)} {ends}"
        figure = f"{number(target.value, language)} ± {number(target.tolerance, language)}"
        rows.append((target.text.in_language(language), unit(target.unit, language), figure, given,
                     percent(one.share, language), format_rounded(one.least, language),
                     say(REACH_WORDS[one.verdict], language)))  # fmt: skip
    keys = (N_("target"), N_("unit"), N_("field"), N_("plausible settings give"), N_("reach it"), N_("nearest"),
            N_("verdict"))  # fmt: skip
    return table(rows, [say(key, language) for key in keys], numbers=(2, 4, 5))


def _structural_text(found: MatchingResults, language: str) -> list[str]:
    """Return which targets no setting reaches."""
    rows = found.targets[found.targets["verdict"] == "structural"]
    if not len(rows):
        return []
    names = ", ".join(
        f"{target_label(row.target, language)} ({format_rounded(row.least, language)})" for row in rows.itertuples()
    )
    return [
        say(
            "Structural: of {count} settings, none comes under an implausibility of 3 for {names}. No setting of these "
            "ranges makes up for the rules.",
            language,
            count=count(len(found.implausibility), language),
            names=names,
        )
    ]


def _conflicts_text(found: MatchingResults, language: str) -> list[str]:
    """Return which targets are only reached where another is missed."""
    pairs = found.conflicts.sort_values("nearest", ascending=False)
    if not len(pairs):
        return []
    names = "; ".join(f"{target_label(row.target, language)} ~ {target_label(row.other, language)} "
                      f"({format_rounded(row.nearest, language)})"
                      for row in pairs.head(_SHOWN).itertuples())  # fmt: skip
    more = len(pairs) - _SHOWN
    text = say("Reached one at a time, never together: {names}.", language, names=names)
    return [text + (" " + say("{count} more pairs in conflicts.csv.", language, count=more) if more > 0 else "")]


def _none_text(found: MatchingResults, language: str) -> str:
    """Return that nothing is plausible, and what the least implausible setting misses."""
    away = found.nearest.sort_values(ascending=False)
    missed = [
        f"{target_label(name, language)} ({format_rounded(value, language)})"
        for name, value in away.items()
        if value > LIMIT
    ]
    return say(
        "No setting is plausible: each misses more than {misses} targets. The least implausible one misses {names}. "
        "Name the targets without those, allow more misses (misses=), or mend the rules.",
        language,
        misses=found.misses,
        names=", ".join(missed),
    )
