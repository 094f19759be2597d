"""What people type: numbers as a French hand writes them, things said twice, names in French; never a traceback."""

from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

import entente
from entente.commands.comparison.spec import comparison_spec
from entente.config.configuration import configure
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import axes_of, comma_notices
from entente.studies.plan import plan_study

BASE = "scenario=twenty_partners"


def said(words, make=configure):
    with pytest.raises(SettingsError) as caught:
        make([BASE, *words])
    return {one.path: f"{one.problem} {one.expected} {one.nearest}" for one in caught.value.violations}


@pytest.mark.parametrize(
    ("text", "number"),
    [("35 %", 0.35), ("35%", 0.35), ("35\N{NO-BREAK SPACE}%", 0.35), ("7.5\N{NARROW NO-BREAK SPACE}%", 0.075)],
)  # fmt: skip
def test_a_per_cent_is_the_share_that_it_says(text, number, tmp_path):
    assert configure([BASE, f"staff.turnover={text}"]).settings.staff.turnover == number
    assert configure([BASE], {"staff.turnover": text}, "arguments").settings.staff.turnover == number
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"extends: twenty_partners\nstaff: {{turnover: {text}}}\n", encoding="utf-8")
    assert configure([f"scenario={mine}"]).settings.staff.turnover == number


def test_thousands_are_spaced_and_per_cents_are_shares_alone():
    for space in " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":
        assert configure([BASE, f"stages.action.work=1{space}250"]).settings.stages["action"].work == 1250
        assert configure([BASE, f"replicates=1{space}000"]).run.replicates == 1000
    assert "a number from 0 to 80" in said(["leadership.hours=35 %"])["leadership.hours"]
    assert "whole number" in said(["replicates=35 %"])["replicates"]


@pytest.mark.parametrize(
    ("text", "right"),
    [("leadership.hours=12,5", "12.5"), ("staff.turnover=0,18", "0.18"), ("staff.turnover=12,5 %", "0.125"),
     ("leadership.hours='12,5'", "12.5"), ("stages.action.work=1 250,5", "1250.5")],
)  # fmt: skip
def test_a_decimal_comma_is_refused_with_the_right_number(text, right):
    key = text.partition("=")[0]
    assert right in said([text])[key]


def test_a_decimal_comma_in_a_file_is_refused_with_the_right_number(tmp_path):
    mine = tmp_path / "mine.yaml"
    for value in ("12,5", '"12,5"'):
        mine.write_text(
            f"extends: twenty_partners\nleadership: {{hours: {value!s}}}\n".replace("{hours: 12,5}", "\n  hours: 12,5")
        )
        with pytest.raises(SettingsError) as caught:
            configure([f"scenario={mine}"])
        (one,) = caught.value.violations
        assert (one.path, one.nearest) == ("leadership.hours", ("12.5",))


@pytest.mark.parametrize(
    ("text", "right"),
    [("leadership.hours=12,5", "12.5"), ("leadership.hours=5,5", "5.5"), ("staff.turnover=0,18", "staff.turnover=0.18"),
     ("leadership.hours=1,05", "leadership.hours=1.05")],
)  # fmt: skip
def test_two_numbers_that_can_only_be_one_are_refused_where_values_are_listed(text, right):
    for make in (comparison_spec, plan_study):
        assert right in said([text], make)[text.partition("=")[0]]


def test_two_numbers_that_may_be_two_are_two_and_a_line_says_so():
    axes, wrong = axes_of(["leadership.hours=4,8", "weeks=52,156", "staff.turnover=0.1,0.5"], {})
    assert not wrong
    (notice,) = comma_notices([one.key for one in axes], ["leadership.hours=4,8", "weeks=52,156"])
    assert "leadership.hours=4.8" in notice
    assert not comma_notices(["leadership.hours"], ["leadership.hours=4, 8"])


@pytest.mark.parametrize(
    "text",
    ["leadership.hours=4,4.0", "mechanisms.burnout=true,True", "mechanisms.burnout=on,true", "leadership.hours=1e1,10",
     "leadership=shared,shared", "staff.turnover=35 %,0.35", "staff.turnover=0.5,.5", "lever=[pairing],['pairing']"],
)  # fmt: skip
def test_a_value_said_twice_is_refused_however_it_is_written(text):
    for make in (comparison_spec, plan_study):
        assert "said twice" in said([text], make)[text.partition("=")[0]]


def test_a_key_said_twice_is_refused_once():
    assert "lever=[pairing,mediation]" in said(["lever=pairing", "lever=mediation"])["lever"]
    twice = (
        ["seed=1", "seed=2"],
        ["leadership.hours=4", "leadership.hours=8"],
        ["leadership=shared", "leadership=broker"],
    )
    for words in twice:
        assert list(said(words)) == [words[0].partition("=")[0]]
    assert len(said(["replicates=2", "replicates=2,3"], plan_study)) == 1
    assert "points" in said(["leadership.hours=interval(2,9)", "points=4", "points=8"], plan_study)
    both = configure([BASE, "staff={turnover: 0.1}", "staff.turnover=0.2"])
    assert both.settings.staff.turnover == 0.2


