"""A name that is declared nowhere makes no entry: it is refused with the nearest, and adding is asked for."""

import pytest

from entente.config.configuration import configure
from entente.sim.validation.validate import SettingsError
from entente.studies.plan import plan_study

TABLE = "scenario=neighbourhood_table"
MISSPELT = {
    "organisations.food_aidd.hours=8": "organisations.food_aid.hours",
    "organisations={food_aidd: {hours: 8}}": "organisations.food_aid",
    "events.call_22.week=20": "events.call_2.week",
    "stages.visoin.work=0": "stages.vision.work",
    "territories.norht=0.5": "territories.north",
    "populations.elder=0.2": None,
    "communication.channels.tabel.period=3": None,
    "changes.nothing.week=3": None,
    "levers.mine={effects: {work.pace: {add: 1}}}": None,
}


def refused(make):
    with pytest.raises(SettingsError) as caught:
        make()
    return caught.value.violations


@pytest.mark.parametrize("text", MISSPELT)
def test_a_misspelt_entry_is_refused_with_the_nearest_and_how_to_add_one(text):
    (one,) = refused(lambda: configure([TABLE, text]))
    key = text.partition("=")[0]
    assert one.path == key
    assert one.problem.startswith(("there is no ", "that lever is not chosen"))
    assert MISSPELT[text] is None or one.nearest[0] == MISSPELT[text]
    assert one.path.startswith("levers") or one.expected == f"+{key} to add one"


def test_every_one_of_them_is_said_at_once():
    said = [text for text in MISSPELT if "{" not in text]
    assert len(refused(lambda: configure([TABLE, *said]))) == len(said)


def test_adding_is_asked_for():
    for mark in ("+", "++"):
        found = configure([TABLE, f"{mark}organisations.new={{hours: 8}}"]).settings
        assert found.organisations["new"].hours == 8
    found = configure([TABLE, "organisations.new.hours=8", "+organisations.new.sector=health"]).settings
    assert (found.organisations["new"].hours, found.organisations["new"].sector) == (8, "health")
    python = configure([TABLE], {"+organisations.new": {"hours": 8}}, "arguments").settings
    assert python.organisations["new"].hours == 8
    assert "new" in configure([TABLE, "+organisations={new: {hours: 8}}"]).settings.organisations
    again = configure([TABLE, "~events.call_2", "+events.call_2={kind: crisis, week: 9}"]).settings
    assert again.events["call_2"].week == 9


def test_what_is_added_must_not_be_there_and_what_may_be_there_has_two_marks():
    (one,) = refused(lambda: configure([TABLE, "+organisations.food_aid.hours=8"]))
    assert "there already" in one.problem
    assert configure([TABLE, "++organisations.food_aid.hours=8"]).settings.organisations["food_aid"].hours == 8


def test_python_keywords_axes_and_points_make_none_either(tmp_path):
    (one,) = refused(lambda: configure([TABLE], {"organisations.food_aidd.hours": 8}, "arguments"))
    assert one.nearest[0] == "organisations.food_aid.hours"
    for words, values in (
        (["organisations.food_aidd.hours=8,9"], {}),
        ([], {"organisations.food_aidd.hours": [8, 9]}),
        (["organisations.food_aidd.hours=interval(2,9)"], {}),
    ):
        found = refused(lambda words=words, values=values: plan_study([TABLE, *words], values))
        assert [one.nearest[0] for one in found] == ["organisations.food_aid.hours"]
    points = tmp_path / "points.csv"
    points.write_text("organisations.food_aidd.hours\n8\n9\n", encoding="utf-8")
    (one,) = refused(lambda: plan_study([TABLE, f"design={points}"]))
    assert one.nearest[0] == "organisations.food_aid.hours"
    points.write_text("+organisations.new.hours\n8\n9\n", encoding="utf-8")
    plan = plan_study([TABLE, f"design={points}"])
    assert [one.key for one in plan.axes] == ["organisations.new.hours"]
    assert plan.points()[1].values == {"organisations.new.hours": 9}
    study = tmp_path / "study.yaml"
    study.write_text(
        "scenario: neighbourhood_table\nlevers:\n  organisations: {food_aidd: {hours: [8, 9]}}\nsettings:\n"
        "  stages: {visoin: {work: 0}}\n", encoding="utf-8",
    )  # fmt: skip
    found = refused(lambda: plan_study([f"study={study}"]))
    assert {one.nearest[0] for one in found} == {"organisations.food_aid.hours", "stages.vision.work"}
    study.write_text(
        "scenario: neighbourhood_table\nlevers:\n  organisations: {+new: {hours: [8, 9]}}\n", encoding="utf-8"
    )
    assert [one.key for one in plan_study([f"study={study}"]).axes] == ["organisations.new.hours"]


def test_a_file_that_extends_another_makes_no_entry_that_is_nearly_inherited(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: neighbourhood_table\norganisations:\n  food_aidd: {hours: 8}\n", encoding="utf-8")
    (one,) = refused(lambda: configure([f"scenario={mine}"]))
    assert (one.path, one.nearest[0]) == ("organisations.food_aidd", "organisations.food_aid")
    assert one.origin.line == 3
    assert "+food_aidd" in one.expected
    mine.write_text("extends: neighbourhood_table\norganisations:\n  +food_aidd: {hours: 8}\n", encoding="utf-8")
    assert configure([f"scenario={mine}"]).settings.organisations["food_aidd"].hours == 8
    mine.write_text("extends: neighbourhood_table\norganisations:\n  observatory: {hours: 8}\n", encoding="utf-8")
    assert configure([f"scenario={mine}"]).settings.organisations["observatory"].hours == 8
    mine.write_text("extends: neighbourhood_table\norganisations:\n  +food_aidd: {hours: 80}\n", encoding="utf-8")
    (one,) = refused(lambda: configure([f"scenario={mine}"]))
    assert (one.path, one.origin.line) == ("organisations.food_aidd.hours", 3)
