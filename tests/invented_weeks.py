"""Invented weekly tables: plausible enough to draw, and made without running the model."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from entente.sim.model.situation import Settings

Weeks = Callable[..., pd.DataFrame]


def invented(
    settings: Settings, replicates: int = 60, horizon: int = 156, ends: float = 0.0, by: float = 1.0, seed: int = 1
) -> pd.DataFrame:
    """Invent replicates that go through the stages in turn; a share ``ends`` stop before ``by`` of the horizon."""
    stages = tuple((stage.work, stage.breadth) for stage in settings.stages.values())
    return together(stages, replicates, horizon, ends, by, seed).copy()


@cache
def together(
    stages: tuple[tuple[float, float], ...], replicates: int, horizon: int, ends: float, by: float, seed: int
) -> pd.DataFrame:
    """Invent them, once for all tests that ask for the same."""
    rng = np.random.default_rng(seed)
    return pd.concat(
        [
            one(
                stages,
                replicate,
                horizon,
                rng,
                1 + int(rng.uniform(0.2, by) * horizon) if rng.random() < ends else None,
            )
            for replicate in range(replicates)
        ],
        ignore_index=True,
    )


def one(
    stages: tuple[tuple[float, float], ...], replicate: int, horizon: int, rng: np.random.Generator, end: int | None
) -> pd.DataFrame:
    """Invent one replicate."""
    week = np.arange(1, horizon + 1)
    work, breadth = np.array(stages).T
    pace = work.sum() / max(horizon * rng.uniform(0.6, 0.95), 1)
    done = np.cumsum(pace * rng.gamma(4, 0.25, horizon)) % work.sum()
    stage = 1 + np.searchsorted(np.cumsum(work), done, side="right")
    need = breadth[stage - 1]
    level = 0.55 + 0.12 * rng.standard_normal()
    wave = pd.Series(need).rolling(9, min_periods=1).mean().to_numpy() * 0.4
    walk = np.cumsum(rng.normal(0, 0.012, horizon))
    table = pd.DataFrame({"replicate": replicate, "week": week, "stage": stage, "need": need})
    table["mobilisation"] = level * (1 - np.exp(-week / 9)) * np.exp(-week / 400) + wave - 0.15 + walk
    table["trust"] = 0.45 + 0.25 * (1 - np.exp(-week / 50)) + walk / 2 + 0.05 * rng.standard_normal()
    table["cohesion"] = 0.5 + 0.3 * (1 - np.exp(-week / 35)) + walk / 3
    table["fatigue"] = 0.1 + 0.2 * (1 - np.exp(-week / 70)) + np.abs(walk)
    table["staffing"] = np.round((0.85 + walk / 2 + rng.normal(0, 0.03, horizon)) * 20) / 20
    shares = ["mobilisation", "trust", "cohesion", "fatigue", "staffing"]
    table[shares] = table[shares].clip(0, 1)
    if end is not None:
        table.loc[table["week"] >= end, ["stage", "need", "mobilisation"]] = 0
    return table


@pytest.fixture(scope="session")
def make_weeks() -> Weeks:
    return invented


@pytest.fixture
def settings() -> Settings:
    settings = Settings(name="north_shore")
    settings.title.fr, settings.title.en = "La table de la rive nord", "The table of the north shore"
    settings.leadership.style, settings.communication.rhythm = "shared", "monthly_table"
    settings.governance.form = "light"
    return settings
