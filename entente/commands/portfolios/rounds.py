"""Rounds of runs: portfolios simulated in futures, each round a design of its own that is kept and gone on with."""

import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.portfolios.futures import WORLD_RANK, draw_futures, values_of_future
from entente.analysis.portfolios.portfolio import Portfolio
from entente.commands.portfolios.situation import Situation
from entente.config.output_folder import PARTS
from entente.config.problems import Located, Origin
from entente.config.run_settings import Run
from entente.results.keep import Keep
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, as_tree
from entente.studies.design import Cut, Design, Setup
from entente.studies.design_folder import DesignRequest, design_folder, memory_run
from entente.studies.identity import differences, model_identity, versions
from entente.studies.left_out import LeftOutWarning
from entente.studies.options import ExecutorOptions
from entente.studies.plausible import Sample
from entente.studies.points import Point
from entente.studies.runner import DesignRun
from entente.studies.store import concat_parts
from entente.studies.study_files import read_manifest

ROUNDS = ".rounds"  # the folder of the rounds, in that of the results
RUNS_OF_BATCH = 100
Carry = Callable[[DesignRun, str], None]  # does what is left of a round; told its name


def carry_out_quietly(run: DesignRun, _name: str) -> None:
    """Do what is left of a round without a word."""
    for _ in run.carry_out():
        pass


@dataclass(frozen=True)
class ArmInFutures:
    """Settings to simulate in every future, and the paths that futures must leave alone."""

    settings: Settings
    stated: frozenset[str]


@dataclass
class Rounds:
    """Runs portfolios, round after round; a round that is there already is read.

    Attributes:
        situation: what portfolios are made of.
        sample: plausible settings of the rules, or None.
        run: how each is run.
        options: what carries it out.
        folder: where rounds are kept; None: in memory.
        identity: what all rounds hang on.
        carry_out: does what is left of a round.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    situation: Situation
    sample: Sample | None
    run: Run
    options: ExecutorOptions
    folder: Path | None = None
    identity: Mapping[str, Any] = field(default_factory=dict)
    carry_out: Carry = carry_out_quietly
    model: type | None = None
    runs_done: int = 0

    def evaluate(self, name: str, portfolios: Sequence[Portfolio], seed: int, count: int) -> pd.DataFrame:
        """Return one row for each portfolio and future: ``plan`` (its rank), ``future`` and every summary.

        Args:
            name: of the round.
            portfolios: possible ones.
            seed: of the futures and of the runs.
            count: futures.
        """
        return self.run_arms(name, [self.arm(one) for one in portfolios], seed, count)["runs"]

    def arm(self, portfolio: Portfolio) -> ArmInFutures:
        """Return what is run of a portfolio, which must be possible."""
        settings = self.situation.settings_of(portfolio)
        assert settings is not None, "only what is possible is run"
        return ArmInFutures(settings, self.situation.stated_paths(portfolio))

    def design(self, arms: Sequence[ArmInFutures], seed: int, count: int, keep: Keep | None = None) -> Design:
        """Return arms in futures as a design: one point an arm, one replicate a future."""
        futures = self.futures(seed, count).to_dict("records")
        setups = tuple(Setup(one.settings, keep or Keep(), worlds=self.worlds(one, futures)) for one in arms)
        return Design(setups, tuple(Point(k, k, {}) for k in range(len(arms))), (count,), seed,
                      Cut(1, RUNS_OF_BATCH, by_point=True), model=self.model)  # fmt: skip

    def futures(self, seed: int, count: int) -> pd.DataFrame:
        """Return the futures of a round."""
        worlds = 0 if self.sample is None else len(self.sample.worlds)
        return draw_futures(seed, count, self.situation.settings.weeks, worlds)

    def run_arms(
        self, name: str, arms: Sequence[ArmInFutures], seed: int, count: int, keep: Keep | None = None
    ) -> dict[str, pd.DataFrame]:
        """Run arms in futures and return their tables, ``plan`` and ``future`` in place of point and replicate."""
        keep = keep or Keep()
        design = self.design(arms, seed, count, keep)
        request = DesignRequest(
            "portfolios", name, self.round_identity(arms, seed, count), design, self.run, self.options
        )
        with warnings.catch_warnings(), ExitStack() as stack:
            warnings.simplefilter("ignore", LeftOutWarning)  # said once of the situation, not of each portfolio
            run = stack.enter_context(self.place_of(request))
            self.carry_out(run, name)
            numbers = sorted(run.store.batches_done())
            tables = {
                table: concat_parts(table, run.store.tables(table, numbers))
                for table in ("runs", *(name for name in ("weeks", "organisations") if getattr(keep, name)))
            }
        self.runs_done += len(tables["runs"])
        named = {"point": "plan", "replicate": "future"}
        return {table: frame.rename(columns=named) for table, frame in tables.items()}

    def place_of(self, request: DesignRequest) -> Any:
        """Return a context with the design on its way to its end, in its folder or in memory."""
        if self.folder is None:
            return nullcontext(memory_run(request))
        place = self.folder / ROUNDS / request.name
        about = read_manifest(place / PARTS)
        if about is not None and differences(about["identity"], request.whole_identity):
            if not self.run.overwrite:
                problem = message("the rounds of the search that it holds were made by another version of Entente")
                wanted = message("output=ANOTHER FOLDER, and this one stays; or overwrite=true, to begin anew")
                raise SettingsError([Located("output", problem, wanted, origin=Origin("folder", self.folder))])
            shutil.rmtree(place)
        return _KeptRound(replace(request, run=replace(self.run, output=str(place), overwrite=False)))

    def worlds(self, arm: ArmInFutures, futures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return what each future makes of an arm: events, traits, plausible settings where none is stated."""
        found = []
        for future in futures:
            values: dict[str, Any] = {}
            if self.sample is not None:
                world = self.sample.worlds[int(future[WORLD_RANK])]
                values |= {path: value for path, value in world.items() if path not in arm.stated}
            found.append(values | values_of_future(future, arm.settings))
        return found

    def round_identity(self, arms: Sequence[ArmInFutures], seed: int, count: int) -> dict[str, Any]:
        """Return what decides the results of a round."""
        from hashlib import blake2b

        digest = blake2b(digest_size=10)
        for arm in arms:
            digest.update(repr((as_tree(arm.settings), sorted(arm.stated))).encode())
        sample = {} if self.sample is None else {"plausible": self.sample.digest}
        return {"versions": versions(), **model_identity(self.model), **self.identity, **sample, "seed": seed,
                "futures": count, "arms": {"count": len(arms), "hash": digest.hexdigest()}}  # fmt: skip


class _KeptRound:
    """The folder of a round, which is finished when the block ends well."""

    def __init__(self, request: DesignRequest) -> None:
        self.held = design_folder(request)

    def __enter__(self) -> DesignRun:
        self.place = self.held.__enter__()
        self.place.write_state(finished=False) if not self.place.finished else None
        return self.place.run

    def __exit__(self, kind: type[BaseException] | None, *error: Any) -> None:
        if kind is None:
            self.place.write_state(finished=True)
        self.held.__exit__(kind, *error)
