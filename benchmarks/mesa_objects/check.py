"""Is the compiled engine the same model as the plain Mesa one? ``python -m benchmarks.mesa_objects.check [--all]``.

Settings are compared twice. With common random numbers, every figure of every week must be the same
(``common_random_numbers``). Over replicates with random numbers of their own, every series in every week, the answers
to the six conditions, case tallies and counts of events must have the same distribution (``permutation``); the p-values
of all settings are corrected together (Holm 1979). Exits with 1 when something differs.

Without ``--all``: two scenarios, each as it is and with levers, events and changes. With it, on both: every style of
leadership, rhythm of communication and form of governance, one at a time, and each mechanism switched off, or on where
it is off by default (on a quarter of the replicates).
"""

import argparse
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

import entente
from benchmarks.mesa_objects import permutation
from benchmarks.mesa_objects.common_random_numbers import Gap, first_gap
from benchmarks.mesa_objects.model import CONDITION_ANSWERS, Partnership
from entente.catalogue.catalogue import every_option
from entente.sim import simulate
from entente.sim.model.measures import CASE_TALLY, LOG_ENTRIES, SERIES
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import Settings

SCENARIOS = ("twenty_partners", "lethbridge")
GROUPS = ("leadership", "communication", "governance")
BLOCK = 4  # weeks over which figures are averaged before their distributions are compared
LEVEL = 0.05
EVENTFUL = {
    "people": ("lever=[second_delegate,handover_protocol,onboarding]", "levers.second_delegate.stop=100",
               "+events.churn={kind: departures, yearly: 2, size: 0.3}",
               "+events.merger={kind: reorganisation, week: 60, size: 0.5}"),
    "leaders": ("lever=[any_member_coordinates,succession_plan]", "levers.succession_plan.start=40",
                "+events.goes={kind: leader_leaves, yearly: 1}", "leadership.rotation=30",
                "+changes.poorer={week: 80, set: {leadership.hours: 6}}"),
    "meetings": ("lever=[face_to_face,informal_activities,monthly_contact]", "levers.face_to_face.start=20",
                 "levers.face_to_face.stop=90", "governance.local=0.5", "governance.admission=30",
                 "+events.flu={kind: no_meeting, yearly: 1, lasts: 8}"),
    "quarrels": ("lever=[mediation,common_vision]", "levers.mediation.start=50", "partners.framing_spread=0.4",
                 "+events.row={kind: controversy, yearly: 2, size: 0.8}", "cycles=1", "stages.action.work=400"),
    "hard_times": ("lever=[paid_community_of_practice,hard_to_prioritise]", "casework.arrivals=3",
                   "+events.wave={kind: crisis, yearly: 1, size: 0.7, lasts: 12}",
                   "+events.grant={kind: funding, week: 20, size: 0.9, lasts: 40}",
                   "+changes.bare={week: 90, set: {context.funding: 0, governance.structure: 0.8}}"),
    "turns": ("+changes.later={week: 60, set: {leadership.hours: 2}}",  # declared in another order than they happen
              "+changes.sooner={week: 20, set: {leadership.hours: 30}}"),
    "absences": ("partners.delegates=3", "governance.formalisation=0.5",
              "staff.turnover=0.5", "partners.mobilised=0.5",
              "+events.cut={kind: funding, week: 10, size: 0.1, lasts: 60}",
              "leadership.departure=0.5", "leadership.succession=6", "mobilisation.lapse=8"),
    "on_the_bound": ("communication=aire_ouverte", "lever=[liaison_persons,face_to_face]"),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One setting to compare, and the number of replicates of each model."""

    scenario: str
    what: str
    overrides: tuple[str, ...]
    replicates: int

    def __str__(self) -> str:
        """Return the scenario and what is set in it."""
        return f"{self.scenario}, {self.what}"

    @property
    def settings(self) -> Settings:
        """The settings to compare."""
        return entente.settings(self.scenario, overrides=self.overrides)


@dataclass(frozen=True)
class Runs:
    """The figures of some runs: weekly ones (run, week, figure) and totals (run, figure)."""

    weekly: NDArray[np.float32]
    totals: NDArray[np.float32]


def cases_to_compare(everything: bool, replicates: int) -> Iterator[Case]:
    """Yield the settings to compare."""
    for scenario in SCENARIOS:
        yield Case(scenario, "as it is", (), replicates)
        for name, overrides in EVENTFUL.items():
            yield Case(scenario, name, overrides, replicates)
    if everything:
        for scenario in SCENARIOS:
            for option in every_option():
                if option.group in GROUPS:
                    what = f"{option.group}={option.name}"
                    yield Case(scenario, what, (what,), replicates)
            for name in MECHANISMS:
                what = f"mechanisms.{name}=off"
                yield Case(scenario, what, (what,), max(2, replicates // 4))


def engine_runs(settings: Settings, replicates: int, seed: int) -> Runs:
    """Run replicates in the compiled engine."""
    weekly, totals = [], []
    for chunk in simulate(settings, replicates, seed, threads=1):
        answers = chunk.conditions.reshape(*chunk.weeks.shape[:2], -1)
        weekly.append(np.concatenate([chunk.weeks, answers], axis=2).astype(np.float32))
        logs = np.split(chunk.event_log["kind"], np.cumsum(chunk.logged)[:-1])
        kinds = np.array([np.bincount(log, minlength=len(LOG_ENTRIES)) for log in logs])
        totals.append(np.concatenate([chunk.cases.reshape(len(kinds), -1), kinds], axis=1).astype(np.float32))
    return Runs(np.concatenate(weekly), np.concatenate(totals))


def peer_runs(settings: Settings, replicates: int, seed: int) -> Runs:
    """Run replicates in plain Mesa."""
    weekly, totals = [], []
    for replicate in range(replicates):
        peer = Partnership(settings, seed=seed + replicate).run()
        weekly.append(peer.datacollector.get_model_vars_dataframe()[[*SERIES, *CONDITION_ANSWERS]].to_numpy("f4"))
        tally = [cell.tally[name] for cell in peer.cells for name in CASE_TALLY]
        kinds = Counter(kind for _, kind, _, _ in peer.log)
        totals.append([*tally, *(kinds[kind] for kind in LOG_ENTRIES)])
        getattr(mesa.Agent, "_ids", {}).pop(peer, None)  # Mesa 3.3 would keep every model that ever was
    return Runs(np.stack(weekly), np.array(totals, dtype=np.float32))


def figures(runs: Runs) -> NDArray[np.float32]:
    """Return every figure of every week, then the totals: shape (runs, figures)."""
    return np.concatenate([runs.weekly.reshape(len(runs.weekly), -1), runs.totals], axis=1)


def average_blocks(runs: Runs) -> NDArray[np.float32]:
    """Return every figure averaged over blocks of weeks, then the totals."""
    whole = runs.weekly.shape[1] // BLOCK * BLOCK
    blocks = runs.weekly[:, :whole].reshape(len(runs.weekly), -1, BLOCK, runs.weekly.shape[2]).mean(axis=2)
    return np.concatenate([blocks.reshape(len(blocks), -1), runs.totals], axis=1)


def names_of_figures(settings: Settings, periods: int) -> list[str]:
    """Return the names of the figures: those of each week or block of weeks, then the totals."""
    cells = max(1, len(settings.territories)) * max(1, len(settings.populations))
    totals = [f"cases {name}" for _ in range(cells) for name in CASE_TALLY]
    return [*SERIES, *CONDITION_ANSWERS] * periods + totals + [f"log {kind}" for kind in LOG_ENTRIES]


def compare(case: Case, seed: int) -> tuple[dict[str, object], pd.DataFrame]:
    """Compare the two on one setting; return a row for the setting, and a row for each series."""
    settings = case.settings
    gap = first_gap(settings, seed)
    own = zlib.crc32(str(case).encode()) % 2**31  # another seed for each setting
    peer, engine = peer_runs(settings, case.replicates, own), engine_runs(settings, case.replicates, own ^ seed)
    rng = np.random.default_rng([own, seed])
    means = permutation.compare(figures(peer), figures(engine), rng)
    pooled = permutation.indicate_deciles(np.concatenate([average_blocks(peer), average_blocks(engine)]))
    spreads = permutation.compare(pooled[: case.replicates], pooled[case.replicates :], rng)
    names = names_of_figures(settings, settings.weeks)
    blocks = names_of_figures(settings, settings.weeks // BLOCK) * len(permutation.DECILES)
    series = pd.DataFrame({"mean": largest(names, means.z), "distribution": largest(blocks, spreads.z)})
    series.insert(0, "what", case.what)
    series.insert(0, "scenario", case.scenario)
    row = {
        "scenario": case.scenario,
        "what": case.what,
        "replicates": case.replicates,
        "common random numbers": describe_gap(gap),
        "mean: largest |z|": float(np.abs(means.z).max()),
        "mean: series": series["mean"].idxmax(),
        "mean: p": means.p,
        "distribution: largest |z|": float(np.abs(spreads.z).max()),
        "distribution: series": series["distribution"].idxmax(),
        "distribution: p": spreads.p,
    }
    return row, series


def largest(names: Iterable[str], z: NDArray[np.float32]) -> "pd.Series[float]":
    """Return the largest difference of each series, in standard errors."""
    return pd.Series(np.abs(z), index=list(names)).groupby(level=0, sort=False).max()


def describe_gap(gap: Gap | None) -> str:
    """Return where the two differ under common random numbers, or "same"."""
    return "same" if gap is None else str(gap)


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p-values corrected for their number (Holm 1979)."""
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)).clip(max=1.0)
    return adjusted[np.argsort(order)]


