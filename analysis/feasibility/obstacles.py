"""What is found before anything is simulated: what cannot work, and what hangs on little, with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from entente.analysis.plotting.words import EXPERTISE_WORDS, STAGE_WORDS, text_in
from entente.i18n import say
from entente.sim.model.situation import Settings

MOST_NAMES = 6  # organisations that one sentence names


@dataclass(frozen=True)
class Obstacle:
    """One thing to know before simulating.

    Attributes:
        kind: what it is, in one word, such as ``slow``.
        stops: whether something cannot work at all; else it hangs on little.
        text: what was found, in one language.
        remedy: what to do about it, in the same language.
        how: what is typed to do it; nothing where nothing is.
    """

    kind: str
    stops: bool
    text: str
    remedy: str
    how: str = ""

    @property
    def advice(self) -> str:
        """Return what was found and what to do about it."""
        return f"{self.text} {self.remedy}"

    @property
    def advice_to_type(self) -> str:
        """Return what was found and what to do about it, with what is typed."""
        return f"{self.advice.removesuffix('.')} ({self.how})." if self.how else self.advice


def labels_of(settings: Settings, language: str) -> list[str]:
    """Return what organisations are called, in their order; those of one kind are numbered."""
    found: list[str] = []
    for name, one in settings.organisations.items():
        label = text_in(one.name, language, name)
        found += [label] if one.count == 1 else [f"{label} {k + 1}" for k in range(one.count)]
    return found


def stage_label(name: str, language: str) -> str:
    """Return what a stage is called."""
    return say(STAGE_WORDS.get(name, ""), language) or name.replace("_", " ")


def expertise_label(name: str, language: str) -> str:
    """Return what a kind of expertise is called."""
    return say(EXPERTISE_WORDS[name], language)


def join_names(names: Iterable[str], language: str) -> str:
    """Return names on one line, the first ones where they are many."""
    every = list(names)
    if len(every) <= MOST_NAMES:
        return ", ".join(every)
    more = len(every) - MOST_NAMES
    return say("{names} and {count} more", language, names=", ".join(every[:MOST_NAMES]), count=more)
