"""The parameters of a week, after changes and levers, and the rates derived from them."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import get_type_hints

from benchmarks.mesa_objects.formulas import rate
from entente.sim.model.declare import about_of, plain
from entente.sim.model.levers import Effect, Lever
from entente.sim.model.situation import Settings

STRANGER = 0.5  # trust in an organisation one does not know, against one that one knows
SECTIONS = (
    "leadership", "communication", "governance", "staff", "trust", "understanding", "motivation", "mobilisation",
    "work", "casework", "context", "costs", "mechanisms",
)  # fmt: skip


class WeekParameters:
    """The parameters of one week, a section each (``params.trust.kept``), and the rates derived from them.

    Attributes:
        formal: weight of institutional trust in the trust that acts.
        handed_over: share of ties and knowledge passed on by who leaves.
        stranger: the trust to which lost trust goes back.
        behaviour: sum of the weights of what is seen of another.
    """

    def __init__(self, settings: Settings, week: int) -> None:
        self.acting = [lever for lever in settings.levers.values() if acts(lever, week)]
        for section in SECTIONS:
            setattr(self, section, copy.copy(getattr(settings, section)))
        for change in sorted(settings.changes.values(), key=lambda change: change.week):
            if change.week <= week:
                for path, value in change.set.items():
                    section, name = path.split(".")
                    setattr(getattr(self, section), name, value)
        self.apply_levers(settings, week)
        self.stranger = STRANGER * settings.partners.trust if self.mechanisms.reversion else 0.0
        self.derive_rates()

    def apply_levers(self, settings: Settings, week: int) -> None:
        """Apply the effects and the costs of the levers that act this week."""
        effects: dict[str, list[Effect]] = defaultdict(list)
        for lever in self.acting:
            for path, effect in lever.effects.items():
                if path.split(".")[0] in SECTIONS and path.count(".") == 1:
                    effects[path].append(effect)
        for path, some in effects.items():
            section, name = path.split(".")
            owner = getattr(self, section)
            setattr(owner, name, apply_effects(getattr(owner, name), some, type(owner), name))
        for lever in settings.levers.values():
            in_use, delay = acts(lever, week), max(1, lever.delay)
            set_up = lever.start <= week < lever.start + delay and week <= lever.stop
            for name in ("partners", "coordinator", "dollars"):
                taken = getattr(lever.costs, name) * in_use
                taken += getattr(lever.costs, f"setup_{name}") / delay * set_up
                setattr(self.costs, name, getattr(self.costs, name) + taken)

    def derive_rates(self) -> None:
        """Compute once what the rules would otherwise compute for every organisation."""
        on, trust = self.mechanisms, self.trust
        self.formal = self.governance.formalisation if on.institutional else 0.0
        self.handed_over = self.governance.handover if on.handover else 0.0
        self.behaviour = (trust.kept + trust.fairness + trust.openness + trust.power + trust.similarity) or 1.0
        self.forgetting = rate(self.context.information) if on.forgetting else 0.0
        self.dose = rate(trust.contacts)
        self.gain = self.dose if on.contact else 0.0
        self.wear = rate(trust.absence) if on.absence else 0.0
        self.settling = rate(trust.institutional) if on.institutional else 0.0
        self.anchoring = rate(self.understanding.anchoring)
        self.language = rate(self.understanding.language) if on.language else 0.0
        self.learning = rate(self.staff.learning) if on.learning else 0.0
        self.memory = rate(self.work.memory)
        self.slow = rate(self.motivation.belonging_half_life)
        self.will = rate(self.motivation.half_life)
        self.tiring = rate(self.mobilisation.fatigue)
        self.exhausting = rate(self.mobilisation.exhaustion)
        self.calming = rate(self.communication.eagerness)
        self.engaging = rate(self.mobilisation.half_life)
        self.recovery = rate(self.leadership.recovery)


def acts(lever: Lever, week: int) -> bool:
    """Tell whether a lever acts in a week."""
    return lever.start + lever.delay <= week <= lever.stop


def turning_weeks(settings: Settings) -> set[int]:
    """Return the weeks in which parameters may change."""
    weeks = {change.week for change in settings.changes.values()}
    for lever in settings.levers.values():
        first = lever.start + lever.delay
        weeks |= {lever.start, lever.start + max(1, lever.delay), first, lever.stop + 1}
    return weeks


def apply_effects(value: float, effects: Iterable[Effect], owner: type, name: str) -> float:
    """Apply effects to a value, in order; keep it in its declared range, and whole if it is declared whole.

    Args:
        value: what holds without them.
        effects: each covers a share ``by`` of the way ``toward`` a value, then adds ``add``.
        owner: the dataclass that declares the value.
        name: that of its field.
    """
    for effect in effects:
        if effect.toward is not None:
            value = (1.0 - effect.by) * value + effect.by * effect.toward
        value += effect.add
    low, high, whole = declared_range(owner)[name]
    value = min(high, max(low, value))
    return round(value) if whole else value


@cache
def declared_range(owner: type) -> dict[str, tuple[float, float, bool]]:
    """Return the range of each number that a dataclass declares, and whether it is whole."""
    found = {}
    for name, kind in get_type_hints(owner, include_extras=True).items():
        about = about_of(kind)
        if about is not None and about.low is not None and about.high is not None:
            found[name] = (about.low, about.high, plain(kind) is int)
    return found