def add_verdicts(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return the table of the settings with a verdict on each."""
    table = pd.DataFrame(rows)
    corrected = holm(table[["mean: p", "distribution: p"]].to_numpy().ravel()).reshape(-1, 2).min(axis=1)
    table["p, corrected"] = corrected
    different = (corrected < LEVEL) | ~table["common random numbers"].str.startswith("same")
    table["verdict"] = np.where(different, "DIFFERENT", "same")
    return table


def as_markdown(table: pd.DataFrame) -> str:
    """Return a table in Markdown."""
    shown = table.map(lambda value: f"{value:.3g}" if isinstance(value, float) else str(value))
    lines = [list(shown.columns), ["---"] * len(shown.columns), *shown.to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Compare, print and write the tables; return 1 when something differs."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mesa_objects.check",
        description="Is the compiled engine the same model as the plain Mesa one? Exits with 1 when something differs.",
    )
    parser.add_argument("--all", action="store_true", help="every named option and every mechanism switched off too")
    parser.add_argument("--only", metavar="TEXT", default="", help="those settings whose name has it: 'lethbridge, '")
    parser.add_argument("--replicates", type=int, default=200, help="of each of the two (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other replicates (default: 1)")
    parser.add_argument("--output", type=Path, help="folder for settings.csv, settings.md and series.csv")
    asked = parser.parse_args(arguments)
    if asked.replicates < 2 or not 0 <= asked.seed < 2**31:
        parser.error("--replicates is at least 2, and --seed from 0 to 2**31 - 1")
    every = list(cases_to_compare(asked.all, asked.replicates))
    chosen = [case for case in every if asked.only in str(case)]
    if not chosen:
        parser.error(f"--only: no setting has {asked.only!r} in its name; there are {'; '.join(map(str, every))}")
    rows, series = [], []
    progress = tqdm(chosen, unit="setting", disable=None)
    for case in progress:
        progress.set_postfix_str(str(case))
        row, own = compare(case, asked.seed)
        rows.append(row)
        series.append(own)
    table = add_verdicts(rows)
    print(as_markdown(table))
    if asked.output:
        asked.output.mkdir(parents=True, exist_ok=True)
        table.to_csv(asked.output / "settings.csv", index=False)
        (asked.output / "settings.md").write_text(as_markdown(table), encoding="utf-8")
        pd.concat(series).rename_axis("series").to_csv(asked.output / "series.csv")
    return int((table["verdict"] != "same").any())


if __name__ == "__main__":
    sys.exit(main())
