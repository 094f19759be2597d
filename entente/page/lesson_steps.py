"""The steps of a lesson: what is told, asked, played, shown and discussed, one after the other.

A lesson teaches with one scenario. Its file (``lessons/*.yaml``) declares these steps in order; each has its ``kind``,
the ``minutes`` that it takes and ``notes`` for whoever leads it.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from entente.sim.model.texts import Text

FORBID = ConfigDict(extra="forbid", allow_inf_nan=False)
Beside = Literal["nothing", "before", "twin"]


def in_both(said: Any) -> Any:
    """Return a text in both languages, where one plain text stands for both."""
    return {"fr": said, "en": said} if isinstance(said, str) else said


Said = Annotated[Text, BeforeValidator(in_both)]


@dataclass(kw_only=True)
class Step:
    """What all steps have."""

    __pydantic_config__ = FORBID

    minutes: float
    notes: Said
    title: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class StoryStep(Step):
    """A text to read aloud: the story of the scenario where there is none."""

    kind: Literal["story"]
    text: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class Sentence:
    """One of the sentences to bet on, and from what to what number it is true; None: no bound on that side."""

    __pydantic_config__ = FORBID

    text: Said
    above: float | None = None
    up_to: float | None = None


@dataclass(kw_only=True)
class Decided:
    """The number that decides between sentences: the mean of a weekly series over some weeks, in each replicate.

    Attributes:
        series: its name.
        weeks: the first and the last one.
        than: two other weeks, whose mean is taken from that of those.
        beside: what is taken from it: nothing, or the same of the twin, or of the life before what is changed.
    """

    __pydantic_config__ = FORBID

    series: str
    weeks: tuple[int, int]
    than: tuple[int, int] | None = None
    beside: Beside = "nothing"


@dataclass(kw_only=True)
class AskStep(Step):
    """A question on which everybody bets before anything is shown.

    Attributes:
        question: to read aloud.
        draw: the week from which the rest of the curve of mobilisation is drawn; None where a sentence is chosen.
        choices: the sentences, each true of the numbers up to where the next one is; none where the curve is drawn.
        decided_by: what decides between them.
    """

    kind: Literal["ask"]
    question: Said
    draw: int | None = None
    choices: list[Sentence] = field(default_factory=list)
    decided_by: Decided | None = None


@dataclass(kw_only=True)
class PlayStep(Step):
    """Weeks that are played, until one of them (None: the last).

    Attributes:
        of: which life: the scenario, its twin, or the same as in the step before.
        until: the week where it stops.
        text: what to look at meanwhile.
    """

    kind: Literal["play"]
    of: Literal["same", "scenario", "twin"] = "same"
    until: int | None = None
    text: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class RevealStep(Step):
    """What came of it, over the bets made since the last time."""

    kind: Literal["reveal"]
    text: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class ChangeStep(Step):
    """One thing that is changed, and everything is played again.

    Attributes:
        title: what is changed.
        week: from which one; 1: from the start.
        overrides: the change, in the words of the command line; none: the room chooses.
        beside: what the changed life is shown with: the one before, or the twin with the same change.
        until: the week where it stops.
        text: to read aloud.
    """

    kind: Literal["change"]
    week: int
    overrides: list[str] = field(default_factory=list)
    beside: Literal["before", "twin"] = "before"
    until: int | None = None
    text: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class CompareStep(Step):
    """The scenario and its twin side by side, on one clock."""

    kind: Literal["compare"]
    text: Said = field(default_factory=Text)


@dataclass(kw_only=True)
class RoleStep(Step):
    """Each table is one organisation: it sees its reasons, and decides whether it comes for some weeks.

    Attributes:
        text: to read aloud.
        week: the first one that is decided.
        weeks: how many.
        organisations: which the tables play, by their names in the scenario.
    """

    kind: Literal["role"]
    text: Said
    week: int
    organisations: list[str]
    weeks: int = 13


@dataclass(kw_only=True)
class Questions:
    """The questions of a debrief, in the order in which they are asked."""

    __pydantic_config__ = FORBID

    description: list[Said]
    feelings: list[Said]
    analysis: list[Said]
    transfer: list[Said]
    action: list[Said]


@dataclass(kw_only=True)
class DebriefStep(Step):
    """A discussion, by printed questions."""

    kind: Literal["debrief"]
    questions: Questions


@dataclass(kw_only=True)
class LimitsStep(Step):
    """What the model shows, and what it cannot say."""

    kind: Literal["limits"]
    texts: list[Said]


AnyStep = Annotated[
    StoryStep | AskStep | PlayStep | RevealStep | ChangeStep | CompareStep | RoleStep | DebriefStep | LimitsStep,
    Field(discriminator="kind"),
]
STEP_KINDS = ("story", "ask", "play", "reveal", "change", "compare", "role", "debrief", "limits")


@dataclass(kw_only=True)
class Lesson:
    """A lesson: the scenario that it teaches with, what it is about, its steps, its title if not the scenario's."""

    __pydantic_config__ = FORBID

    scenario: str
    summary: Said
    title: Said = field(default_factory=Text)
    steps: list[AnyStep]
