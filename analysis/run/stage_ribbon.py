"""The ribbon of stages: the share of the replicates in each stage, week by week."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.lib.stride_tricks import sliding_window_view

from entente.analysis.plotting.layout import text_width
from entente.analysis.plotting.style import GREY, INK

_TONES = ("#d9d9d9", "#f2f2f2")  # neighbours differ, and black text is read on both
_SIZE = 7.5
_ROOM = 0.28  # share of the ribbon's height that a line of text takes
_ENDED = 0


@dataclass(frozen=True)
class StageLayer:
    """One stage (0: ended) over the weeks: from which height to which the ribbon is its own."""

    stage: int
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class StageName:
    """What is written in a layer, and where."""

    stage: int
    week: float
    height: float
    text: str


@dataclass(frozen=True)
class StageRibbon:
    """The ribbon, ready to draw."""

    weeks: np.ndarray
    layers: list[StageLayer]
    names: list[StageName]

    def bare(self) -> list[int]:
        """Return the stages that are somewhere labelled by their number instead of their name."""
        return sorted({name.stage for name in self.names if name.text == str(name.stage)})


def make_ribbon(shares: pd.DataFrame, words: dict[int, str], width: float) -> StageRibbon:
    """Stack the stages, the first on top and what has ended at the bottom, and find room for their names.

    Args:
        shares: share of the replicates by week (index) and stage (columns, 0 for ended).
        words: name of each stage, and of 0.
        width: width of the ribbon in inches.

    Returns:
        The layers that appear, each named where there is room, or numbered where there is less.
    """
    weeks = shares.index.to_numpy(dtype=float)
    order = [*(stage for stage in words if stage != _ENDED), _ENDED]
    heights = shares[order].to_numpy()
    floors = np.clip(1 - np.cumsum(heights, axis=1), 0, 1)
    layers = [
        StageLayer(stage, floors[:, k], floors[:, k] + heights[:, k])
        for k, stage in enumerate(order)
        if heights[:, k].any()
    ]
    per_inch = len(weeks) / width
    names = [name for layer in layers for name in _layer_names(layer, weeks, words[layer.stage], per_inch)]
    return StageRibbon(weeks, layers, names)


def _layer_names(layer: StageLayer, weeks: np.ndarray, word: str, per_inch: float) -> Iterator[StageName]:
    """Yield the label of each episode of a layer: its name where it fits, else its number, else none."""
    for begin, end in _episodes(layer.high - layer.low >= _ROOM):
        for text in (word, str(layer.stage)) if layer.stage else (word,):
            reach = int(np.ceil((text_width(text, _SIZE) + 0.06) * per_inch))
            if reach > end - begin:
                continue
            over = sliding_window_view(layer.high[begin:end], reach).min(axis=1)
            under = sliding_window_view(layer.low[begin:end], reach).max(axis=1)
            near = np.flatnonzero(over - under >= max((over - under).max() - 0.15, _ROOM))
            if len(near):
                best = near[len(near) // 2]
                start = (near[0] + near[-1]) / 2 if len(near) == 1 + near[-1] - near[0] else best
                yield StageName(
                    layer.stage, weeks[begin] + start + (reach - 1) / 2, (over[best] + under[best]) / 2, text
                )
                break


def draw_ribbon(ax: Axes, ribbon: StageRibbon) -> None:
    """Draw the ribbon over the whole of these axes."""
    edges = np.append(ribbon.weeks - 0.5, ribbon.weeks[-1] + 0.5)
    for layer in ribbon.layers:
        look: dict[str, Any] = {"color": _TONES[layer.stage % 2]}
        if layer.stage == _ENDED:
            look = {"facecolor": "white", "edgecolor": GREY, "hatch": "////"}
        low, high = np.append(layer.low, layer.low[-1]), np.append(layer.high, layer.high[-1])
        there = high > low
        there[1:] |= there[:-1]  # a step is drawn up to the next edge
        ax.fill_between(edges, low, high, where=there, step="post", linewidth=0, **look)
        ax.stairs(np.where(layer.high > layer.low, layer.low, np.nan), edges, color="white", lw=0.8, baseline=None)
    for name in ribbon.names:
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1} if name.stage == _ENDED else None
        ax.text(name.week, name.height, name.text, ha="center", va="center", size=_SIZE, color=INK, bbox=box)
    ax.set(xlim=(edges[0], edges[-1]), ylim=(0, 1), xticks=[], yticks=[])
    ax.spines[:].set(visible=True, linewidth=0.6, color=GREY)


def _episodes(present: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the ranges of positions in which something holds without a break."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], present, [False])).astype(int)))
    yield from zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True)
