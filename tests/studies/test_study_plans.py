"""What a study is asked for: its axes, its points, and what is refused before any run."""

import math

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import QuotedString

from entente.sim.validation.validate import SettingsError
from entente.studies.axes import Interval, as_override
from entente.studies.identity import differences, identity
from entente.studies.plan import plan_study


def refused(*words, **more):
    with pytest.raises(SettingsError) as caught:
        plan_study(words, **more)
    return {one.path: str(one) for one in caught.value.violations}


def test_grid_is_every_combination_the_last_axis_first_to_change():
    plan = plan_study(["leadership=shared,broker", "leadership.hours=2,20", "replicates=5"])
    assert plan.design[["leadership", "leadership.hours"]].to_numpy().tolist() == [
        ["shared", 2], ["shared", 20], ["broker", 2], ["broker", 20]]  # fmt: skip
    assert (list(plan.design["point"]), plan.runs) == ([0, 1, 2, 3], 20)
    assert [base.settings.leadership.hours for base in plan.bases] == [2, 2]


def test_intervals_give_a_hypercube_and_whole_numbers_where_only_those_are_possible():
    plan = plan_study(["staff.turnover=interval(0.1,0.9)", "weeks=interval(100,104)", "points=50"])
    values = plan.design["staff.turnover"]
    assert list((50 * (values.sort_values() - 0.1) / 0.8).astype(int)) == list(range(50))
    assert plan.design["weeks"].value_counts().to_dict() == {100: 10, 101: 10, 102: 10, 103: 10, 104: 10}


def test_levers_are_crossed_with_every_future():
    plan = plan_study(["leadership=shared,broker", "leadership.hours=2,9", "points=3"],
                   uncertain=["staff.turnover=interval(0.1,0.9)"])  # fmt: skip
    assert list(plan.design["choice"][:4]) == [
        "shared+leadership.hours=2",
        "shared+leadership.hours=9",
        "broker+leadership.hours=2",
        "broker+leadership.hours=9",
    ]
    assert list(plan.design["future"]) == [0] * 4 + [1] * 4 + [2] * 4
    assert (plan.design.groupby("future")["staff.turnover"].nunique() == 1).all()


def test_python_values_ask_for_the_same_as_words():
    words = ["leadership=shared,broker", "leadership.hours=interval(2,9)", "points=4", "curves=[trust,mobilisation]",
             "lever=[],[pairing]"]  # fmt: skip
    values = {"leadership": ["shared", "broker"], "leadership.hours": Interval(2, 9), "points": 4,
              "curves": ["trust", "mobilisation"], "lever": [[], ["pairing"]]}  # fmt: skip
    mine, theirs = plan_study(words), plan_study([], values)
    assert differences(identity(mine), identity(theirs)) == []
    assert differences(identity(plan_study(theirs.words)), identity(theirs)) == []


@pytest.mark.parametrize("value", [[1, 2.5], ["a b", "it's"], Interval(0.1, 2), [None, True], [["a"], []], {"a": 1}])
def test_values_written_as_overrides_are_read_back(value):
    override = OverridesParser.create().parse_override(f"x={as_override(value)}")
    if isinstance(value, Interval):
        assert (override.value().start, override.value().end) == value
    elif isinstance(value, dict):
        assert override.value() == value
    else:
        texts = [one.text if isinstance(one, QuotedString) else one for one in override.sweep_iterator()]
        assert texts == value


def test_everything_wrong_is_told_before_any_run():
    problems = refused("leadership=shared,brokr", "staff.turnover=interval(0.2,1.4)", "design=sobol", "points=12",
                   "curves=[mobilisatio]", "leadership.hours=interval(9,2)", "format=csv",
                   uncertain=["trust.contacts=3"])  # fmt: skip
    wrong = {"leadership", "staff.turnover", "points", "curves", "leadership.hours", "format", "trust.contacts"}
    assert set(problems) == wrong
    assert "nearest: mobilisation" in problems["curves"]
    assert "such as 8 or 16" in problems["points"]
    assert "0 to 0.9" in refused("staff.turnover=interval(0.2,1.4)", "points=0")["staff.turnover"]


