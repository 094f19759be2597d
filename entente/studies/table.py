"""A design read from a CSV file of points: one column per setting, one row per point."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from entente.config.overrides import CHOICES, Override, parse_value, unknown_setting
from entente.config.problems import Located, Origin, locate
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis

PLAIN_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
NOT_SETTINGS = ("point", "weight")  # columns of tables that were made by us, and are no settings


class Table(NamedTuple):
    """The points of a file, and the axes that they make."""

    axes: list[Axis]
    design: pd.DataFrame


def points_in(path: Path, option: str = "design") -> Table:
    """Return the points of a file: commas, points, a first line of paths of settings or names of groups.

    Args:
        path: of the file.
        option: that names the file, for what is wrong with it as a whole.

    Raises:
        SettingsError: with everything that is wrong, line by line.
    """
    rows = csv_rows(path, option)
    head, lines = (rows[0] if rows else []), rows[1:]
    wrong = [*wrong_head(path, head, bool(lines), option)]
    columns: dict[str, list[Any]] = {name: [] for name in head if name not in NOT_SETTINGS}
    for number, line in enumerate(lines, start=2):
        for one in read_line(head, line, option):
            if isinstance(one, Violation):
                wrong.append(locate(one, Origin("file", path, number)))
            else:
                columns[one.key].append(one.value)
    if wrong:
        raise SettingsError(wrong)
    design = pd.DataFrame({name: values if name not in CHOICES else [label(one) for one in values]
                           for name, values in columns.items()})  # fmt: skip
    design.insert(0, "point", np.arange(len(design)))
    return Table([axis_of(name, values) for name, values in columns.items()], design)


def csv_rows(path: Path, option: str) -> list[list[str]]:
    """Return the cells of a file, line by line.

    Raises:
        SettingsError: when it cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        problem = message("{path} cannot be read ({reason})", path=path, reason=error)
        raise SettingsError([Violation(option, problem, message("a CSV file in UTF-8"))]) from error


def read_line(head: list[str], line: list[str], option: str) -> Iterator[Override | Violation]:
    """Yield the setting that each cell of a line gives, or what is wrong with it."""
    if len(line) != len(head):
        problem = message("{count} cells where the first line has {wanted}", count=len(line), wanted=len(head))
        yield Violation(option, problem)
        return
    for name, text in zip(head, line, strict=True):
        if name not in NOT_SETTINGS:
            yield cell(name, text.strip())


def wrong_head(path: Path, head: list[str], any_row: bool, option: str) -> Iterator[Located]:
    """Yield what is wrong with the first line."""
    origin = Origin("file", path, 1)
    for name in dict.fromkeys(head):
        if name in NOT_SETTINGS:
            continue
        if head.count(name) > 1:
            yield Located(name, message("{name} is said twice", name=name), origin=origin)
        if wrong := unknown_setting(Override(name, "")):
            yield locate(wrong, origin)
    if not any_row or not set(head) - set(NOT_SETTINGS):
        yield Located(
            option, message("it holds no points"), message("a line of names, then one line per point"), origin=origin
        )


def cell(name: str, text: str) -> Override | Violation:
    """Read one cell."""
    if not text:
        return Violation(name, message("the cell is empty"), message("a value; null where there is none"))
    if PLAIN_NUMBER.fullmatch(text):  # most cells: Hydra's grammar takes a hundred times as long, and says the same
        return Override(name, int(text) if text.lstrip("+-").isdecimal() else float(text))
    return parse_value(name, text)


def axis_of(name: str, values: list[Any]) -> Axis:
    """Return the axis that a column makes: its values, each once; numbers from the least to the greatest."""
    unique = list(dict.fromkeys(label(one) for one in values))
    first = {label(one): one for one in reversed(values)}
    if name not in CHOICES and all(isinstance(one, int | float) and not isinstance(one, bool) for one in values):
        ends = sorted(unique, key=lambda text: float(first[text]))
        unique = [*dict.fromkeys((ends[0], ends[-1]))]
    return Axis(name, tuple(unique), tuple(f"{name}={text}" for text in unique))


def label(value: Any) -> str:
    """Return a value as text that asks for it."""
    if isinstance(value, list):
        return "[" + ",".join(map(str, value)) + "]"
    return "null" if value is None else str(value)
