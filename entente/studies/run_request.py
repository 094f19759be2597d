"""The request of a run: settings and how to run, and what carries it out; everything wrong reported at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from entente.config.configuration import Configuration, configure
from entente.config.problems import Located, Origin, locate, sort_by_origin
from entente.sim.validation.validate import SettingsError
from entente.studies.options import ExecutorOptions, split_options

_Asked = TypeVar("Asked")


def configure_run(
    overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> tuple[Configuration, ExecutorOptions]:
    """Return the configuration that overrides and values ask for, and what carries it out.

    Raises:
        SettingsError: with everything that is wrong.
    """
    return with_options(lambda texts, others: configure(texts, others, said_by), overrides, values, said_by)


def with_options(
    read: Callable[[list[str], dict[str, Any]], _Asked],
    overrides: Sequence[str],
    values: Mapping[str, Any],
    said_by: str,
) -> tuple[_Asked, ExecutorOptions]:
    """Return what ``read`` makes of overrides and values, and the options of executors that are taken out of these.

    Raises:
        SettingsError: with everything that is wrong in either.
    """
    options, others = split_options(ExecutorOptions, overrides, values)
    wrong = [locate(one, Origin(said_by)) for one in others.violations]
    try:
        found = read(others.overrides, others.values)
    except SettingsError as error:
        wrong += [one if isinstance(one, Located) else locate(one, Origin(said_by)) for one in error.violations]
        raise SettingsError(sort_by_origin(wrong)) from None
    if wrong:
        raise SettingsError(sort_by_origin(wrong))
    return found, options