def test_how_to_run_is_no_axis(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("plausible,leadership.hours\n3,4\n5,5\n", encoding="utf-8")
    for words, name in ((["leadership.hours=4,5", "seed=4,8"], "seed"), ([f"design={path}"], "plausible")):
        with pytest.raises(SettingsError) as refused:
            plan_study(words)
        assert {one.path for one in refused.value.violations} == {name}


def test_grid_wants_values_in_lists_and_levers_too_where_futures_are():
    assert "leadership.hours" in refused("leadership.hours=interval(2,9)", "design=grid")
    assert "leadership.hours" in refused("leadership.hours=interval(2,9)", uncertain=["staff.turnover=0.1,0.2"])
    assert "points" in refused("leadership.hours=2,9", "points=10")
    assert "design" in refused("design=lhs")


def test_what_two_axes_make_impossible_together_does_not_stop_the_study():
    lever = ("lever=pairing", "levers.pairing.delay=0")
    assert len(plan_study([*lever, "levers.pairing.start=10,60", "levers.pairing.stop=40,90"]).design) == 4
    assert len(plan_study([*lever, "levers.pairing.start=10,60", "levers.pairing.stop=15,90"]).design) == 4
    assert "levers.pairing.stop" in refused(*lever, "levers.pairing.start=10,60", "levers.pairing.stop=5,9")


def test_settings_that_follow_an_axis_are_refused(tmp_path):
    path = tmp_path / "following.yaml"
    path.write_text("title: {fr: a, en: a}\nlead: a\norganisations: {a: {}, b: {hours: '${leadership.hours}'}}\n")
    problems = refused(f"scenario={path}", "leadership.hours=interval(2,9)")
    assert "${...}" in problems["leadership.hours"]


def test_points_are_read_from_a_file(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(
        "point,leadership,leadership.hours,staff.turnover\n7,shared,3,0.2\n9,broker,12,0.5\n", encoding="utf-8"
    )
    plan = plan_study([f"design={path}"])
    assert plan.design.to_numpy().tolist() == [[0, "shared", 3, 0.2], [1, "broker", 12, 0.5]]
    assert [point.values for point in plan.points()] == [{"leadership.hours": 3, "staff.turnover": 0.2},
                                                        {"leadership.hours": 12, "staff.turnover": 0.5}]  # fmt: skip


def test_what_is_wrong_in_a_file_of_points_is_told_line_by_line(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("leadrship,leadership.hours\nshared,3\nshared,\nshared,1,2\n", encoding="utf-8")
    problems = refused(f"design={path}")
    assert f"{path}:1" in problems["leadrship"]
    assert "leadership" in problems["leadrship"]
    assert f"{path}:3" in problems["leadership.hours"]
    assert f"{path}:4" in problems["design"]
    path.write_text("leadership.hours\n", encoding="utf-8")
    assert "holds no rows" in refused(f"design={path}")["design"]
    path.write_text("leadership.hours\n3\n900\n", encoding="utf-8")
    assert "900" in refused(f"design={path}")["leadership.hours"]


STUDY = """\
scenario: lethbridge
settings:
  costs: {coordinator: 60}
levers:
  leadership: [shared, broker]
uncertainties:
  staff.turnover: interval(0.05, 0.9)
outcomes: [final, hours]
points: 5
replicates: 4
"""


def test_a_study_file_keeps_levers_uncertainties_and_outcomes_apart(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    plan = plan_study([f"study={path}"])
    assert {one.key: one.role.value for one in plan.axes} == {"leadership": "lever", "staff.turnover": "uncertainty"}
    assert (len(plan.design), plan.run.replicates, plan.outcomes) == (10, 4, ("final", "hours"))
    assert plan.bases[0].settings.costs.coordinator == 60
    over = plan_study([f"study={path}", "leadership=captured", "replicates=2"])  # said again: the last word
    assert (len(over.design), over.run.replicates, [one.key for one in over.axes]) == (5, 2, ["staff.turnover"])
    assert differences(identity(plan_study(plan.words, uncertain=plan.uncertain)), identity(plan)) == []


def test_what_is_wrong_in_a_study_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(
        STUDY.replace("outcomes: [final", "outcomes: [finl").replace("levers:", "leverz:"), encoding="utf-8"
    )
    problems = refused(f"study={path}")
    assert f"{path}:4" in problems["leverz"]
    assert "nearest: lever" in problems["leverz"]
    assert "nearest: final" in problems["outcomes"]
    path.write_text(STUDY.replace("0.9)", "1.9)").replace("points: 5", "points: x"), encoding="utf-8")
    problems = refused(f"study={path}")
    assert f"{path}:7" in problems["staff.turnover"]
    assert f"{path}:9" in problems["points"]


def test_a_missing_value_is_laid_as_nothing():
    plan = plan_study(["events.hard_winter.week=null,20", "events.hard_winter.yearly=0.5", "leadership.hours=1,2"])
    values = [point.values["events.hard_winter.week"] for point in plan.points()]
    assert values == [None, None, 20, 20]
    assert not any(isinstance(one, float) and math.isnan(one) for one in values)