@pytest.mark.parametrize(
    "values",
    [np.linspace(4, 20, 3), range(4, 21, 8), pd.Series([4, 12, 20]), {4, 12, 20}, (4.0, 12, 20), np.array([4, 12, 20])],
    ids=lambda one: type(one).__name__,
)
def test_whatever_holds_several_values_in_python_is_an_axis(values):
    plan = plan_study([BASE], {"leadership.hours": values})
    assert [float(one) for one in plan.design["leadership.hours"]] == [4, 12, 20]
    assert len(comparison_spec([BASE], {"leadership.hours": values}).combinations) == 3


def test_a_generator_is_an_axis_and_nothing_is_none():
    assert len(plan_study([BASE], {"leadership.hours": (one for one in (4, 8))}).design) == 2
    for nothing in ([], (), np.array([]), range(0)):
        with pytest.raises(SettingsError, match="it holds no values"):
            plan_study([BASE], {"leadership.hours": nothing})
    with pytest.raises(SettingsError, match="said twice"):
        plan_study([BASE], {"leadership.hours": np.array([4, 8, 4.0])})


def test_a_misspelt_outcome_is_refused_before_anything_is_run(tmp_path):
    with pytest.raises(SettingsError, match="nearest: final"):
        entente.sweep("twenty_partners", outcomes=["finl"], output=tmp_path / "s", **{"leadership.hours": [4, 8]})
    assert not (tmp_path / "s").exists()


def test_points_are_read_as_any_spreadsheet_saves_them(tmp_path):
    points = tmp_path / "points.csv"
    for text in ("leadership.hours;staff.turnover\n5,5;20 %\n8;0,3\n",
                 "leadership.hours\tstaff.turnover\n5.5\t0,2\n8\t30 %\n",
                 "Mes points;\nleadership.hours;staff.turnover\n5,5;0,2\n\n8;0,3\n",
                 'sep=;\nleadership.hours;staff.turnover\n"5,5";0,2\n8;0,3\n'):  # fmt: skip
        for encoding in ("utf-8", "utf-8-sig", "cp1252"):
            points.write_text(text, encoding=encoding)
            design = plan_study([BASE, f"design={points}"]).design
            assert design.drop(columns="point").to_numpy().tolist() == [[5.5, 0.2], [8, 0.3]]


def test_points_said_twice_are_refused_with_their_lines(tmp_path):
    points = tmp_path / "points.csv"
    points.write_text("leadership.hours,staff.turnover\n5,.2\n8,.2\n5.0,0.2\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        plan_study([BASE, f"design={points}"])
    (one,) = caught.value.violations
    assert ("line 2" in one.problem, one.origin.line) == (True, 4)
    assert len(plan_study([BASE, f"design={points}", "random_numbers=own"]).design) == 3


@pytest.mark.parametrize("column", ["seed", "output", "points", "format"])
def test_no_column_of_points_is_a_choice_of_how_to_run(column, tmp_path):
    points = tmp_path / "points.csv"
    points.write_text(f"leadership.hours,{column}\n5,1\n", encoding="utf-8")
    assert column in said([f"design={points}"], plan_study)


FRENCH = {
    "gouvernance=light": "governance=light", "levier=pairing": "lever=pairing", "scénario=crisis": "scenario=crisis",
    "communication=courriel": "email_only", "leadership=partagé": "shared", "leadership=partage": "shared",
    "roulement=0.3": "staff.turnover", "gouvernance=légère": "governance=light",
}  # fmt: skip


@pytest.mark.parametrize("text", FRENCH)
def test_french_names_lead_to_the_right_one(text):
    with pytest.raises(SettingsError) as caught:
        configure([text])
    (one,) = caught.value.violations
    assert one.nearest[0] == FRENCH[text]


def test_a_folder_may_be_a_number_and_a_file_may_end_in_capitals(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert configure([BASE, "output=2026"]).run.output == "2026"
    for name in ("A.YAML", "b.Yml", "c.yml"):
        (tmp_path / name).write_text("extends: twenty_partners\n", encoding="utf-8")
        assert configure([f"scenario={name}"]).settings.weeks == 156


def test_a_missing_lead_has_its_line(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("weeks: 20\norganisations:\n  a: {}\n  b: {}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        configure([f"scenario={mine}"])
    assert [(one.path, one.origin.line) for one in caught.value.violations] == [("lead", 2)]


WORDS = st.one_of(
    st.text(max_size=40),
    st.builds("{}={}".format, st.sampled_from(
        ["leadership", "leadership.hours", "staff.turnover", "lever", "weeks", "organisations", "events.x", "+events.x",
         "~leadership", "++stages.action", "points", "design", "output", "mechanisms.burnout", "changes.a.set.staff"],
    ), st.one_of(st.text(max_size=20), st.sampled_from(
        ["1,2", "range(1,3)", "range(4,4,1)", "range(4,20,0)", "glob(*)", "choice()", "interval(a,b)", "interval(1,2)",
         "tag(a,1)", "sort(3,1)", "shuffle(1,2)", "{a: 1}", "[a,[b]]", "null", "1" * 4400, "12,5", "35 %"]))),
)  # fmt: skip


@given(words=st.lists(WORDS, max_size=3))
@example(words=["leadership.hours=" + "1" * 4400])
@example(words=["leadership=glob(*)", "leadership=[a]"])
@how(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_is_understood_or_refused(words):
    for make in (configure, plan_study, comparison_spec):
        with suppress(SettingsError):
            make([BASE, *words])
