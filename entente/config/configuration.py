"""From overrides to settings that can be run: parse, compose, check. All that is wrong is reported at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entente.config.checking import check
from entente.config.composition import compose
from entente.config.overrides import parse
from entente.config.problems import Origin
from entente.config.run_settings import Run
from entente.sim.model.situation import Settings


@dataclass(frozen=True)
class Configuration:
    """What is to be run: the settings, how to run them, and the option chosen in each group.

    Attributes:
        settings: the settings.
        run: how to run them.
        choices: the option chosen in each group.
        stated: dotted paths that the request, the scenario or an option states; elsewhere settings have their defaults.
        place: the file of its scenario; None for one in which everything is already decided, and without any.
        changes: what differs from its scenario (``entente.config.changes``), where it was looked for.
    """

    settings: Settings
    run: Run
    choices: Mapping[str, Any]
    stated: frozenset[str] = frozenset()
    place: str | None = None
    changes: Mapping[str, str] | None = None


def configure(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, origin: str = "command_line"
) -> Configuration:
    """Return the configuration that overrides ask for.

    Args:
        overrides: texts in Hydra's grammar, such as ``leadership=shared`` or ``leadership.hours=20``.
        values: the same as dotted paths with Python values; they come after the texts.
        origin: of both, as violations report it: ``command_line`` or ``arguments``.

    Raises:
        SettingsError: with every violation at once, as ``Located`` ones.
    """
    request = parse(overrides, values or {}, Origin(origin))
    composition = compose(request)
    settings, run = check(composition)
    stated = frozenset(path for layer in composition.layers for path in layer.said)
    return Configuration(settings, run, composition.choices, stated, composition.place)
