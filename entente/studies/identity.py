"""What makes two studies the same: points, settings, seed, what is kept, and the versions that count."""

import hashlib
import inspect
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from entente.results.versions import __version__, model_hash, version_of
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError, Violation, as_tree
from entente.studies.plan import StudyPlan
from entente.studies.plausible import sample_identity

DECIDING = ("numba", "llvmlite", "numpy")  # packages whose version may change the last bit of a run


def identity(plan: StudyPlan) -> dict[str, Any]:
    """Return all that decides the results of a study, as built-in values."""
    digest = hashlib.blake2b(digest_size=10)
    for point in plan.points():
        digest.update(repr((point.base, sorted(point.values.items()))).encode())
    return {
        "versions": versions(),
        "seed": plan.run.seed,
        "random_numbers": plan.options.random_numbers.value,
        **model_identity(plan.model),
        **sample_identity(plan.run),
        "design": plan.options.design,
        "axes": {one.key: axis_text(one) for one in plan.axes},
        "uncertainties": [one.key for one in plan.axes if one.role == "uncertainty"],
        "points": {"count": len(plan.design), "hash": digest.hexdigest()},
        "curves": list(plan.options.curves),
        "full": list(plan.options.full),
        "bases": [as_tree(base.settings) for base in plan.bases],
    }


def versions() -> dict[str, str]:
    """Return the versions that decide the results, here and now."""
    return {"entente": __version__, "model": model_hash()} | {name: version_of(name) for name in DECIDING}


def model_identity(model: type | None) -> dict[str, str]:
    """Return what identifies a subclass of the model: its name and its source, where that can be read.

    Raises:
        SettingsError: when it is no such class.
    """
    if model is None:
        return {}
    check_model(model)
    digest = hashlib.blake2b(digest_size=10)
    for one in model.__mro__:
        if not one.__module__.startswith(("entente.", "mesa.", "builtins")):
            with suppress(OSError, TypeError):
                digest.update(inspect.getsource(one).encode())
    return {"stepped": f"{model.__module__}.{model.__qualname__} {digest.hexdigest()}"}


def check_model(model: Any) -> None:
    """Refuse what cannot be stepped instead of the compiled rules.

    Raises:
        SettingsError: when it is not a class that derives from that of a partnership.
    """
    from entente.sim import Partnership  # Mesa takes a second

    if not (isinstance(model, type) and issubclass(model, Partnership)):
        given = model.__name__ if isinstance(model, type) else f"{type(model).__name__} object"
        wanted = message("a subclass of entente.sim.Partnership, such as class Mine(entente.sim.Partnership)")
        raise SettingsError([Violation("model", not_possible(given), wanted)])


def axis_text(axis: Any) -> str:
    """Return the values of an axis as they are said."""
    ends = ",".join(axis.labels)
    return f"interval({ends})" if axis.interval else ends


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what differs: dotted path, what it was, what it would be; ``–`` where there is nothing."""
    before, after = (dict(leaves_of("", json.loads(json.dumps(one)))) for one in (old, new))
    return [
        (path, before.get(path, "–"), after.get(path, "–"))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    ]


def leaves_of(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every value of a tree with its dotted path."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves_of(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        for rank, inner in enumerate(value):
            yield from leaves_of(f"{path}.{rank}", inner)
    else:
        yield path, "nan" if isinstance(value, float) and math.isnan(value) else json.dumps(value, ensure_ascii=False)
