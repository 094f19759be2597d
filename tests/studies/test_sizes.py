"""A study, a comparison or a run that is too large is refused with its size, before any of it is made."""

import tracemalloc
from math import prod

import pytest
from hydra.core.override_parser.types import RangeSweep

from entente.commands.comparison.spec import comparison_spec
from entente.config.limits import MOST_CELLS
from entente.config.places import GROUPS, option_paths, scenario_paths
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import MOST_COMPOSED, MOST_VALUES, range_size
from entente.studies.design import Cut, Design
from entente.studies.plan import plan_study
from entente.studies.points import Point
from entente.studies.sizes import MOST_POINTS, MOST_RUNS_IN_ALL, count_points
from entente.studies.table import points_in

BASE = ("scenario=twenty_partners", "weeks=3", "replicates=2")
TEN = tuple(f"leadership.{name}=range(0,1,0.01)" for name in (
    "hours", "support", "brokerage", "recruitment", "directiveness", "experience", "credit_given", "mandate",
    "hand_over", "concentration"))  # fmt: skip
TOO_LARGE = {
    ("leadership.hours=range(1,1000000000)",): "999,999,999 values",
    ("leadership.hours=range(0,80,1e-9)",): "80,000,000,000 values",
    ("leadership.hours=range(80,0,-1e-9)",): "80,000,000,000 values",
    ("leadership.hours=interval(2,40)", "points=8388608"): "8,388,608 points",
    ("leadership.hours=interval(2,40)", "design=saltelli", "points=1048576"): "3,145,728 points",
    ("leadership.hours=interval(2,40)", "staff.turnover=interval(0,1)", "design=morris", "points=900000"):
        "2,700,000 points",
    ("leadership.hours=interval(2,40)", "points=100000", "replicates=1000000"): "100,000,000,000 runs",
    TEN: "100,000,000,000,000,000,000 points",
}  # fmt: skip


def refusal(call):
    tracemalloc.start()
    try:
        with pytest.raises(SettingsError) as caught:
            call()
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    return "\n".join(map(str, caught.value.violations))


@pytest.mark.parametrize(("words", "said"), TOO_LARGE.items(), ids=range(len(TOO_LARGE)))
def test_study_that_is_too_large_says_how_large(words, said):
    assert said in refusal(lambda: plan_study([*BASE[:2], *words]))


def test_comparison_of_too_many_combinations_says_how_many():
    assert "100,000,000,000,000,000,000 combinations" in refusal(lambda: comparison_spec([*BASE, *TEN]))
    assert "values" in refusal(lambda: comparison_spec([*BASE, "leadership.hours=range(0,80,1e-9)"]))
    assert "values" in refusal(lambda: comparison_spec(BASE, {"leadership.hours": list(range(5000))}))


def test_combinations_of_options_are_counted_before_they_are_composed():
    groups = {**{group: option_paths(group) for group in GROUPS}, "scenario": scenario_paths()}
    every = [f"{group}={','.join(names)}" for group, names in groups.items()]
    assert prod(map(len, groups.values())) > MOST_COMPOSED
    assert "combinations" in refusal(lambda: plan_study([*BASE[1:], *every]))


def test_future_points_are_counted_as_placed():
    plan = plan_study([*BASE, "governance=light,inclusive"], uncertain=["staff.turnover=interval(0.1,0.9)"],
                      values={"points": 8})  # fmt: skip
    assert count_points(plan.axes, plan.options) == len(plan.design) == 16


@pytest.mark.parametrize("design", ["lhs", "sobol", "saltelli", "morris"])
def test_points_are_counted_as_they_are_made(design):
    plan = plan_study([*BASE, "leadership.hours=interval(2,40)", "staff.turnover=interval(0.1,0.9)",
                       f"design={design}", "points=16"])  # fmt: skip
    assert count_points(plan.axes, plan.options) == len(plan.design)


def test_only_combinations_of_options_that_occur_are_composed(tmp_path):
    rows = [("shared", "email_only", "light"), ("broker", "remote", "heavy"), ("absent", "silent", "local")]
    (tmp_path / "points.csv").write_text("leadership,communication,governance\n" + "\n".join(map(",".join, rows)))
    plan = plan_study([*BASE, f"design={tmp_path / 'points.csv'}"])
    assert [tuple(one.choices.values()) for one in plan.bases] == rows
    assert len(plan.points()) == 3


@pytest.mark.parametrize(
    "content",
    ["a," * 15_000_000, "leadership.hours\n" + "1" * 10_000_000 + "\n", "leadership.hours\n" + "5\n" * MOST_CELLS,
     "lead\n" + "".join(f"x{k}\n" for k in range(2 * MOST_VALUES)), "leadership.hours\n" + "[1\n" * 2_000],
    ids=["wide", "cell", "rows", "words", "wrong"],
)  # fmt: skip
def test_table_that_is_too_large_is_refused(tmp_path, content):
    path = tmp_path / "points.csv"
    path.write_text(content)
    with pytest.raises(SettingsError) as caught:
        points_in(path)
    assert len(caught.value.violations) <= 2 * 100


def test_design_counts_its_runs_whoever_makes_it():
    points = tuple(Point(k, 0, {}) for k in range(11))
    assert Design((), points, (MOST_RUNS_IN_ALL // 11,), 1, Cut()).replicates
    with pytest.raises(SettingsError, match="11 points"):
        Design((), points, (MOST_RUNS_IN_ALL // 11 + 1,), 1, Cut())


def test_run_of_tables_that_no_disk_holds(entente, place):
    done = entente("run", "scenario=tiny.yaml", "weeks=520", "replicates=10000000", "by_organisation=true", cwd=place)
    assert done.returncode == 2
    assert "10,000,000 replicates make tables of" in done.stderr


@pytest.mark.parametrize(("start", "stop", "step"), [(1, 10, 1), (0, 1, 0.25), (10, 1, -3), (4, 4, 1), (5, 1, 1)])
def test_ranges_are_counted_as_python_does(start, stop, step):
    expected = len([k for k in range(1000) if (start + k * step < stop if step > 0 else start + k * step > stop)])
    assert range_size(RangeSweep(start=start, stop=stop, step=step)) == expected
    assert MOST_POINTS > MOST_VALUES
