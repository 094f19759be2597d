"""Partnership, the Mesa model: one partnership, week by week, phase by phase."""

from difflib import get_close_matches
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from entente.sim.buffers import missing_records
from entente.sim.chance import make_draws
from entente.sim.inputs import make_inputs
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import Settings, organisation_names
from entente.sim.organisation import Organisation
from entente.sim.records import END_REASONS
from entente.sim.rules.observation import (
    ORGANISATION_WEEK,
    WEEK,
    observe_after_end,
    observe_attendance,
    observe_organisations,
)
from entente.sim.rules.start import start
from entente.sim.state import grow_log, make_state
from entente.sim.state_ranges import check_state
from entente.sim.week import PHASES, begin_week

LIKE_A_PHASE = 0.75  # how much a name looks like that of the phase that was meant
RULES = {phase.name: phase.rule for phase in PHASES}


class Partnership(mesa.Model):
    """One partnership that can be stepped, with its organisations as agents and a ``DataCollector``.

    Each phase of the week is a method without arguments; a subclass overrides the one it wants to change, reads and
    writes ``self.state`` or the agents, and may call ``super()``. The random numbers of the week are in
    ``self.draws``, the parameters that hold this week in ``self.parameters``. An override that needs other random
    numbers takes them from Mesa's ``self.rng``, which is seeded by seed and replicate.

    Args:
        settings: validated settings (``sim.validation.validate.validate``, or ``entente.settings``).
        seed: from 0 to 2**32 - 1.
        replicate: number of the run; the same run of a batch is bit for bit the same.
        collect: keep the series of each week in ``datacollector``.
    """

    agent_class: type[Organisation] = Organisation
    phases_replaced: frozenset[str] = frozenset()  # those that a subclass overrides, after which the state is checked

    def __init_subclass__(cls, **more: Any) -> None:
        """Refuse a class whose method is nearly named as a phase, since nothing would call it.

        Raises:
            AttributeError: with the name that was meant.
        """
        super().__init_subclass__(**more)
        for name in vars(cls):
            if not (name.startswith("_") or name in dir(Partnership)) and (meant := phase_meant(name)):
                raise AttributeError(f"{cls.__name__}.{name} replaces no phase; nearest: {meant}; "
                                     f"a method of one's own has another name, or begins with _")  # fmt: skip
        cls.phases_replaced = frozenset(one for one in RULES if getattr(cls, one) is not getattr(Partnership, one))

    def __init__(self, settings: Settings, *, seed: int = 1, replicate: int = 0, collect: bool = False) -> None:
        """Draw the organisations, and stop before the first week."""
        super().__init__(rng=int(np.random.SeedSequence([seed, replicate]).generate_state(1)[0]))
        self.settings = settings
        self.inputs = make_inputs(settings)
        self.state = make_state(self.inputs)
        self.draws = make_draws(self.inputs.keys, self.inputs.ties)
        self.run_key = np.array([seed, replicate], dtype=np.uint64)
        self.week_record = missing_records((1,), WEEK)[0]
        self.parameters: Any = self.inputs.parameters[0]
        self.end = (0, 0)
        start(self.state, self.inputs, self.draws, self.run_key)
        for row, name in enumerate(organisation_names(settings)):
            self.agent_class(self, name, row)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _series(name) for name in SERIES},
            agent_reporters={name: name for name in ORGANISATION_SERIES},
        )
        self.collect = collect

    def step(self) -> None:
        """Simulate one week; once the partnership has ended, nothing changes any more."""
        if not self.ended:
            self.state = grow_log(self.state, self.inputs)
            self.parameters = self.inputs.parameters[begin_week(self.state, self.inputs, self.draws, self.run_key)]
            for phase in PHASES:
                getattr(self, phase.name)()
                if phase.name in self.phases_replaced:
                    check_state(self.state, phase.name)
            if self.state.partnership[0].ended:
                self.end = (self.week, int(self.state.partnership[0].reason))
                self.running = False
        else:
            observe_after_end(self.state, self.week_record)
        if self.collect:
            self.datacollector.collect(self)

    def context(self) -> None:
        """Let events happen; people leave, posts stay vacant, newcomers arrive and learn."""
        self._run_phase("context")

    def communication(self) -> None:
        """Hold the channels due this week; each invited organisation attends or not."""
        self._run_phase("communication")

    def relation(self) -> None:
        """Update trust, framings and controversies."""
        self._run_phase("relation")

    def work(self) -> None:
        """Let organisations commit and deliver; the stage advances; credit is shared."""
        self._run_phase("work")

    def cases(self) -> None:
        """Let people to be helped arrive; teams help them, or not in time."""
        self._run_phase("cases")

    def motivation(self) -> None:
        """Update belonging, voice, fatigue and motivation."""
        self._run_phase("motivation")

    def mobilisation(self) -> None:
        """Update effort; partners leave, others are approached."""
        self._run_phase("mobilisation")

    def leadership(self) -> None:
        """Update energy; whoever leads may leave, hand over, be succeeded."""
        self._run_phase("leadership")

    def observation(self) -> None:
        """Write the measures of the week in ``week_record``."""
        RULES["observation"](self.state, self.inputs, self.parameters, self.week_record)

    def _run_phase(self, phase: str) -> None:
        RULES[phase](self.state, self.inputs, self.parameters, self.draws)

    @property
    def week(self) -> int:
        """The number of the last week simulated."""
        return int(self.state.partnership[0].week)

    @property
    def ended(self) -> bool:
        """Whether the partnership has ended."""
        return bool(self.state.partnership[0].ended)

    @property
    def end_reason(self) -> str:
        """Why it ended: a word of ``sim.records.END_REASONS``."""
        return END_REASONS[self.end[1]]

    def series(self, name: str) -> float:
        """Return one series of the last week simulated."""
        return float(self.week_record[name])

    def pairs(self, name: str) -> NDArray[np.float64]:
        """Return what is kept of each pair: ``personal``, ``institutional``, ``acquaintance`` or ``contact``.

        Returns:
            shape (organisations, organisations): ``[j, i]`` is of i toward j. Where everybody keeps ties with everybody
            it is the state itself, to be read or written; beyond, a copy, nan for ties that i does not keep.
        """
        kept, n = getattr(self.state, name), len(self.inputs.organisation)
        if self.state.who.ndim == 1:
            return np.asarray(kept[:, :n])
        table = np.full((n, n), np.nan)
        table[self.state.who, np.arange(n)[:, None]] = kept
        return table

    def write_organisations(self, rows: Any) -> None:
        """Write the week of every organisation into records of ``ORGANISATION_WEEK``."""
        observe_organisations(self.state, rows)

    def write_attendance(self, rows: Any) -> None:
        """Write who came to the channels of the week into ``ATTENDANCE_RECORD``, shape (channels, organisations)."""
        observe_attendance(self.state, rows)

    def organisations(self) -> Any:
        """Return the week of every organisation, one record each."""
        rows = missing_records((len(self.inputs.organisation),), ORGANISATION_WEEK)
        self.write_organisations(rows)
        return rows

    def __repr__(self) -> str:
        """Say which partnership and when."""
        name = self.settings.name or "a partnership"
        return f"{type(self).__name__}({name}, week {self.week}, {len(self.agents)} organisations)"


def phase_meant(name: str) -> str:
    """Return the phase that a name looks like, or nothing; ``phases`` stands for all of them."""
    if name.lower() in ("phase", "phases"):
        return ", ".join(RULES)
    return next(iter(get_close_matches(name.lower(), RULES, n=1, cutoff=LIKE_A_PHASE)), "")


def _series(name: str) -> Any:
    """Return a reporter of one series."""
    return lambda model: model.series(name)
