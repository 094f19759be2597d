"""What is taken for granted of each kind of organisation: a table with grades and sources, to print and to change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from entente.config.limits import MOST_WRONG
from entente.config.problems import Located, Origin
from entente.config.yaml_files import read_yaml
from entente.i18n.accents import without_accents
from entente.i18n.option_names import data_folder
from entente.sim.model.declare import Grade, about_of
from entente.sim.model.situation import Expertise
from entente.sim.model.texts import Text
from entente.sim.validation.messages import message, not_possible, number_between, one_of
from entente.sim.validation.number_texts import understand_number
from entente.sim.validation.validate import SettingsError, names_at, nearest

KINDS_FILE = "partner_kinds.yaml"
TRAITS_OF_KINDS = (
    "decision_power", "status", "budget", "rigidity", "mission_fit", "self_interest", "reliability", "openness",
    "access", "turnover", "hours", "delegates",
)  # fmt: skip
_WORD = re.compile(r"(?P<table>kinds|answers)\.(?P<path>[\w.]+)=(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """A figure that is taken for granted, with its grade and its source."""

    value: float
    grade: Grade
    source: str


@dataclass(frozen=True)
class Kind:
    """A kind of organisation.

    Attributes:
        name: by which the settings and the command line know it.
        label: what it is called.
        words: that mean it in a sheet, as ``without_accents`` writes them.
        sector: of such organisations.
        expertise: that they are taken to have.
        figures: traits that they are taken to have; the others keep their defaults.
    """

    name: str
    label: Text
    words: tuple[str, ...]
    sector: str
    expertise: tuple[Expertise, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class KindTable:
    """What is taken for granted: of each kind, and of each answer to whether a delegate can decide."""

    kinds: Mapping[str, Kind]
    answers: Mapping[str, Figure]

    def find(self, text: str) -> Kind | None:
        """Return the kind that a cell means: by its name, or else by the longest word for one that it holds."""
        said = without_accents(text)
        for kind in self.kinds.values():
            if said in (kind.name, *kind.words):
                return kind
        padded = f"_{said}_"
        held = [(len(word), kind) for kind in self.kinds.values() for word in kind.words if f"_{word}_" in padded]
        return max(held, key=lambda one: one[0])[1] if held else None

    def labels(self, language: str) -> list[str]:
        """Return what the kinds are called."""
        return [kind.label.in_language(language) for kind in self.kinds.values()]

    def near(self, text: str, language: str) -> tuple[str, ...]:
        """Return what the kinds that look like a text are called."""
        words = {word: kind for kind in self.kinds.values() for word in kind.words}
        close = [words[one] for one in nearest(without_accents(text), words) if one in words]
        return tuple(dict.fromkeys(kind.label.in_language(language) for kind in close))


@cache
def shipped_kinds() -> KindTable:
    """Return the table as it ships."""
    tree = read_yaml(data_folder("conf") / KINDS_FILE).tree
    return KindTable(
        {name: _kind(name, one) for name, one in tree["kinds"].items()},
        {name: _figure(one) for name, one in tree["answers"].items()},
    )


def _kind(name: str, one: Mapping[str, Any]) -> Kind:
    """Return a kind as its file says it."""
    label = Text(**one["name"])
    words = map(without_accents, (label.fr, label.en, *one["also"]))
    figures = {trait: _figure(one[trait]) for trait in TRAITS_OF_KINDS if trait in one}
    return Kind(name, label, tuple(words), one["sector"], tuple(map(Expertise, one["expertise"])), figures)


def _figure(said: Sequence[Any]) -> Figure:
    """Return a figure as its file says it: value, grade, source."""
    value, grade, source = said
    return Figure(float(value), Grade(grade), source)


def change_kinds(table: KindTable, words: Sequence[str]) -> tuple[KindTable, list[str]]:
    """Return the table with the figures that words change, and the words that are about something else.

    Args:
        table: what is taken for granted.
        words: such as ``kinds.community.turnover=0.3`` or ``answers.after=0.6``.

    Raises:
        SettingsError: with everything that is wrong with them.
    """
    wrong, others = list[Located](), list[str]()
    for word in words:
        found = _WORD.fullmatch(word)
        if found is None:
            others.append(word)
            continue
        table, problems = _change(table, found["table"], found["path"].split("."), found["value"])
        wrong += problems
    if wrong:
        raise SettingsError(wrong[:MOST_WRONG])
    return table, others


def _change(table: KindTable, which: str, path: list[str], value: str) -> tuple[KindTable, list[Located]]:
    """Return the table with one figure changed, or what is wrong."""
    dotted, name, trait = f"{which}.{'.'.join(path)}", path[0], path[1] if path[1:] else "decision_power"
    known = table.answers if which == "answers" else table.kinds
    if name not in known or len(path) != (1 if which == "answers" else 2):
        return table, [_blame(dotted, message("no such setting"), one_of(known), nearest(name, known))]
    if trait not in TRAITS_OF_KINDS:
        close = nearest(trait, TRAITS_OF_KINDS)
        return table, [_blame(dotted, message("no such setting"), one_of(TRAITS_OF_KINDS), close)]
    number, wanted = _number_of_trait(trait, value)
    if number is None:
        return table, [_blame(dotted, not_possible(value), wanted)]
    figure = Figure(number, Grade.ASSUMED, "said on the command line")
    if which == "answers":
        return replace(table, answers={**table.answers, name: figure}), []
    changed = replace(table.kinds[name], figures={**table.kinds[name].figures, trait: figure})
    return replace(table, kinds={**table.kinds, name: changed}), []


def _number_of_trait(trait: str, text: str) -> tuple[float | None, str]:
    """Return the number that a text gives a trait, None when that is none or out of range, and what was expected."""
    about, number = about_of(names_at(["organisations", "any", trait])[1]), understand_number(text, float)
    assert about is not None
    low, high = about.low or 0.0, about.high or 0.0
    right = number if number is not None and low <= number <= high else None
    return right, number_between(low, high, about.unit)


def _blame(path: str, problem: str, wanted: str, close: tuple[str, ...] = ()) -> Located:
    """Return something wrong on the command line."""
    return Located(path, problem, wanted, tuple(one for one in close if one), Origin("command_line"))


def figure_rows(table: KindTable, names: Sequence[str] | None = None) -> Iterator[tuple[Kind, str, Figure]]:
    """Yield every figure that is taken for granted of some kinds, or of all."""
    for name, kind in table.kinds.items():
        if names is None or name in names:
            yield from ((kind, trait, figure) for trait, figure in kind.figures.items())
