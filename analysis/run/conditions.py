"""The six conditions of action in partnership: shares of partners who would answer A, B or C, and an index."""

from collections.abc import Mapping, Sequence

import pandas as pd

from entente.sim.model.measures import CONDITIONS

ANSWER_LETTERS = ("a", "b", "c")
INTERVAL_SHARE = 0.9  # share of the replicates that the interval of the index holds
CONDITION_COLUMNS = ("group", "condition", *ANSWER_LETTERS, "index", "low", "high", "replicates")


def condition_index(shares: pd.DataFrame) -> pd.Series:
    """Return 100 · (share of A + ½ share of B): 0 when everyone answers C, 100 when everyone answers A.

    The tool itself has no score, only A, B and C: the index is a convention of Entente, as every figure of it says.
    """
    return 100 * (shares["a"] + shares["b"] / 2)


def conditions_by_week(conditions: pd.DataFrame, weeks: Sequence[int]) -> pd.DataFrame:
    """Summarise the conditions at some dates.

    Args:
        conditions: table of the conditions: ``replicate``, ``week``, ``condition``, ``a``, ``b``, ``c``.
        weeks: the dates.

    Returns:
        One row per date (``group``) and condition, as ``summarise_conditions`` gives them.
    """
    kept = conditions[conditions["week"].isin(list(weeks))].rename(columns={"week": "group"})
    return summarise_conditions(kept.astype({"condition": "str"}), list(weeks))


def conditions_by_group(organisations: pd.DataFrame, week: int, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Summarise the conditions as the partners of each group would judge them, at one date.

    Args:
        organisations: table by organisation: ``replicate``, ``week``, ``organisation`` and one column per condition:
            2 (A), 1 (B), 0 (C), missing when it is not a partner.
        week: the date.
        groups: the organisations of each group.

    Returns:
        One row per group and condition, as ``summarise_conditions`` gives them; a group without partners weighs in no
        replicate.
    """
    group_of = {organisation: name for name, members in groups.items() for organisation in members}
    kept = organisations[organisations["week"] == week]
    kept = kept.assign(group=kept["organisation"].astype(str).map(group_of)).dropna(subset="group")
    long = kept.melt(["replicate", "group"], list(CONDITIONS), "condition", "answer").dropna(subset="answer")
    answered = pd.DataFrame({name: (long["answer"] == 2 - k).astype(float) for k, name in enumerate(ANSWER_LETTERS)})
    keys = [long["replicate"], long["group"], long["condition"]]
    return summarise_conditions(answered.groupby(keys).mean().reset_index(), list(groups))


def summarise_conditions(shares: pd.DataFrame, groups: Sequence[object]) -> pd.DataFrame:
    """Summarise over the replicates what the partners of each group would answer.

    Args:
        shares: ``replicate``, ``group``, ``condition``, ``a``, ``b``, ``c``; all 0 where there was no partner to ask.
        groups: the groups, in the order wanted.

    Returns:
        One row per group and condition: mean shares ``a``, ``b``, ``c``, the ``condition_index`` that they give, the
        ``low`` and ``high`` ends of what 90 % of the replicates hold, and how many ``replicates`` had partners to ask
        (where none had, the rest is missing).
    """
    partners = shares[shares[list(ANSWER_LETTERS)].sum(axis=1) > 0]
    partners = partners.assign(index=condition_index(partners))
    grouped = partners.groupby(["group", "condition"])
    table = grouped[list(ANSWER_LETTERS)].mean()
    table["index"] = condition_index(table)
    table["low"], table["high"] = (
        grouped["index"].quantile(side) for side in ((1 - INTERVAL_SHARE) / 2, (1 + INTERVAL_SHARE) / 2)
    )
    table["replicates"] = grouped.size()
    every = pd.MultiIndex.from_product([list(groups), list(CONDITIONS)], names=["group", "condition"])
    table = table.reindex(every)
    table["replicates"] = table["replicates"].fillna(0).astype("int64")
    return table.reset_index()[list(CONDITION_COLUMNS)]
