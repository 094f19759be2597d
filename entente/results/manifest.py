"""What a run leaves about itself: the settings as resolved, the versions, the seed, the counts."""

import platform
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import pandas as pd

from entente.config.changes import changed_settings
from entente.config.configuration import Configuration
from entente.config.overrides import Override
from entente.config.run_settings import saved_run_settings
from entente.config.yaml_files import to_yaml
from entente.results.versions import __version__, version_of
from entente.sim.validation.horizon import entries_after, entries_in_vain
from entente.sim.validation.validate import as_tree

PACKAGES = ("numpy", "scipy", "numba", "mesa", "pandas", "pyarrow", "hydra-core", "pydantic", "matplotlib")


def run_manifest(
    configuration: Configuration, runs: pd.DataFrame | None, *, wall_time: float, interrupted: bool, model: type | None
) -> dict[str, Any]:
    """Return the manifest of a run, as built-in values.

    Args:
        configuration: what was run.
        runs: the table of the replicates done, or None when none was.
        wall_time: seconds from start to end.
        interrupted: whether it was stopped before the end.
        model: the class that was run instead of the compiled rules, if any.
    """
    run, settings = configuration.run, configuration.settings
    ended = {} if runs is None else {str(name): int(n) for name, n in runs["end_reason"].value_counts().items()}
    return {
        "entente": __version__,
        "choices": dict(configuration.choices),
        "changes": changed_settings(configuration),
        "seed": run.seed,
        "replicates": {"asked": run.replicates, "done": 0 if runs is None else len(runs)},
        "weeks": settings.weeks,
        "ended": dict(sorted(ended.items())),
        "interrupted": interrupted,
        "wall_time": round(wall_time, 3),
        "model": f"{model.__module__}.{model.__qualname__}" if model else None,
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "platform": platform.platform(),
        "run": asdict(run) | {"format": run.format.value},
        "left_out": [
            {"entry": one.entry, "week": one.week, "weeks": settings.weeks} for one in entries_after(settings)
        ],
        "in_vain": [
            {"entry": one.entry, "week": one.week, "acts_from": one.week + one.delay, "weeks": settings.weeks}
            for one in entries_in_vain(settings)
        ],
        "settings": as_tree(settings),
    }


def settings_text(configuration: Configuration, left_open: Collection[str] = ()) -> str:
    """Return what ``settings.yaml`` says: everything decided, so that it can be given back as a scenario.

    Args:
        configuration: what was run.
        left_open: dotted paths that are left out: those that plausible settings decide.
    """
    tree = as_tree(configuration.settings)
    for path in left_open:
        Override(path, remove=True).apply(tree)
    return to_yaml(
        {
            "resolved": dict(configuration.choices),
            **tree,
            **saved_run_settings(configuration.run),
        }
    )
