"""Figures from results: what is asked is read and refused as overrides are, and what is drawn is in the tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import entente
from entente.commands.draw.draw import draw, figure_path, save_drawing
from entente.commands.draw.spec import SPECS, spec_of
from entente.results.figure_names import FIGURE_NAMES as OFFERED
from entente.sim.model.measures import CONDITIONS
from entente.sim.validation.validate import SettingsError

SCENARIO = """\
defaults:
  - override /leadership: shared
  - override /communication: monthly_table
title: {fr: Petite table, en: Small table}
weeks: 30
lead: house
territories: {north: 0.5, south: 0.5}
organisations:
  house: {sector: community, territory: north, hours: 6}
  school: {sector: education, territory: south}
  clinics: {sector: health, count: 3}
  latecomer: {sector: culture, member: false}
events:
  flood: {kind: crisis, week: 12, lasts: 4, name: {fr: Inondation, en: Flood}}
"""
AGAIN = "expected a run of this version of Entente: run it again"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("drawing") / "small.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return entente.run(path, replicates=7, seed=3, by_organisation=True, by_group=True)


def said(figure):
    found = figure.findobj(lambda one: hasattr(one, "get_text"))
    return " ".join(" ".join(text.get_text().split()) for text in found)


def problems(figure, *words, result=None):
    with pytest.raises(SettingsError) as caught:
        spec_of(figure, words) if result is None else draw(figure, result, words)
    return [str(one) for one in caught.value.violations]


def test_the_two_ways_to_the_same_answers_agree(result):
    """The shares that the engine counts are those of the answers that organisations give."""
    given = result.organisations.melt(["replicate", "week"], list(CONDITIONS), "condition", "answer").dropna()
    keys = ["replicate", "week", "condition"]
    counted = pd.DataFrame({name: given["answer"] == value for name, value in (("a", 2), ("b", 1), ("c", 0))})
    expected = counted.groupby([given[key] for key in keys]).mean().sort_index()
    answers = result.conditions.astype({"condition": "str"}).set_index(keys).sort_index()
    answers = answers[answers[["a", "b", "c"]].sum(axis=1) > 0]  # where there was a partner to ask
    pd.testing.assert_frame_equal(answers[["a", "b", "c"]], expected, check_names=False)


def test_wheel_of_dates(result):
    drawing = draw("wheel", result, ["weeks=[2,30]"], language="en")
    one = result.conditions.query("week == 30 and condition == 'negotiation' and a + b + c > 0")
    row = drawing.table.query("group == 30 and condition == 'negotiation'").iloc[0]
    assert row["index"] == pytest.approx(100 * (one["a"].mean() + one["b"].mean() / 2))
    assert "Week 2" in said(drawing.figure)
    assert "Week 30" in said(drawing.figure)
    default = draw("wheel", result)
    assert default.table["group"].unique().tolist() == [13, 15, 30]
    alone = draw("wheel", result, ["week=9"])
    assert alone.table["group"].unique().tolist() == [9]


def test_wheel_of_groups(result):
    drawing = draw("wheel", result, ["by=sector", "week=20"], language="fr")
    rows = result.organisations.query("week == 20 and organisation.str.startswith('clinics')")
    shares = rows.groupby("replicate")["equal_power"].mean() / 2  # A counts 1, B a half, C nothing
    row = drawing.table.query("group == 'health' and condition == 'equal_power'").iloc[0]
    assert row["index"] == pytest.approx(100 * shares.mean())
    assert "santé (3)" in said(drawing.figure)
    places = draw("wheel", result, ["by=territory", "names=[north]"], language="fr")
    assert places.table["group"].unique().tolist() == ["north"]
    assert "nord (1)" in said(places.figure)


def test_timeline_of_the_replicate_in_the_middle_or_of_another(result):
    areas = result.runs.sort_values("area")["replicate"].tolist()
    middle, other = draw("timeline", result, language="fr"), draw("timeline", result, ["replicate=0"], language="en")
    assert f"réplicat {areas[3]}, dont l'aire" in said(middle.figure)
    assert "Inondation" in said(middle.figure)
    assert "replicate 0" in said(other.figure)
    flood = other.table.query("kind == 'crisis'").iloc[0]
    assert (flood["week"], flood["until"], flood["who"]) == (12, 16, "flood")
    log = result.event_log.query("replicate == 0")
    assert set(other.table["kind"]) <= set(log["kind"])


def test_groups_of_every_kind(result):
    sectors = draw("groups", result, language="en")
    assert sectors.table["group"].unique().tolist() == ["health", "community", "education", "culture"]
    values = result.groups.query("by == 'sector' and group == 'health' and week == 30")["mobilisation"]
    last = sectors.table.query("group == 'health' and week == 30").iloc[0]
    assert last["median"] == pytest.approx(np.median(values))
    assert last["high_90"] == pytest.approx(np.quantile(values, 0.95))
    places = draw("groups", result, ["by=territory"], language="fr")
    assert "tous les territoires" in said(places.figure)
    some = draw("groups", result, ["by=organisation", "names=[clinics_2,house]"])
    own = result.organisations.query("organisation == 'clinics_2' and week == 30")["mobilisation"]
    assert some.table.query("group == 'clinics_2' and week == 30").iloc[0]["median"] == pytest.approx(np.median(own))


def test_python_draws_the_same_figures(result):
    assert "Semaine 5" in said(result.wheel(weeks=(5, 9), language="fr"))
    assert "health (3)" in said(result.wheel(by="sector", week=np.int64(9), language="en"))
    assert "replicate 2" in said(result.timeline(replicate=2, language="en"))
    assert "littoral" not in said(result.plot_groups(by="territory", names=["south"], language="fr"))
    with pytest.raises(SettingsError, match="nearest: sector"):
        result.wheel(by="sectors")


def test_what_is_asked_is_read_like_overrides():
    assert spec_of("wheel", ["weeks=[13,78]"]).weeks == [13, 78]
    assert spec_of("wheel", ["weeks=13,78"]).weeks == [13, 78]
    assert spec_of("wheel", ["weeks=13"], {"names": "health"}).names == ["health"]
    assert spec_of("groups", ["by=territory", "output=my folder/été"]).output == "my folder/été"
    assert spec_of("timeline", ["replicate=null"]).replicate is None


def test_everything_wrong_is_told_at_once():
    found = problems("wheel", "weeks=[a,0]", "by=sectr", "weekz=3", "nothing", "week=true", "week=[", "names=[1]")
    assert found == [
        "weekz: no such setting; expected one of weeks, by, week, names, size, output; nearest: week, weeks",
        "nothing: it cannot be read as an override; expected name=value, such as weeks=[13,78]",
        "week: [ cannot be read; expected a value such as 3, 0.5, true, null, word, [a,b], {a:1} or 'text in quotes'",
        "weeks: 'a' is not possible; expected a whole number from 1 to 520",
        "by: 'sectr' is not possible; expected one of sector, territory; nearest: sector",
        "week: 'true' is not possible; expected a whole number from 1 to 520",
        "names: 1 is not possible; expected a text",
    ]
    assert problems("timeline", "replicate=-1", "replicat=2") == [
        "replicat: no such setting; expected one of replicate, size, output; nearest: replicate",
        "replicate: -1 is not possible; expected a whole number from 0 to 10000000",
    ]


@pytest.mark.parametrize(
    ("figure", "words", "problem"),
    [
        ("wheel", ["weeks=[2,31]"], "weeks: week 31 is after the horizon; expected a week from 1 to 30"),
        ("wheel", ["week=99"], "week: week 99 is after the horizon; expected a week from 1 to 30"),
        ("wheel", ["weeks=[1,2,3,4,5,6]"], "weeks: too many; expected 5 at the most"),
        ("wheel", ["weeks=[1]", "by=sector"], "weeks: it cannot stand beside by; expected week=... for one date"),
        ("wheel", ["names=[health]"], "names: it needs by; expected by=sector or by=territory"),
        ("wheel", ["by=sector", "names=[helth]"],
         "names: 'helth' is not possible; expected one of community, education, health, culture; nearest: health"),
        ("timeline", ["replicate=7"], "replicate: 7 is not possible; expected a whole number from 0 to 6"),
        ("groups", ["by=organisation"], "names: nothing (null) is not possible; expected one of house, school, "
         "clinics_1, clinics_2, clinics_3, latecomer"),
        ("groups", ["by=organisation", "names=[clinic_1]"], "nearest: clinics_1"),
    ],
)  # fmt: skip
def test_what_the_results_do_not_hold_is_refused(result, figure, words, problem):
    found = problems(figure, *words, result=result)
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("figure", "words", "problem"),
    [
        ("wheel", [], f"wheel: these results hold no table conditions; {AGAIN}"),
        (
            "wheel",
            ["by=sector"],
            "by: these results hold no table organisations; expected a run with by_organisation=true",
        ),
        ("timeline", [], f"timeline: these results hold no table event_log; {AGAIN}"),
        ("groups", [], "by: these results hold no table groups; expected a run with by_group=true"),
    ],
)  # fmt: skip
def test_a_missing_table_is_reported_with_what_gives_it(result, figure, words, problem):
    bare = replace(result, organisations=None, groups=None, conditions=None, event_log=None)
    assert problems(figure, *words, result=bare) == [problem]


def test_files_of_a_figure(result, tmp_path):
    drawing = draw("groups", result, ["by=territory"])
    files = save_drawing(drawing, tmp_path / "new" / "by.place")
    assert [path.name for path in files] == ["by.place.svg", "by.place.png", "by.place_table.csv"]
    table = pd.read_csv(files[2])
    np.testing.assert_allclose(table["median"], drawing.table["median"])
    assert figure_path("wheel", tmp_path, None) == tmp_path / "wheel"
    assert figure_path("wheel", tmp_path, str(tmp_path)) == tmp_path / "wheel"
    assert figure_path("wheel", tmp_path, "here/roue.png").name == "roue"


def test_a_new_run_leaves_no_figure_of_the_former_one(result, tmp_path):
    folder = result.save(tmp_path / "run", language="en")
    save_drawing(draw("groups", result), folder / "groups")
    assert entente.load(folder).groups.equals(result.groups), "the table behind the figure is not that of the results"
    result.save(folder, overwrite=True)
    assert not {"groups.svg", "groups.png", "groups_table.csv"} & {path.name for path in folder.iterdir()}


def test_the_command_offers_every_figure():
    assert tuple(SPECS) == OFFERED
