"""Figures drawn from the results of a run: the wheel, the timeline, the groups; each with the table behind it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.commands.draw.drawing import Drawing, DrawnRun, raise_violations
from entente.commands.draw.spec import FigureSize, Groups, MobilisationCurve, Parts, Timeline, Wheel, spec_of
from entente.config.changes import changed_settings
from entente.i18n import default_language
from entente.results.csv_text import csv_text
from entente.results.deliverables import note_drawn, write_figure
from entente.results.files import write_text
from entente.results.members import members_of
from entente.sim.model.situation import organisation_names
from entente.sim.validation.messages import message, not_possible, number_between, one_of
from entente.sim.validation.validate import Violation, nearest

if TYPE_CHECKING:
    from entente.sim.model.situation import Settings

BY_ORGANISATION = message("a run with by_organisation=true")
BY_GROUP = message("a run with by_group=true")
SINCE = message("a run of this version of Entente: run it again")


def draw(
    figure: str, result: "DrawnRun", words: Sequence[str] = (), values: Mapping[str, Any] | None = None,
    language: str | None = None,
) -> Drawing:  # fmt: skip
    """Draw a figure from results.

    Args:
        figure: ``wheel``, ``timeline``, ``groups`` or ``mobilisation``.
        result: what came out of a run.
        words: its options, as texts such as ``weeks=[13,78]``.
        values: its options as Python values; those that are None are left out.
        language: ``en`` or ``fr``; None: that of the environment.

    Raises:
        SettingsError: with everything that is wrong with the options, or the table that is missing.
    """
    functions: dict[str, Callable[..., Drawing]] = {
        "wheel": draw_wheel, "timeline": draw_timeline, "groups": draw_groups, "mobilisation": draw_mobilisation,
    }  # fmt: skip
    return functions[figure](result, spec_of(figure, words, values), language or default_language())


def save_drawing(drawing: Drawing, base: Path) -> list[Path]:
    """Write a figure as ``<base>.svg`` and ``.png`` and its table as ``<base>_table.csv``; return what was written."""
    return save_figure_and_table(base, lambda: drawing.figure, drawing.table)


def save_figure_and_table(base: Path, figure: Callable[[], Any], table: pd.DataFrame) -> list[Path]:
    """Write a table, then its figure, which is drawn here; return what was written, without a figure that fails."""
    base.parent.mkdir(parents=True, exist_ok=True)
    place = base.with_name(f"{base.name}_table.csv")
    write_text(place, csv_text(table))
    if not write_figure(base, figure):
        return [place]
    note_drawn(base.parent, [base.name])
    return [*(base.with_name(f"{base.name}.{end}") for end in ("svg", "png")), place]


def figure_path(figure: str, folder: Path, output: str | None, *, slide: bool = False) -> Path:
    """Return where a figure goes, without suffix: in the folder of the results unless another place is stated."""
    figure = f"{figure}_slide" if slide else figure
    if output is None:
        return folder / figure
    place = Path(output).expanduser()
    if place.is_dir():
        return place / figure
    return place.with_suffix("") if place.suffix in {".svg", ".png", ".csv"} else place


def draw_wheel(result: "DrawnRun", spec: Wheel, language: str) -> Drawing:
    """Draw the wheel, by date or by group."""
    from entente.analysis.run.wheel_figure import MOST_POLYGONS

    horizon = result.settings.weeks
    raise_violations([
        _too_late("weeks", spec.weeks, horizon),
        _too_late("week", [spec.week], horizon),
        _too_many("weeks", spec.weeks, MOST_POLYGONS),
        _too_many("names", spec.names, MOST_POLYGONS),
        *_wheel_contradictions(spec),
    ])  # fmt: skip
    return _wheel_by_week(result, spec, language) if spec.by is None else _wheel_by_group(result, spec, language)


def _wheel_by_week(result: "DrawnRun", spec: Wheel, language: str) -> Drawing:
    """Draw one polygon for each week: those asked for, or an early one, the middle one and the last."""
    from entente.analysis.plotting.words import fixed_text
    from entente.analysis.run.conditions import conditions_by_week
    from entente.analysis.run.wheel_figure import wheel_figure

    raise_violations([_missing_table("wheel", result.conditions, "conditions", SINCE)])
    horizon = result.settings.weeks
    weeks = spec.weeks or ([spec.week] if spec.week else sorted({min(13, horizon), -(-horizon // 2), horizon}))
    table = conditions_by_week(result.conditions, list(dict.fromkeys(weeks)))
    names = {week: fixed_text("week_of", language, n=week) for week in weeks}
    title = fixed_text("conditions", language)
    changes, runs, slide = changed_settings(result.configuration), len(result.runs), spec.size is FigureSize.SLIDE
    return Drawing(wheel_figure(table, result.settings, names, title, runs, language, (), changes, slide), table)


def _wheel_by_group(result: "DrawnRun", spec: Wheel, language: str) -> Drawing:
    """Draw one polygon for each group in one week: those asked for, or the largest."""
    from entente.analysis.plotting.words import fixed_text
    from entente.analysis.run.conditions import conditions_by_group
    from entente.analysis.run.wheel_figure import MOST_POLYGONS, wheel_figure

    raise_violations([_missing_table("by", _with_conditions(result.organisations), "organisations", BY_ORGANISATION)])
    week, by = spec.week or result.settings.weeks, str(spec.by)
    members = _members_by(result.settings, by)
    raise_violations(_unknown_groups("names", spec.names, members))
    largest = sorted(members, key=lambda name: -len(members[name]))[:MOST_POLYGONS]
    chosen = {name: members[name] for name in spec.names or largest}
    table = conditions_by_group(result.organisations, week, chosen)
    called = {name: f"{_group_name(by, name, language, result.settings)} ({len(members[name])})" for name in members}
    others = [] if spec.names else [called[name] for name in members if name not in chosen]
    title = fixed_text(f"conditions_by_{by}", language, n=week)
    names = {name: called[name] for name in chosen}
    changes, runs, slide = changed_settings(result.configuration), len(result.runs), spec.size is FigureSize.SLIDE
    return Drawing(wheel_figure(table, result.settings, names, title, runs, language, others, changes, slide), table)


def draw_timeline(result: "DrawnRun", spec: Timeline, language: str) -> Drawing:
    """Draw the event log of one replicate."""
    from entente.analysis.run.event_log import middle_replicate, timeline_table
    from entente.analysis.run.timeline_figure import timeline_figure

    raise_violations([_missing_table("timeline", result.event_log, "event_log", SINCE)])
    known = result.runs["replicate"]
    if spec.replicate is not None and spec.replicate not in set(known):
        expected = number_between(known.min(), known.max(), whole=True)
        raise_violations([Violation("replicate", not_possible(spec.replicate), expected)])
    replicate = middle_replicate(result.weeks) if spec.replicate is None else spec.replicate
    table = timeline_table(result.event_log, result.weeks, replicate)
    chosen = spec.replicate is not None
    changes, slide = changed_settings(result.configuration), spec.size is FigureSize.SLIDE
    figure = timeline_figure(result.weeks, table, replicate, result.settings, language, chosen, changes, slide)
    return Drawing(figure, table)


def draw_mobilisation(result: "DrawnRun", spec: MobilisationCurve, language: str) -> Drawing:
    """Draw the curve of mobilisation, as the run drew it or for a projector."""
    from entente.analysis.run.mobilisation_figure import mobilisation_figure
    from entente.analysis.statistics.curves import bands
    from entente.studies.plausible import worlds_used

    worlds = worlds_used(result.configuration.run, len(result.runs))
    changes = changed_settings(result.configuration)
    slide = spec.size is FigureSize.SLIDE
    figure = mobilisation_figure(result.weeks, result.settings, language, worlds, changes, slide)
    return Drawing(figure, bands(result.weeks, "mobilisation"))


def draw_groups(result: "DrawnRun", spec: Groups, language: str) -> Drawing:
    """Draw the mobilisation of sectors, of territories or of some organisations."""
    from entente.analysis.run.groups import group_curves, organisations_as_groups
    from entente.analysis.run.groups_figure import MOST_GROUPS, MOST_ON_SLIDE, groups_figure

    by = str(spec.by)
    members = _members_by(result.settings, by)
    if spec.by is Parts.ORGANISATION:
        raise_violations([
            _missing_table("by", result.organisations, "organisations", BY_ORGANISATION),
            None if spec.names else Violation("names", not_possible(None), _one_of_members(members)),
        ])  # fmt: skip
        source = organisations_as_groups(result.organisations)
    else:
        raise_violations([_missing_table("by", result.groups, "groups", BY_GROUP)])
        source = result.groups[result.groups["by"] == by]
    raise_violations(_unknown_groups("names", spec.names, members))
    slide = spec.size is FigureSize.SLIDE
    most = MOST_ON_SLIDE if slide else MOST_GROUPS
    raise_violations([_too_many("names", spec.names, most)])
    shown = list(dict.fromkeys(spec.names or sorted(members, key=lambda name: -len(members[name]))[:most]))
    table = group_curves(source, result.weeks, shown)
    names = {name: (_group_name(by, name, language, result.settings), _group_size(by, members[name], language))
             for name in members}  # fmt: skip
    others = [] if spec.names else [names[name][0] for name in members if name not in shown]
    chosen = {name: names[name] for name in shown}
    changes = changed_settings(result.configuration)
    figure = groups_figure(table, result.weeks, result.settings, chosen, by, language, others, changes, slide)
    return Drawing(figure, table)


def _members_by(settings: "Settings", by: str) -> dict[str, list[str]]:
    """Return the organisations of each sector or territory; ``by`` organisation, each is a group of its own."""
    if by != Parts.ORGANISATION:
        return members_of(settings, by)
    return {name: [name] for name in organisation_names(settings)}


def _group_name(by: str, name: str, language: str, settings: "Settings") -> str:
    """Return what a group is called in a figure."""
    from entente.analysis.plotting.words import SECTOR_WORDS, TERRITORY_WORDS, fixed_text, word_for
    from entente.analysis.run.event_names import organisation_name

    if by == Parts.ORGANISATION:
        return organisation_name(name, settings, language)
    if not name:
        return fixed_text(f"no_{by}", language)
    return word_for(name, SECTOR_WORDS if by == Parts.SECTOR else TERRITORY_WORDS, language)


def _group_size(by: str, members: Sequence[str], language: str) -> str:
    """Return what is said under the name of a group: how many organisations it has."""
    from entente.analysis.plotting.words import fixed_text

    if by == Parts.ORGANISATION:
        return ""
    return fixed_text("organisations_count" if len(members) > 1 else "organisation_count", language, n=len(members))


def _with_conditions(organisations: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the table by organisation if it has the conditions, which older ones do not."""
    from entente.sim.model.measures import CONDITIONS

    return organisations if organisations is not None and set(CONDITIONS) <= set(organisations) else None


