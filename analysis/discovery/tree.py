"""A classification tree: yes-or-no questions about the settings, and the density of cases of interest in each leaf.

CART (Breiman et al. 1984), by scikit-learn's ``DecisionTreeClassifier``. The number of leaves follows the one-standard-
error rule: the fewest whose cross-validated Brier score (ten folds of points) is within one standard error of the best.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from entente.analysis.discovery.prim import Box, BoxStatistics, Cases, CategoryLimit, IntervalLimit, box_text
from entente.analysis.statistics.intervals import Numbers

DEEPEST, MOST_LEAVES = 3, 8  # questions one after the other; ends of paths
_LEAST = 0.05  # share of the runs at the end of each path
_GROUPS = 10
LEAF_COLUMNS = [
    "leaf",
    "settings",
    "density",
    "coverage",
    "mass",
    "points",
    "runs",
    "checked_density",
    "checked_points",
]


@dataclass(frozen=True)
class Split:
    """The question at a fork.

    Attributes:
        axis: the setting of the question.
        level: numbers at most this go one way, the others the other way; None for options.
        option: whether the setting is this option; None for numbers.
    """

    axis: str
    level: float | None
    option: str | None


@dataclass(frozen=True)
class Node:
    """A fork or a leaf of the tree.

    Attributes:
        box: the settings that lead here.
        fit: on the points searched.
        checked: on the points held out.
        split: None at the end of a path.
        no: where one goes from a fork when a number is above the level, or the setting is not the option.
        yes: where one goes otherwise.
    """

    box: Box
    fit: BoxStatistics
    checked: BoxStatistics | None
    split: Split | None = None
    no: "Node | None" = None
    yes: "Node | None" = None

    def leaves(self) -> list["Node"]:
        """Return the leaves, in the order in which they are drawn."""
        if self.no is None or self.yes is None:
            return [self]
        return [*self.yes.leaves(), *self.no.leaves()]

    def depth(self) -> int:
        """Return the number of questions on the longest path."""
        return 0 if self.no is None or self.yes is None else 1 + max(self.yes.depth(), self.no.depth())


def classification_tree(searched: Cases, held_out: Cases, seed: int) -> Node:
    """Grow a tree on the cases searched, with its statistics on those held out, if any."""
    columns = encode_columns(searched.table)
    leaves = how_many_leaves(searched, columns, seed)
    if leaves < 2:
        return _make_node(searched, held_out, {})
    return _make_branches(grow_tree(searched, columns, leaves, seed), 0, list(columns), searched, held_out, {})


def encode_columns(table: pd.DataFrame) -> dict[tuple[str, str | None], Numbers]:
    """Encode the axes for scikit-learn: numbers as they are, one 0-or-1 column for each option."""
    found: dict[tuple[str, str | None], Numbers] = {}
    for axis, column in table.items():
        name = str(axis)
        if pd.api.types.is_numeric_dtype(column):
            found[name, None] = column.to_numpy(float)
        else:
            found |= {(name, option): (column == option).to_numpy(float) for option in sorted(column.unique())}
    return found


def grow_tree(cases: Cases, columns: Mapping[tuple[str, str | None], Numbers], leaves: int, seed: int) -> Any:
    """Fit scikit-learn's tree with at most ``leaves`` leaves; each point is weighted by its runs of either kind."""
    table = np.column_stack(list(columns.values()))
    model = DecisionTreeClassifier(max_depth=DEEPEST, max_leaf_nodes=leaves, min_weight_fraction_leaf=_LEAST,
                                   random_state=seed)  # fmt: skip
    weights = np.concatenate([cases.interest, cases.runs - cases.interest])
    answers = np.repeat([1, 0], len(cases))
    return model.fit(np.vstack([table, table]), answers, sample_weight=weights)


