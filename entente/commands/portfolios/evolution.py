"""NSGA-II of pymoo over portfolios: genes are the option of each group and whether each lever is used."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.evaluator import Evaluator
from pymoo.core.mutation import Mutation
from pymoo.core.problem import Problem
from pymoo.operators.crossover.ux import UniformCrossover
from pymoo.problems.static import StaticProblem

from entente.commands.portfolios.search import SearchSizes

OBJECTIVES = 4  # mobilisation held, hours, dollars, load of the smallest


class _Redraw(Mutation):
    """Draws about one gene of each portfolio anew."""

    def _do(self, problem: Problem, X: NDArray[Any], random_state: np.random.Generator = None,  # noqa: N803
            **_: Any) -> NDArray[Any]:  # fmt: skip
        changed = random_state.random(X.shape) < 1 / X.shape[1]
        drawn = random_state.integers(problem.xl, problem.xu + 1, size=X.shape)
        return np.where(changed, drawn, X)


class Evolution:
    """Portfolios that evolve, one generation at a time, told what each of them gives."""

    def __init__(
        self, genes: Sequence[Sequence[str | None]], levers: Sequence[str], sizes: SearchSizes, seed: int
    ) -> None:  # fmt: skip
        """Begin with the status quo, each lever by itself and short random portfolios."""
        highest = np.array([*(len(names) - 1 for names in genes), *[1] * len(levers)])
        rng = np.random.default_rng(seed)
        first = np.zeros((sizes.population, len(highest)), dtype=int)
        for row in first[1:]:
            places = rng.choice(len(highest), size=min(len(highest), rng.integers(1, sizes.most + 1)), replace=False)
            row[places] = rng.integers(0, highest[places] + 1)
        self.problem = Problem(n_var=len(highest), n_obj=OBJECTIVES, n_ieq_constr=1, xl=0 * highest, xu=highest,
                               vtype=int)  # fmt: skip
        self.algorithm = NSGA2(pop_size=sizes.population, sampling=first, mutation=_Redraw(),
                               crossover=UniformCrossover(), eliminate_duplicates=True)  # fmt: skip
        self.algorithm.setup(self.problem, termination=("n_gen", sizes.generations + 1), seed=seed, verbose=False)
        self.asked: Any = None

    def ask(self) -> NDArray[Any]:
        """Return the next portfolios to try, one row of genes each; none when there is nothing new to try."""
        self.asked = self.algorithm.ask()
        return np.zeros((0, self.problem.n_var)) if self.asked is None else np.asarray(self.asked.get("X"), dtype=int)

    def tell(self, objectives: NDArray[Any], missed: NDArray[Any]) -> None:
        """Say what the portfolios that were asked for give.

        Args:
            objectives: to be as low as possible, shape (portfolios, objectives).
            missed: by how far each misses what is required, shape (portfolios, 1).
        """
        if self.asked is None or not len(objectives):
            return
        Evaluator().eval(StaticProblem(self.problem, F=objectives, G=missed), self.asked)
        self.algorithm.tell(infills=self.asked)
