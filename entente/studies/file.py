"""A study written in a YAML file, what one chooses kept apart from what nobody controls and from what one looks at.

``levers`` and ``uncertainties``: a list of values or ``interval(low,high)`` for each path; ``outcomes``: names of
summaries; ``settings``: what is the same for all; beside them ``scenario`` and how to run and to make the study.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from entente.analysis.statistics.measures import MEASURES
from entente.config.overrides import override_key
from entente.config.places import GROUPS, LEVER
from entente.config.problems import SUMMARY_NAMES, Located, Origin, locate, unknown_names
from entente.config.run_settings import DECIDED_BY_CALLER, RUN_PARAMETERS
from entente.config.scenario_files import NOT_DECIDED_HERE
from entente.config.yaml_files import Document, UnreadableError, read_yaml
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, nearest
from entente.studies.axes import as_override, as_text
from entente.studies.options import STUDY_OPTIONS, ExecutorOptions, declared_options

_AXES = ("levers", "uncertainties")
STUDY_SECTIONS = (*_AXES, "outcomes", "settings")
FILE = "study"  # study=FILE.yaml
FILES = ("scenario", "design", "plausible")  # what a study file says and that may be a file too


@dataclass(frozen=True)
class StudyFile:
    """What is said of a study, in a file or over it.

    Attributes:
        overrides: what is the same for all, how to run, and the levers, as overrides.
        uncertain: the uncertainties, as overrides.
        outcomes: summaries that the study is about.
        origins: where each key is said in the file.
    """

    overrides: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def under(self, overrides: Sequence[str], values: Mapping[str, Any], uncertain: Sequence[str]) -> "StudyFile":
        """Return the request with overrides and uncertainties over those of the file, which they replace."""
        again = {*map(override_key, overrides), *values, *map(override_key, uncertain)}
        mine, beyond = (
            [text for text in texts if override_key(text) not in again] for texts in (self.overrides, self.uncertain)
        )
        return replace(self, overrides=(*mine, *overrides), uncertain=(*beyond, *uncertain))

    def locate_in_file(self, violation: Located) -> Located:
        """Return a violation with its line in the file, where the file said what is wrong."""
        if violation.origin is None or violation.origin.path is None:
            for key, origin in self.origins.items():
                if violation.path == key or violation.path.startswith(f"{key}."):
                    return replace(violation, origin=origin)
        return violation


def study_file_under(
    overrides: Sequence[str], values: Mapping[str, Any], uncertain: Sequence[str] = ()
) -> tuple[StudyFile, dict[str, Any]]:
    """Return what overrides say, over the file that ``study=FILE.yaml`` names if any, and the values but that name.

    Raises:
        SettingsError: with everything that is wrong in the file.
    """
    others = {key: given for key, given in values.items() if key != FILE}
    named = [text.partition("=")[2] for text in overrides if override_key(text) == FILE]
    path = named[-1] if named else values.get(FILE)
    said = StudyFile() if path is None else read_study_file(Path(path).expanduser())
    return said.under([text for text in overrides if override_key(text) != FILE], others, uncertain), others


def read_study_file(path: Path) -> StudyFile:
    """Return what a file says.

    Raises:
        SettingsError: with everything that is wrong in it.
    """
    document = read_document(path)
    origins = {key: Origin("file", path, line) for key, line in document.lines.items()}
    if wrong := [*file_violations(document.tree, origins), *decisions_of_callers(document.tree, origins)]:
        raise SettingsError(wrong)
    tree = with_paths_beside(path, document.tree)
    others = ((name, tree[name]) for name in tree if name not in STUDY_SECTIONS)
    fixed = [f"{key}={as_text(value)}" for key, value in (*dotted_values("", tree.get("settings") or {}), *others)]
    levers, beyond = (
        [f"{key}={axis_override(value)}" for key, value in dotted_values("", tree.get(name) or {})] for name in _AXES
    )
    of_settings = {setting_of(key): origin for key, origin in origins.items()}
    return StudyFile((*fixed, *levers), tuple(beyond), tuple(tree.get("outcomes") or ()), of_settings)


def read_document(path: Path) -> Document:
    """Return the content of a file.

    Raises:
        SettingsError: when it cannot be read.
    """
    try:
        return read_yaml(path)
    except UnreadableError as error:
        where = Origin("file", error.path, error.line, error.column)
        raise SettingsError([Located("study", error.problem, origin=where)]) from error


def setting_of(key: str) -> str:
    """Return the path of the setting at a place of a file: ``staff.turnover`` for ``levers.staff.turnover``."""
    section, _, path = key.replace(".+", ".").partition(".")
    return path if section in STUDY_SECTIONS else key


def file_violations(tree: Mapping[str, Any], origins: Mapping[str, Origin]) -> Iterator[Located]:
    """Yield what a study file cannot say."""
    known = (*STUDY_SECTIONS, "scenario", *GROUPS, LEVER, *RUN_PARAMETERS, *STUDY_OPTIONS)
    for name in tree:
        if name not in known:
            wanted = message("one of {names}, or how to run", names=", ".join((*STUDY_SECTIONS, "scenario")))
            yield Located(name, message("no such section"), wanted, nearest(name, known), origins.get(name))
    for name in (*_AXES, "settings"):
        if not isinstance(tree.get(name) or {}, Mapping):
            yield Located(name, message("it holds no settings (name: value)"), origin=origins.get(name))
    outcomes = tree.get("outcomes") or []
    if not isinstance(outcomes, list):
        yield Located("outcomes", message("it is not a list"), SUMMARY_NAMES, origin=origins.get("outcomes"))
        return
    for one in unknown_names("outcomes", outcomes, MEASURES, SUMMARY_NAMES):
        yield locate(one, origins.get("outcomes"))


def decisions_of_callers(tree: Mapping[str, Any], origins: Mapping[str, Origin]) -> Iterator[Located]:
    """Yield what only whoever runs a study decides: where it is written, and what carries it out."""
    decided = (*DECIDED_BY_CALLER, *declared_options(ExecutorOptions), "overwrite")
    sections = {name: tree.get(name) for name in (*_AXES, "settings")}
    said = {"": tree} | {f"{name}.": one for name, one in sections.items() if isinstance(one, Mapping)}
    for place, names in said.items():
        for name in names:
            if (top := name.partition(".")[0]) in decided:
                wanted = message("{name}=... on the command line", name=top)
                yield Located(f"{place}{name}", NOT_DECIDED_HERE, wanted, origin=origins.get(f"{place}{name}"))


def with_paths_beside(file: Path, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says, the files that it names taken from its own folder, where they are there."""
    named = {name: tree.get(name) for name in FILES}
    there = {name: file.parent / one for name, one in named.items() if isinstance(one, str)}
    return {**tree, **{name: str(one) for name, one in there.items() if one.is_file()}}


def dotted_values(path: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a section says, each with its dotted path: ``{staff: {turnover: 1}}`` as ``staff.turnover``."""
    for name, value in tree.items():
        key = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping) and value:
            yield from dotted_values(key, value)
        else:
            yield f"+{key.replace('.+', '.')}" if ".+" in key else key, value


def axis_override(value: Any) -> str:
    """Return the values of an axis as an override has them; what is said in Hydra's own grammar stays as it is."""
    return as_override(value) if isinstance(value, list) else str(value)