def how_many_leaves(cases: Cases, columns: Mapping[tuple[str, str | None], Numbers], seed: int) -> int:
    """Choose the number of leaves by the one-standard-error rule."""
    groups = np.random.default_rng(seed).permutation(len(cases)) % min(_GROUPS, len(cases))
    table = np.column_stack(list(columns.values())) if columns else np.empty((len(cases), 0))
    if not columns or groups.max() < 1:
        return 1
    sizes = range(1, MOST_LEAVES + 1)
    errors = np.empty((len(sizes), groups.max() + 1))
    for group in range(groups.max() + 1):
        inner, outer = np.flatnonzero(groups != group), np.flatnonzero(groups == group)
        part = cases.some(inner)
        mine = {name: values[inner] for name, values in columns.items()}
        for k, size in enumerate(sizes):
            chance = np.full(len(outer), part.base)
            if size > 1 and 0 < part.base < 1:
                chance = grow_tree(part, mine, size, seed).predict_proba(table[outer])[:, 1]
            errors[k, group] = brier_score(cases.interest[outer], cases.runs[outer], chance)
    means = errors.mean(axis=1)
    least = int(means.argmin())
    reach = errors[least].std(ddof=1) / math.sqrt(errors.shape[1])
    return sizes[int(np.flatnonzero(means <= means[least] + reach)[0])]


def brier_score(interest: Numbers, runs: Numbers, chance: Numbers) -> float:
    """Return the Brier score: the mean squared error of the probability predicted for each run."""
    errors = interest * (1 - chance) ** 2 + (runs - interest) * chance**2
    return float(errors.sum() / runs.sum())


def _make_node(searched: Cases, held_out: Cases, box: Box, **more: Any) -> Node:
    """Make a node, with the statistics of its box on both sets of points."""
    return Node(box, searched.fit(box), held_out.fit(box) if len(held_out) else None, **more)


def _make_branches(model: Any, place: int, names: Sequence[tuple[str, str | None]], searched: Cases, held_out: Cases,
             box: Box) -> Node:  # fmt: skip
    """Convert one node of scikit-learn's tree, with everything below it."""
    inner = model.tree_
    below = int(inner.children_left[place]), int(inner.children_right[place])
    if below[0] < 0:
        return _make_node(searched, held_out, box)
    axis, option = names[inner.feature[place]]
    level = float(inner.threshold[place])
    if option is None:
        span = box.get(axis, IntervalLimit())
        assert isinstance(span, IntervalLimit)
        question = Split(axis, level, None)
        yes: IntervalLimit | CategoryLimit = IntervalLimit(span.low, min(span.high, level))
        no: IntervalLimit | CategoryLimit = IntervalLimit(max(span.low, np.nextafter(level, math.inf)), span.high)
        there = below
    else:
        question = Split(axis, None, option)
        known = _categories_held(box, axis, searched.columns[axis])
        yes, no = CategoryLimit((option,)), CategoryLimit(tuple(one for one in known if one != option))
        there = below[::-1]  # the code of an option is 1 where the setting is that option
    ways = [_make_branches(model, k, names, searched, held_out, {**box, axis: limit})
            for k, limit in zip(there, (yes, no), strict=True)]  # fmt: skip
    return _make_node(searched, held_out, box, split=question, yes=ways[0], no=ways[1])


def _categories_held(box: Box, axis: str, values: NDArray[Any]) -> tuple[str, ...]:
    """Return the options that a box keeps of an axis."""
    limit = box.get(axis)
    return limit.values if isinstance(limit, CategoryLimit) else tuple(sorted(set(values)))


def leaf_table(root: Node) -> pd.DataFrame:
    """Return one row per leaf, with the columns of ``LEAF_COLUMNS``; coverage and mass are shares."""
    rows = []
    for rank, leaf in enumerate(root.leaves(), start=1):
        fit, checked = leaf.fit, leaf.checked
        again = (checked.density, checked.points) if checked else (np.nan, 0)
        rows.append((rank, box_text(leaf.box), fit.density, fit.coverage, fit.mass, fit.points, fit.runs, *again))
    return pd.DataFrame(rows, columns=LEAF_COLUMNS)
