"""A design read from a CSV file of points: one column per setting, one row per point."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from entente.config.limits import MOST_WRONG
from entente.config.overrides import ADDS, CHOICES, Override, override_key, parse_value, unknown_setting
from entente.config.problems import Located, Origin, locate
from entente.config.run_settings import RUN_PARAMETERS
from entente.config.spreadsheets import Sheet, parse_number, read_any_sheet
from entente.sim.model.declare import plain
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.number_texts import is_share, kind_at, whole_number
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import PLAIN_NUMBER, Axis, same_value, too_many_values
from entente.studies.options import is_option

NOT_SETTINGS = ("point", "weight")  # columns of tables that were made by us, and are no settings


class Table(NamedTuple):
    """The points of a file, the axes that they make, and where each was said."""

    axes: list[Axis]
    design: pd.DataFrame
    origins: list[Origin]


def points_in(path: Path, option: str = "design") -> Table:
    """Return the points of a file: a first line of paths of settings or names of groups, then one line for each point.

    Args:
        path: of the file, as any spreadsheet saves it: commas, semicolons or tabs, decimal points or commas.
        option: that names the file, for what is wrong with it as a whole.

    Raises:
        SettingsError: with everything that is wrong, line by line.
    """
    sheet = sheet_of_points(path, option)
    head = [override_key(name) for name in sheet.head]
    wrong = [*wrong_head(head, Origin("file", path, sheet.head_line), option)]
    wrong += [replace(one, path=option) for one in sheet.violations_of_length]
    columns: dict[str, list[Any]] = {name: [] for name in head if name not in NOT_SETTINGS}
    for name, line, one in read_cells(sheet, head):
        if isinstance(one, Violation):
            wrong.append(locate(one, Origin("file", path, line)))
        else:
            columns[name].append(one.value)
    if wrong:
        raise SettingsError(wrong)
    design = pd.DataFrame({name: values if name not in CHOICES else list(map(label, values))
                           for name, values in columns.items()})  # fmt: skip
    design.insert(0, "point", np.arange(len(design)))
    marks = dict(zip(head, sheet.head, strict=True))
    axes = [axis_of(name, values, marks[name].removesuffix(name)) for name, values in columns.items()]
    return Table(axes, design, [Origin("file", path, line) for line, _ in sheet.rows])


def sheet_of_points(path: Path, option: str) -> Sheet:
    """Return the table in a file.

    Raises:
        SettingsError: when it cannot be read, or holds no points.
    """
    try:
        return read_any_sheet(path)
    except SettingsError as error:
        raise SettingsError([replace(one, path=option) for one in error.violations]) from error


def read_cells(sheet: Sheet, head: Sequence[str]) -> Iterator[tuple[str, int, Override | Violation]]:
    """Yield the name of the column, the line and the value of each cell that gives a setting, or what is wrong."""
    known: dict[str, dict[str, Override | Violation]] = {name: {} for name in head}
    bad = 0
    for line, cells in sheet.rows:
        for name, text in zip(head, cells, strict=True):
            if name in NOT_SETTINGS:
                continue
            if PLAIN_NUMBER.fullmatch(text):
                yield name, line, cell(name, text)
                continue
            words = known[name]  # the same few again and again, each read once
            if text not in words:
                words[text] = cell(name, text)
            yield name, line, words[text]
            bad += isinstance(words[text], Violation)
            if large := too_many_values(name, len(words)):
                yield name, line, large
            if large or bad >= MOST_WRONG:
                return


def wrong_head(head: Sequence[str], origin: Origin, option: str) -> Iterator[Located]:
    """Yield what is wrong with the first line."""
    for name in dict.fromkeys(head):
        if name in NOT_SETTINGS:
            continue
        if head.count(name) > 1:
            yield Located(name, message("{name} is said twice", name=name), origin=origin)
        if name in RUN_PARAMETERS or is_option(name):
            yield Located(name, message("it is the same for all combinations"), message("one value"), origin=origin)
        elif wrong := unknown_setting(Override(name, "")):
            yield locate(wrong, origin)
    if not set(head) - set(NOT_SETTINGS):
        wanted = message("a line of names, then one line per point")
        yield Located(option, message("it holds no points"), wanted, origin=origin)


def repeated_points(table: Table) -> Iterator[Located]:
    """Yield the points that are there twice, each with its line and that of the first."""
    first: dict[tuple[str, ...], int] = {}
    kinds = {one.key: kind_at(one.key) for one in table.axes}
    columns = [[same_value(value, kinds[one.key]) for value in table.design[one.key]] for one in table.axes]
    for rank, values in enumerate(zip(*columns, strict=True)):
        place = first.setdefault(values, rank)
        if place != rank:
            problem = message("it is the same point as on line {line}", line=table.origins[place].line)
            yield Located("design", problem, message("each point once, or random_numbers=own"),
                          origin=table.origins[rank])  # fmt: skip


def cell(name: str, text: str) -> Override | Violation:
    """Read one cell."""
    if not text:
        return Violation(name, message("the cell is empty"), message("a value; null where there is none"))
    if PLAIN_NUMBER.fullmatch(text):  # most cells: Hydra's grammar takes a hundred times as long, and says the same
        return Override(name, whole_number(text) if text.lstrip("+-").isdecimal() else float(text))
    kind = kind_at(name)
    number = parse_number(text) if plain(kind) in (int, float) else None
    if number is None:
        return parse_value(name, text)
    value, percent = number
    if percent and not is_share(kind):
        return Violation(name, not_possible(text), message("a number"))
    return Override(name, value / 100 if percent else value)


def axis_of(name: str, values: list[Any], mark: str = "") -> Axis:
    """Return the axis that a column makes: its values, each once; numbers from the least to the greatest."""
    unique = list(dict.fromkeys(label(one) for one in values))
    first = {label(one): one for one in reversed(values)}
    if name not in CHOICES and all(isinstance(one, int | float) and not isinstance(one, bool) for one in values):
        ends = sorted(unique, key=lambda text: float(first[text]))
        unique = [*dict.fromkeys((ends[0], ends[-1]))]
        unique = unique[:1] if float(first[ends[0]]) == float(first[ends[-1]]) else unique
    added = mark if mark in ADDS else ""
    return Axis(name, tuple(unique), tuple(f"{added}{name}={text}" for text in unique))


def label(value: Any) -> str:
    """Return a value as text that asks for it."""
    if isinstance(value, list):
        return "[" + ",".join(map(str, value)) + "]"
    return "null" if value is None else str(value)
