"""Chance encounters in a large gathering: contacts beyond the ties that each organisation keeps."""

import math
from typing import Any, NamedTuple

from entente.sim.engine.compilation import part
from entente.sim.rules import rows
from entente.sim.rules.ties import ROUNDING, add_contact

ENCOUNTERS = 8  # others whom an organisation meets by chance in one gathering; as many meet it


class Reach(NamedTuple):
    """What one contact is worth to each organisation in a gathering."""

    wide: Any  # with anyone who is there
    near: Any  # on top of that, with a neighbour
    territory: Any  # whose neighbour it is; -1: everybody's


@part
def meet_by_chance(who, state, stayed, present, reach, numbers):
    """Let those who came meet others by chance, for the contacts that their ties leave them.

    Where everybody keeps trust in everybody all contacts are with ties, and none is left.
    """
    if who.ndim == 1:
        return
    count = list_attendees(state, stayed, reach.territory)
    for i in range(len(state.organisation)):
        if stayed[i] == 0.0:
            continue
        home = reach.territory[i]
        around = present
        if home >= 0.0:
            around = state.by_territory[rows.PRESENT_HERE, int(home)] + state.by_territory[rows.PRESENT_HERE, -1]
        anyone = stayed[i] * reach.wide[i] * (present - stayed[i])
        left = anyone + stayed[i] * reach.near[i] * (around - stayed[i])
        by_chance = anyone / left if home >= 0.0 and left > 0.0 else 1.0  # who serves all territories is near to all
        left = contacts_left(who, i, stayed, reach, left)
        if left > ROUNDING:
            meetings = min(ENCOUNTERS, math.ceil(0.5 * left))  # it goes to so many others, and as many come to it
            for e in range(meetings):
                j = pick_attendee(state, home, numbers[e // 4, e % 4, i], by_chance, count)
                if j != i:
                    add_contact(state, i, j, 0.5 * left / meetings)
                    add_contact(state, j, i, 0.5 * left / meetings)


@part
def contacts_left(who, i, stayed, reach, contacts):
    """Return what is left of the contacts of organisation i once it has met those with whom it keeps ties."""
    home = reach.territory[i]
    for slot in range(who.shape[1]):
        j = who[i, slot]
        close = home == reach.territory[j] or home < 0.0 or reach.territory[j] < 0.0
        contacts -= (reach.wide[i] + (reach.near[i] if close else 0.0)) * stayed[i] * stayed[j]
    return contacts


@part
def list_attendees(state, stayed, territory):
    """List those who came, territory by territory, with where each territory begins; return how many there are."""
    first, listed = state.by_territory[rows.FIRST_LISTED], state.lists[rows.ATTENDEES]
    first[:] = 0.0
    for i in range(len(stayed)):
        first[int(territory[i])] += stayed[i] > 0.0
    count = 0.0
    for t in range(len(first)):
        first[t], count = count, count + first[t]
    for i in range(len(stayed)):
        if stayed[i] > 0.0:
            listed[int(first[int(territory[i])])] = i
            first[int(territory[i])] += 1.0
    for t in range(len(first) - 1, 0, -1):
        first[t] = first[t - 1]
    first[0] = 0.0
    return int(count)


@part
def pick_attendee(state, home, number, by_chance, count):
    """Pick one of those who came: anyone, or a neighbour, of the same territory or of all territories."""
    listed, first = state.lists[rows.ATTENDEES], state.by_territory[rows.FIRST_LISTED]
    everywhere = int(first[-1])
    if number < by_chance:
        return listed[int(number / by_chance * count)]
    start, stop = int(first[int(home)]), int(first[int(home) + 1])
    pick = int((number - by_chance) / (1.0 - by_chance) * (stop - start + count - everywhere))
    return listed[start + pick] if pick < stop - start else listed[everywhere + pick - (stop - start)]
