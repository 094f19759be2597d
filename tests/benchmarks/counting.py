"""Simulates some weeks in plain Python with numbers that count what is done with them: prints the counts as JSON.

Arrays and records of the run hold ``Number`` in place of floats, so that every addition, multiplication, division and
comparison of the rules is seen, and in which rule it stands; exponentials and draws are counted beside them. To be run
as a script, since the rules must not be compiled: ``python counting.py organisations weeks``.
"""

import json
import math
import os
import sys
from collections import Counter
from types import SimpleNamespace

os.environ["NUMBA_DISABLE_JIT"] = "1"

import numpy as np

from benchmarks.sizes import partnership_of
from entente.sim import Partnership, chance
from entente.sim.records import LOG_RECORD
from entente.sim.rules import communication, observation, relation, ties

OVER_PAIRS = {
    "meet": communication, "see_who_came": communication, "update_trust": relation, "update_regard": relation,
    "observe_trust": observation,
}  # fmt: skip
counts: Counter[str] = Counter()
where = ["start"]


def count(kind):
    """Count one thing where it stands."""
    counts[f"{where[-1]} {kind}"] += 1


class Number(float):
    """A float that counts what is done with it."""


def counting(sign, kind):
    """Return an operation of a float that counts itself."""
    plain = getattr(float, f"__{sign}__")

    def operation(self, *other):
        found = plain(self, *map(float, other))
        if found is NotImplemented:
            return found
        count(kind)
        return Number(found) if type(found) is float else found

    return operation


for sign in ("add", "radd", "sub", "rsub", "mul", "rmul", "abs", "neg", "lt", "le", "gt", "ge"):
    setattr(Number, f"__{sign}__", counting(sign, "operations"))
for sign in ("truediv", "rtruediv"):
    setattr(Number, f"__{sign}__", counting(sign, "divisions"))


class Numbers:
    """An array of numbers that count; a part of it is one too."""

    def __init__(self, values):
        self.values = values
        self.shape, self.ndim = values.shape, values.ndim

    def __len__(self):
        return len(self.values)

    def __getitem__(self, place):
        found = self.values[place]
        return Numbers(found) if isinstance(found, np.ndarray) else found

    def __setitem__(self, place, value):
        self.values[place] = value.values if isinstance(value, Numbers) else Number(value)


class Records:
    """Records whose numbers count."""

    def __init__(self, values):
        self.shape = values.shape
        self.rows = {place: record(values[place]) for place in np.ndindex(values.shape)}

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, place):
        return self.rows[place if isinstance(place, tuple) else (place,)]


def record(one):
    """Return a record as an object whose numbers count."""
    if one.dtype.names:
        return SimpleNamespace(**{name: record(one[name]) for name in one.dtype.names})
    return Number(one) if one.dtype.kind == "f" else one.item()


def that_count(values):
    """Return a named tuple with its arrays and records replaced by those that count."""

    def one(part):
        if not isinstance(part, np.ndarray) or part.dtype.kind in "iub?" or part.dtype == LOG_RECORD:
            return part
        if part.dtype.names:
            return Records(part)
        table = np.empty(part.shape, dtype=object)
        for place in np.ndindex(part.shape):
            table[place] = Number(part[place])
        return Numbers(table)

    return type(values)(*map(one, values))


def within(name, rule):
    """Return a rule that says that what is counted stands in it."""

    def named(*given):
        where.append(name)
        try:
            return rule(*given)
        finally:
            where.pop()

    return named


def instrument():
    """Count exponentials and draws, and tell the rules that go over pairs from the rest of their phases."""
    philox, nobody = chance.philox, {chance.key(name) for name in chance.NOBODY}
    counting_math = SimpleNamespace(**vars(math))
    counting_math.exp = lambda x: (count("exponentials"), Number(math.exp(x)))[1]
    for name, module in list(sys.modules.items()):
        if name.startswith("entente.sim.rules."):
            vars(module).update({"math": counting_math} if hasattr(module, "math") else {})
            vars(module).update({"exponential": counting_math.exp} if hasattr(module, "exponential") else {})

    def counting_philox(*words):
        if tuple(map(int, words[2:4])) not in nobody:
            count("draws")
        return philox(*words)

    chance.philox = ties.philox = counting_philox
    for name, module in OVER_PAIRS.items():
        setattr(module, name, within(name, getattr(module, name)))


class Counting(Partnership):
    """A partnership whose every number counts from the first week on."""

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.phases_replaced = frozenset()  # its numbers are no arrays whose range could be looked at
        self.state, self.inputs, self.week_record = that_count(self.state), that_count(self.inputs), SimpleNamespace()

    def _run_phase(self, phase):
        within(phase, super()._run_phase)(phase)

    def observation(self):
        within("observation", super().observation)()


def main(organisations, weeks):
    """Simulate some weeks and return what was counted."""
    instrument()
    model = Counting(partnership_of(organisations, weeks), seed=1)
    where[:] = ["week"]
    for _ in range(weeks):
        model.step()
    return counts


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
