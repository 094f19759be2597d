"""The event log of one replicate: which replicate to show, what lasts from one entry to another, in which row."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

END_KINDS = ("goals_met", "deserted", "dormant")
_WHOLE = 1 - 1e-9  # share of the leadership that is all of it, but for rounding
TIMELINE_COLUMNS = ("replicate", "week", "until", "row", "function", "kind", "who", "size", "ended_by")


@dataclass(frozen=True)
class LogRow:
    """One row of the timeline: the kinds of entries that it shows, under one of the three functions.

    Attributes:
        name: its key among the words of the figures.
        function: the function of transitional outcomes that its kinds serve.
        points: kinds shown one by one, each with its subject.
        counted: kinds counted week by week when they come several at once.
        ups: kinds too frequent to be named, as ticks upwards.
        downs: the same, downwards.
        spans: kinds that last until another kind comes: those kinds, in any order.
        own: whether what begins a span is ended only by an entry about the same organisation, lever or event.
    """

    name: str
    function: str
    points: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    ups: tuple[str, ...] = ()
    downs: tuple[str, ...] = ()
    spans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: bool = False

    def kinds(self) -> set[str]:
        """Return every kind of entry that the row shows."""
        ends = {kind for kinds in self.spans.values() for kind in kinds}
        return {*self.points, *self.counted, *self.ups, *self.downs, *self.spans, *ends}


LOG_ROWS = (
    LogRow("row_partners", "network", counted=("joined", "left", "lapsed")),
    LogRow("row_delegates", "network", ups=("delegate_arrived",), downs=("delegate_left",)),
    LogRow("row_lead", "network", points=("lead_passed",), spans={"lead_left": ("lead_succeeded",)}, own=True),
    LogRow("row_shocks", "network", points=("departures", "reorganisation")),
    LogRow("row_levers", "network", spans={"lever_on": ("lever_off",)}, own=True),
    LogRow("row_approached", "representation", ups=("approached",)),
    LogRow("row_controversies", "representation",
        spans={"controversy_opened": ("controversy_settled", "controversy_faded")}),
    LogRow("row_stages", "alignment", points=("stage_done", "stage_reopened")),
    LogRow("row_context", "alignment", spans={
        "funding": ("funding_back",), "crisis": ("crisis_over",), "apart": ("together_again",)}),
    LogRow("row_end", "alignment", points=END_KINDS),
)  # fmt: skip


def middle_replicate(weeks: pd.DataFrame) -> int:
    """Return the replicate with the median area under its curve of mobilisation (the lower of two)."""
    areas = weeks.groupby("replicate")["mobilisation"].sum()
    order = areas.sort_values(kind="stable").index
    return int(order[(len(order) - 1) // 2])


def timeline_table(event_log: pd.DataFrame, weeks: pd.DataFrame, replicate: int) -> pd.DataFrame:
    """Return the log of one replicate, with one row for each thing that lasts, from its first week to its last.

    Args:
        event_log: the event log: ``replicate``, ``week``, ``kind``, ``function``, ``who``, ``size``.
        weeks: weekly table, with ``leadership``, the share of it that someone in post carries.
        replicate: the one wanted.

    Returns:
        In order of ``row`` (of ``LOG_ROWS``) and ``week``: what was logged, with ``until``, the week that ended it
        (that of the end of the partnership, or the horizon, for what nothing ended; its own for what does not last),
        and ``ended_by``, the kind that did.
    """
    log = event_log[event_log["replicate"] == replicate].sort_values("week", kind="stable")
    log = log.astype({"kind": "str", "function": "str", "who": "str"})
    own = weeks[weeks["replicate"] == replicate].set_index("week")
    last = int(
        log.loc[log["kind"].isin(END_KINDS), "week"].min() if log["kind"].isin(END_KINDS).any() else own.index.max()
    )
    full = own.index[own["leadership"] >= _WHOLE]
    found = []
    for row in LOG_ROWS:
        for one in log[log["kind"].isin(row.kinds())].to_dict("records"):
            if one["kind"] in row.spans:
                found.append({**one, "row": row.name, **_ending(one, row, log, full, last)})
            elif not any(one["kind"] in ends for ends in row.spans.values()):
                found.append({**one, "row": row.name, "until": one["week"], "ended_by": ""})
    return pd.DataFrame(found, columns=list(TIMELINE_COLUMNS))


def _ending(
    one: Mapping[Hashable, Any], row: LogRow, log: pd.DataFrame, full: pd.Index, last: int
) -> dict[Hashable, object]:
    """Find when an entry that lasts is over, and what ended it.

    Args:
        one: the entry.
        row: the row that shows it.
        log: the log of its replicate.
        full: weeks in which someone in post carries the whole of the leadership: a successor who comes at once is not
            logged, and leaves no week without.
        last: last week of the partnership.
    """
    after = log[(log["week"] >= one["week"]) & log["kind"].isin(row.spans[one["kind"]])]
    if row.own:
        after = after[after["who"] == one["who"]]
    if one["kind"] == "lead_left" and (full >= one["week"]).any():
        back = int(full[full >= one["week"]].min())
        if after.empty or back < after["week"].iloc[0]:
            return {"until": back, "ended_by": "lead_succeeded"}
    if after.empty:
        return {"until": last, "ended_by": ""}
    return {"until": int(after["week"].iloc[0]), "ended_by": str(after["kind"].iloc[0])}
