"""The two phases in C leave what the compiled rules leave, bit for bit; without a compiler the command says so."""

import re
import shutil

import numpy as np
import pytest

import entente
from benchmarks import python_cost
from benchmarks.c.build import FOLDER, PHASES_IN_C, CompilerError, CPhases, compile_phases, find_compiler
from benchmarks.c.layout import WORKING_MEMORY, memory_of
from benchmarks.mesa_objects.check import EVENTFUL, SCENARIOS
from benchmarks.python_cost import COLUMNS, cost_of_python, summary
from benchmarks.sizes import partnership_of
from benchmarks.timed_phases import PARTS, TimedPartnership, has_clock, seconds_by_part
from entente.sim import Partnership
from entente.sim.engine.struct_of_arrays import StructOfArrays

with_compiler = pytest.mark.skipif(
    shutil.which("cc") is None and shutil.which("gcc") is None and shutil.which("clang") is None,
    reason="no compiler of C",
)

READ_IN_C = sorted({
    name for path in FOLDER.glob("*.[ch]") for name in re.findall(r"mechanisms\.(\w+)", path.read_text("utf-8"))
})  # fmt: skip


def arrays_of(state):
    """The arrays in which something is kept from one phase to the next."""
    return {name: array for name, array in state._asdict().items() if name not in WORKING_MEMORY}


def restore(array, saved):
    if isinstance(array, StructOfArrays):
        for name in array.dtype.names:
            array[name] = saved[name]
    else:
        array[:] = saved


class BothWays(Partnership):
    """Every week, runs relation and observation compiled, then in C from the same state, and goes on from there."""

    made = bound = None

    def in_c(self, phase):
        if self.bound is not self.state:  # which is another one when its log has become too short
            self.made, self.bound = CPhases(self.state, self.inputs, self.draws), self.state
        before = {name: array.copy() for name, array in arrays_of(self.state).items()}
        getattr(super(), phase)()
        compiled = {name: array.tobytes() for name, array in arrays_of(self.state).items()}
        for name, array in arrays_of(self.state).items():
            restore(array, before[name])
        phases = self.made
        phases.week.view(np.float64)[:] = -1.0  # so that a series that C does not write is seen
        stretch = int(np.searchsorted(self.inputs.since, self.week, side="right")) - 1
        phases.call(phase, stretch)
        found = {name: array.tobytes() for name, array in arrays_of(self.state).items()}
        if phase == "observation":
            compiled["week"], found["week"] = self.week_record.tobytes(), phases.week.tobytes()
        assert [name for name in compiled if compiled[name] != found[name]] == [], f"{phase}, week {self.week}"

    def relation(self):
        self.in_c("relation")

    def observation(self):
        self.in_c("observation")


def assert_same(settings, seed=1):
    both, alone = BothWays(settings, seed=seed), Partnership(settings, seed=seed)
    for _ in range(settings.weeks):
        both.step()
        alone.step()
        assert both.week_record.tobytes() == alone.week_record.tobytes()
    assert both.state.partnership.tobytes() == alone.state.partnership.tobytes()


@with_compiler
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_array_after_each_phase_is_that_of_the_rules(scenario, seed):
    assert_same(entente.settings(scenario), seed)


@with_compiler
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("overrides", EVENTFUL.values(), ids=EVENTFUL)
def test_with_levers_events_and_changes(scenario, overrides):
    assert_same(entente.settings(scenario, overrides=overrides))


@with_compiler
@pytest.mark.parametrize("organisations", [2, 3, 7, 8, 9, 63, 64, 65, 130])
def test_at_sizes_around_whole_lanes_and_whole_words(organisations):
    assert_same(partnership_of(organisations, 26), organisations)


@with_compiler
@pytest.mark.parametrize("mechanism", READ_IN_C)
def test_with_each_mechanism_switched_off(mechanism):
    overrides = (*EVENTFUL["quarrels"], f"mechanisms.{mechanism}=off", "weeks=26")
    assert_same(entente.settings("twenty_partners", overrides=overrides), 5)


@with_compiler
def test_controversies_are_opened_settled_and_left_to_fade():
    settings = entente.settings("twenty_partners", overrides=EVENTFUL["quarrels"])
    both = BothWays(settings, seed=1)
    while both.week < settings.weeks and not both.ended:
        both.step()
    whole = both.state.partnership[0]
    assert whole.opened > whole.settled > 0


@with_compiler
@pytest.mark.skipif(not has_clock(), reason="compiled code cannot read the clock of this processor")
def test_both_are_timed_on_the_same_runs_and_the_one_number_is_their_ratio():
    costs = next(cost_of_python([9], 0.01))
    assert list(costs.columns) == list(COLUMNS)
    assert list(costs["part"]) == [*PHASES_IN_C, python_cost.BOTH, python_cost.WHOLE]
    rows = costs.set_index("part")
    assert (rows["C / Numba"] == rows["C (µs)"] / rows["Numba (µs)"]).all()
    for column in ("Numba (µs)", "C (µs)"):
        assert rows.loc["relation", column] < rows.loc[python_cost.BOTH, column] < rows.loc[python_cost.WHOLE, column]
    assert f"{rows.loc[python_cost.WHOLE, 'C / Numba']:.2f} times" in summary(costs)


@with_compiler
@pytest.mark.skipif(not has_clock(), reason="compiled code cannot read the clock of this processor")
def test_nothing_is_timed_when_results_differ():
    timed = TimedPartnership(partnership_of(9, 8))
    phases = CPhases(timed.state, timed.inputs, timed.draws)
    python_cost.require_same_results(timed, phases, 1)
    phases.addresses[1:] = phases.addresses[[2, 1]]  # relation and observation mistaken for each other
    with pytest.raises(python_cost.DifferentResultsError, match="personal"):
        python_cost.require_same_results(timed, phases, 1)


@pytest.mark.skipif(not has_clock(), reason="compiled code cannot read the clock of this processor")
def test_the_phases_in_c_are_the_two_heaviest():
    seconds = seconds_by_part(partnership_of(50), 5)
    assert set(sorted(PARTS, key=seconds.__getitem__)[-2:]) == set(PHASES_IN_C)


def test_few_ties_are_refused():
    timed = TimedPartnership(partnership_of(20, 8, ties=4))
    with pytest.raises(ValueError, match="everybody keeps trust in everybody"):
        memory_of(timed.state, timed.inputs, timed.draws)


def test_without_a_compiler_a_sentence_says_so(monkeypatch, tmp_path):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CompilerError, match="no compiler of C was found: cc, gcc or clang"):
        find_compiler()
    if has_clock():
        assert python_cost.why_not().startswith("Not measured: no compiler of C was found")
    monkeypatch.setenv("CC", "tcc -w")
    with pytest.raises(CompilerError, match=r"tcc \(from \$CC\)"):
        find_compiler()


@with_compiler
def test_a_compiler_that_refuses_is_quoted():
    with pytest.raises(CompilerError, match="refused the phases in benchmarks/c"):
        compile_phases("#error no layout\n")