def _missing_table(path: str, table: pd.DataFrame | None, name: str, given_by: str) -> Violation | None:
    """Return the violation of a figure whose table the results do not hold, and what would have left it."""
    return (
        None
        if table is not None
        else Violation(path, message("these results hold no table {name}", name=name), given_by)
    )


def _too_late(path: str, weeks: Sequence[int | None] | None, horizon: int) -> Violation | None:
    """Return the violation of a week that comes after the horizon."""
    late = [week for week in weeks or [] if week is not None and week > horizon]
    return (
        Violation(
            path,
            message("week {week} is after the horizon", week=late[0]),
            message("a week from 1 to {weeks}", weeks=horizon),
        )
        if late
        else None
    )


def _too_many(path: str, values: Sequence[object] | None, most: int) -> Violation | None:
    """Return the violation of a list that is longer than a figure can show."""
    return (
        Violation(path, message("too many"), message("{number} at the most", number=most))
        if values and len(set(values)) > most
        else None
    )


def _wheel_contradictions(spec: Wheel) -> list[Violation | None]:
    """Return what cannot be drawn in one wheel together: dates and groups are laid over one another, not both."""
    wrong: list[Violation | None] = []
    if spec.by and spec.weeks:
        wrong.append(Violation("weeks", message("it cannot stand beside by"), message("week=... for one date")))
    if spec.names and not spec.by:
        wrong.append(Violation("names", message("it needs by"), message("by=sector or by=territory")))
    return wrong


def _unknown_groups(path: str, names: Sequence[str] | None, members: Mapping[str, Any]) -> list[Violation]:
    """Return the violations of the groups that the results do not hold."""
    return [Violation(path, not_possible(name), _one_of_members(members), nearest(name, members))
            for name in names or [] if name not in members]  # fmt: skip


def _one_of_members(members: Mapping[str, Any]) -> str:
    """Return what was expected: one of these names."""
    return one_of(members)
