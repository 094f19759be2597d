"""Phase 5: cases arrive; teams of mobilised, informed and trusted organisations answer them."""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.communication import VIDEO
from benchmarks.mesa_objects.formulas import rate
from benchmarks.mesa_objects.organisation import Organisation

if TYPE_CHECKING:
    from random import Random

    from benchmarks.mesa_objects.model import Partnership

SURGE = 4.0  # a crisis of full size brings four times the usual cases, on top of the usual
MOST = 1000  # cases of one territory and population that may arrive in one week


@dataclass(eq=False)
class Cell:
    """The cases of one territory and population.

    Attributes:
        share: of all the cases.
        waiting: the weeks that each case has waited, the longest first.
        tally: cases of the whole run: ``arrived``, ``answered``, ``lost``, and the weeks ``waited`` by those answered.
    """

    territory: str
    population: str
    share: float
    waiting: list[int] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    def is_served_by(self, one: Organisation) -> bool:
        """Tell whether an organisation serves the territory and the population."""
        here = not one.territory or one.territory == self.territory
        return here and (not one.populations or self.population in one.populations)


def cases(model: "Partnership") -> None:
    """Let cases arrive and wait; complementary teams answer them, or they are lost."""
    params, cells = model.params, model.cells
    model.arrived = model.answered = model.lost = model.waited = 0
    if not params.mechanisms.cases:
        return
    arrivals = params.casework.arrivals * (1.0 + SURGE * model.surge)
    for cell in cells:
        grow_old(model, cell)
        new = poisson(arrivals * cell.share, model.random)
        cell.waiting += [0] * new
        cell.tally["arrived"] += new
        model.arrived += new
    if any(cell.waiting for cell in cells):
        ready = who_is_ready(model)
        first = model.week % len(cells)  # another one each week, so that none is always served last
        for cell in cells[first:] + cells[:first]:
            answer(model, cell, ready)
    judged = model.answered + model.lost
    if judged:
        model.service += rate(params.work.memory) * (model.answered / judged - model.service)


def poisson(mean: float, random: "Random") -> int:
    """Draw a Poisson number by inversion."""
    draw, term, count = random.random(), math.exp(-mean), 0
    total = term
    while draw > total and count < MOST:
        count += 1
        term *= mean / count
        total += term
    return count


def grow_old(model: "Partnership", cell: Cell) -> None:
    """Age the cases by one week; those that have waited too long are lost."""
    patience = model.params.casework.patience
    waiting = [waited + 1 for waited in cell.waiting]
    cell.waiting = [waited for waited in waiting if waited <= patience]
    lost = len(waiting) - len(cell.waiting)
    cell.tally["lost"] += lost
    model.lost += lost


def who_is_ready(model: "Partnership") -> list[Organisation]:
    """Draw who is willing to join a team this week, starting with another organisation each week."""
    first = model.week % len(model.organisations)
    random = model.random.random
    return [
        one
        for one in model.organisations[first:] + model.organisations[:first]
        if one.is_partner and one.staffing > 0.0 and random() < one.mobilisation * 0.5 * (one.information + one.trusted)
    ]


def answer(model: "Partnership", cell: Cell, ready: list[Organisation]) -> None:
    """Answer the cases of one territory and population, the longest waiting first, while teams can be formed."""
    able = [one for one in ready if cell.is_served_by(one)] if cell.waiting else []
    while cell.waiting and form_team(model, able):
        waited = cell.waiting.pop(0)
        cell.tally["answered"] += 1
        cell.tally["waited"] += waited
        model.answered += 1
        model.waited += waited


def form_team(model: "Partnership", able: list[Organisation]) -> bool:
    """Form a team whose members each bring something; it meets and spends its hours. Tell whether it could."""
    casework = model.params.casework
    team: list[Organisation] = []
    brought: set[str] = set()
    for one in able:
        new = not team or not one.expertise or not one.expertise <= brought
        if new and one.free >= casework.hours:
            team.append(one)
            brought |= one.expertise
            if len(team) == casework.team:
                break
    if len(team) < casework.team:
        return False
    touch = VIDEO if model.week < model.apart_until else 1.0
    for one in team:
        one.spent_cases += casework.hours
        for other in team:
            if other is not one:
                one.ties[other].contact += touch
    return True
