"""Organisation, the Mesa agent: a view on one row of the state."""

from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from entente.sim.records import ACTIVE, APPROACHED, FORMER, MEMBER, ORGANISATION_RECORD, UNKNOWN
from entente.sim.state_ranges import check_value, nearest_fields

if TYPE_CHECKING:
    from entente.sim.partnership import Partnership

STANDINGS = {UNKNOWN: "not approached", APPROACHED: "approached", MEMBER: "member", ACTIVE: "active", FORMER: "left"}
FIELDS = frozenset(ORGANISATION_RECORD.names or ())


@cache
def declared_attributes(kind: type) -> frozenset[str]:
    """Return the names that a class and those above it declare."""
    return frozenset(name for one in kind.__mro__ for name in (*vars(one), *vars(one).get("__annotations__", ())))


class Ids(WeakKeyDictionary):  # type: ignore[type-arg]
    """Numbers of the agents of each model; Mesa 3.3 holds strong references to models, so that none is ever freed."""

    def __getitem__(self, model: "Partnership") -> Iterator[int]:
        """Return the counter of a model, which begins at 1."""
        if model not in self:
            self[model] = count(1)
        return super().__getitem__(model)  # type: ignore[no-any-return]


class Organisation(mesa.Agent):
    """One organisation of a partnership.

    Every field of ``sim.records.ORGANISATION_RECORD`` (motivation, mobilisation, fatigue, ...) reads and writes the
    state itself, so that what a Python phase changes here is what the next compiled phase sees.

    A value that a field cannot have is refused, and so is a name that is nearly that of a field; an attribute of one's
    own that has such a name is declared in a subclass (``trust: float = 0.0``).

    Attributes:
        name: its name in the scenario.
        row: its row in the arrays of the state.
    """

    model: "Partnership"
    _ids = Ids()

    def __init__(self, model: "Partnership", name: str, row: int) -> None:
        """Make a view of one row of the state."""
        super().__init__(model)
        self.name, self.row = name, row

    def __getattr__(self, field: str) -> Any:
        """Read a field of the state."""
        if field in FIELDS:
            return self.model.state.organisation[field][self.row].item()
        close = ", ".join(nearest_fields(field))
        more = f"nearest: {close}" if close else f"the state has {', '.join(sorted(FIELDS))}"
        raise AttributeError(f"{type(self).__name__} has no {field!r}; {more}")

    def __setattr__(self, field: str, value: Any) -> None:
        """Write a field of the state, or an ordinary attribute.

        Raises:
            AttributeError: when the name is nearly that of a field.
            ValueError: when the field cannot have that value.
        """
        if field in FIELDS:
            check_value(field, value)
            self.model.state.organisation[field][self.row] = value
        elif field not in declared_attributes(type(self)) and (  # type: ignore[arg-type] # a class is hashable
            close := nearest_fields(field)
        ):
            own = "an attribute of one's own is declared in the class"
            raise AttributeError(f"{type(self).__name__} has no {field!r}; nearest: {', '.join(close)}; {own}")
        else:
            super().__setattr__(field, value)

    def __repr__(self) -> str:
        """Show the name, the standing and the mobilisation."""
        return f"Organisation({self.name}, {self.stands}, mobilisation {self.mobilisation:.2f})"

    @property
    def stands(self) -> str:
        """Its standing as a word."""
        return STANDINGS[self.standing]

    @property
    def is_partner(self) -> bool:
        """Whether it is a partner now."""
        return self.standing in (MEMBER, ACTIVE)

    @property
    def hours_spent(self) -> float:
        """The hours that it has spent this week, all uses."""
        # Added one by one, as the rules do: ``sum`` rounds otherwise from Python 3.12 on.
        spent = self.spent_paperwork + self.spent_leading + self.spent_levers + self.spent_meetings
        return float(spent + self.spent_work + self.spent_cases)

    def trust_in(self, other: "Organisation") -> tuple[float, float]:
        """Return its personal and its institutional trust in another organisation."""
        state = self.model.state
        where: tuple[int, Any] = (other.row, self.row)
        if state.who.ndim > 1:
            where = (self.row, np.flatnonzero(state.who[self.row] == other.row))
        if np.size(where[1]) == 0:
            return float(state.partnership[0].stranger), float(state.partnership[0].stranger_regard)
        return np.asarray(state.personal[where]).item(), np.asarray(state.institutional[where]).item()
